import type { LanguageCode } from '../languages.ts';
import { phrasesFor } from '../phrases-for.ts';
import { linesOf, type Rendering } from './rendering.ts';
import { RENDERINGS } from './renderings.ts';

/** A sentence of the demo's own, or a part of one, as it is recognised in a text. */
export interface Frame {
  /** e.g. `story.titles`, or `texts` for the templates' own sentences. */
  readonly group: string;
  /** Place in its group; null where the group is known and no more. */
  readonly index: number | null;
  /** One sentence of a frame that has several. */
  readonly part: { readonly index: number; readonly of: number } | null;
  readonly slots: readonly string[];
  /** Sticky; captures the slots in order. */
  readonly pattern: RegExp;
  /** Letters of the frame itself: the longest one that fits is taken. */
  readonly weight: number;
}

const SLOT = /\{(\w+)(?::\w+)?\}/;
/** What may stand in a slot: anything within a sentence. */
const FILLED = '((?:(?![。！？]|[.!?…]\\s)[^\\n#|]){1,600}?)';
const END_MARK = /[.!?…。！？।]+$/u;

/** Sentences of a frame. Languages without spaces between sentences have one. */
function frameSentences(text: string): readonly string[] {
  return text.split(/(?<=[.!?…।][*”"»’]*)\s+(?=\S)/u);
}

/** The frame of a group that another language has for it; null when it has none. `once` = not to be said twice. */
export function lineFor(
  frame: Frame,
  target: Rendering,
): { readonly text: string; readonly once: string | null } | null {
  if (frame.group === 'texts') {
    const text = target.texts[frame.index ?? -1];
    return text === undefined ? null : { text, once: null };
  }
  const lines = target.lines.get(frame.group) ?? [];
  // Headings are in the same order everywhere.
  const isAligned = target.full || frame.group === 'free.headings';
  const exact = isAligned && frame.index !== null ? lines[frame.index] : undefined;
  const text = exact ?? lines[0];
  if (text === undefined) return null;
  if (exact === undefined) return { text, once: frame.group };
  if (frame.part === null) return { text, once: null };
  const parts = frameSentences(exact);
  const part = parts.length === frame.part.of ? parts[frame.part.index] : undefined;
  return part === undefined
    ? { text, once: `${frame.group}.${String(frame.index)}` }
    : { text: part, once: null };
}

const known = new Map<LanguageCode, readonly Frame[]>();

/** All that can be recognised in a text of a language, the longest first. Built on first use. */
export function framesOf(code: LanguageCode): readonly Frame[] {
  const built = known.get(code);
  if (built !== undefined) return built;
  const rendering = RENDERINGS[code];
  const frames: Frame[] = rendering.texts.flatMap((text, index) => framesFrom(text, 'texts', index));
  const add = (lines: Rendering['lines'], aligned: boolean): void => {
    for (const [group, texts] of lines)
      texts.forEach((text, index) => {
        const isAligned = aligned || group === 'free.headings';
        frames.push(...framesFrom(text, group, isAligned ? index : null));
      });
  };
  add(rendering.lines, rendering.full);
  if (rendering.full && code !== 'en') add(linesOf(phrasesFor(code)), false);
  const sorted = frames.sort((one, other) => other.weight - one.weight);
  known.set(code, sorted);
  return sorted;
}

/** The whole line, and each of its sentences by itself: texts are cut and shortened at sentences. */
function framesFrom(text: string, group: string, index: number | null): readonly Frame[] {
  const whole = frame(text, { group, index, part: null });
  const parts = frameSentences(text);
  if (parts.length < 2) return [whole];
  return [
    whole,
    ...parts.flatMap((part, place) =>
      saysEnough(part) ? [frame(part, { group, index, part: { index: place, of: parts.length } })] : [],
    ),
  ];
}

/** "{Hero} asked." by itself may be anybody's sentence. */
function saysEnough(part: string): boolean {
  return !SLOT.test(part) || part.replace(/\{\w+(?::\w+)?\}/g, '').length >= SHORTEST_PART;
}

const SHORTEST_PART = 16;

function frame(text: string, place: Pick<Frame, 'group' | 'index' | 'part'>): Frame {
  const pieces = text.replace(END_MARK, '').split(/(\{\w+(?::\w+)?\})/);
  const slots = pieces.flatMap((piece) => SLOT.exec(piece)?.[1]?.toLowerCase() ?? []);
  const source = pieces.map((piece) => (SLOT.test(piece) ? FILLED : escape(piece))).join('');
  // The end mark is the text's own: list entries and headings have none, nor has Thai.
  const space = /\p{Script=Thai}$/u.test(text) ? '|(?=\\s)' : '';
  const end = `([.!?…。！？।]+(?:(?=\\s|$)|(?<=[。！？]))|(?=;|$)${space})`;
  return {
    ...place,
    slots,
    pattern: new RegExp(`${source}${end}`, 'iuy'),
    weight: text.length - slots.length * 8,
  };
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/['’]/g, "['’]");
}
