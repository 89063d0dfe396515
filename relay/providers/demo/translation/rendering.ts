import type { Phrases } from '../phrases.ts';
import type { LanguageCode } from '../languages.ts';

/** Sentence frames by their group, e.g. `story.titles`; a frame's place in its group is the same in all full renderings. */
export type Lines = ReadonlyMap<string, readonly string[]>;

/**
 * What the demo can say in one language when it translates its own sentences.
 * Full ones hold every frame of the English phrases in the same order; short ones one sentence for each part of a story.
 */
export interface Rendering {
  readonly code: LanguageCode;
  readonly full: boolean;
  readonly lines: Lines;
  /** The templates' own sentences, in the order of `TEMPLATE_TEXTS`; a missing one is passed over. */
  readonly texts: readonly string[];
  /** Stand for a noun that has no translation. */
  readonly standIns: { readonly hero: string; readonly thing: string; readonly place: string };
  /** What is left of sentences that cannot be translated: {list} of what they speak about. One after the other. */
  readonly about: readonly string[];
  /** When not even that is known. */
  readonly plain: string;
  readonly and: string;
  /** Nouns by their English word, nominative; only short renderings, the others have the dictionary. */
  readonly nouns: { readonly [english: string]: string };
  /** Moods of a story by their English words. */
  readonly tags: { readonly [english: string]: string };
}

/** The parts of a full rendering as written in its file. */
export interface FullParts extends Pick<Phrases, 'story' | 'enhance' | 'persona' | 'free' | 'and'> {
  readonly texts: readonly string[];
  readonly standIns: Rendering['standIns'];
  readonly about: readonly string[];
  readonly plain: string;
  readonly tags: Rendering['tags'];
}

/** The parts of a short rendering: only {hero}, {Hero}, {thing} and {Thing} are slots, always in the nominative. */
export interface ShortParts extends Omit<
  FullParts,
  'story' | 'enhance' | 'persona' | 'free' | 'about' | 'tags'
> {
  readonly story: {
    readonly [
      part in
        | 'titles'
        | 'openings'
        | 'stirrings'
        | 'turns'
        | 'secondHeading'
        | 'trials'
        | 'climaxes'
        | 'endings'
        | 'tone'
    ]: string;
  };
  readonly headings: Phrases['free']['headings'];
  /** Pieces of a picture prompt. */
  readonly picture: { readonly [piece in 'details' | 'light' | 'mood']: string };
  readonly about: string;
  readonly nouns: Rendering['nouns'];
}

/** All frames of a set of phrases by group; what stands in for empty slots is no frame. */
export function linesOf(parts: Pick<Phrases, 'story' | 'enhance' | 'persona' | 'free'>): Lines {
  const lines = new Map<string, readonly string[]>();
  const skipped = new Set(['story.fallback', 'free.something', 'free.generic']);
  for (const section of ['story', 'enhance', 'persona', 'free'] as const) {
    for (const [key, value] of Object.entries(parts[section]) as [string, unknown][]) {
      const group = `${section}.${key}`;
      if (skipped.has(group) || group === 'persona.woven') continue;
      if (typeof value === 'string') lines.set(group, [value]);
      else lines.set(group, Object.values(value as { readonly [index: string]: string }));
    }
  }
  return lines;
}

/** A full rendering from its parts. */
export function fullRendering(code: LanguageCode, parts: FullParts): Rendering {
  const { texts, standIns, about, plain, and, tags } = parts;
  return { code, full: true, lines: linesOf(parts), texts, standIns, about, plain, and, nouns: {}, tags };
}

/** A short rendering from its parts. */
export function shortRendering(code: LanguageCode, parts: ShortParts): Rendering {
  const { story, picture, headings, about, ...rest } = parts;
  const { summary, strengths, weaknesses, next } = headings;
  const lines = new Map<string, readonly string[]>([
    ['free.headings', [summary, strengths, weaknesses, next]],
    ...Object.entries(story).map(([key, line]) => [`story.${key}`, [line]] as const),
    ...Object.entries(picture).map(([key, line]) => [`enhance.${key}`, [line]] as const),
  ]);
  return { ...rest, code, full: false, lines, about: [about], tags: {} };
}
