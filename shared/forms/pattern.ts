import { parsePattern, type PatternTree } from './parse-pattern.ts';
import { FORM_LIMITS } from './form-limits.ts';

/**
 * Patterns of forms, matched in time that follows text times pattern, whatever either says: schemas come from people,
 * and the relay checks answers for everybody. The platform's own expressions search back and can be made to hang; so
 * none is ever made from a schema. A subset (parse-pattern.ts) is unfolded into steps that are followed all at once.
 */
export interface Pattern {
  readonly source: string;
  /** Whether the pattern is found anywhere in the text, as JSON Schema wants it; ^ and $ bind it. */
  readonly test: (text: string) => boolean;
}

export type PatternResult =
  { readonly ok: true; readonly pattern: Pattern } | { readonly ok: false; readonly message: string };

/** Refuses what it cannot match in linear time, and what is too long, with the reason. */
export function compilePattern(source: string): PatternResult {
  if (source.length > FORM_LIMITS.patternCharacters)
    return { ok: false, message: `A pattern has at most ${FORM_LIMITS.patternCharacters} characters.` };
  const parsed = parsePattern(source);
  if (!parsed.ok) return parsed;
  const steps: Step[] = [];
  const start = unfold(steps, parsed.tree, push(steps, { type: 'end' }));
  if (start === null) return { ok: false, message: 'This pattern repeats too much. Use smaller numbers.' };
  return {
    ok: true,
    pattern: Object.freeze({ source, test: (text: string) => matches(steps, start, text) }),
  };
}

type Step =
  | { readonly type: 'character'; readonly fits: (code: number) => boolean; next: number }
  | { readonly type: 'fork'; next: number; other: number }
  | { readonly type: 'begin' | 'finish'; next: number }
  | { readonly type: 'end' };

function push(steps: Step[], step: Step): number {
  steps.push(step);
  return steps.length - 1;
}

/** Steps for a part, which lead to `next`. @returns where they begin; null = too many. */
function unfold(steps: Step[], tree: PatternTree, next: number): number | null {
  if (steps.length > FORM_LIMITS.patternSteps) return null;
  switch (tree.type) {
    case 'character':
      return push(steps, { type: 'character', fits: tree.fits, next });
    case 'begin':
    case 'finish':
      return push(steps, { type: tree.type, next });
    case 'sequence': {
      let at: number | null = next;
      for (const part of tree.parts.toReversed()) {
        at = unfold(steps, part, at);
        if (at === null) return null;
      }
      return at;
    }
    case 'either': {
      let at: number | null = null;
      for (const part of tree.parts.toReversed()) {
        const one = unfold(steps, part, next);
        if (one === null) return null;
        at = at === null ? one : push(steps, { type: 'fork', next: one, other: at });
      }
      return at ?? next;
    }
    case 'repeat':
      return unfoldRepeat(steps, tree, next);
    default:
      return tree satisfies never;
  }
}

function unfoldRepeat(
  steps: Step[],
  { part, min, max }: Extract<PatternTree, { type: 'repeat' }>,
  next: number,
): number | null {
  let at: number | null = next;
  if (max === null) {
    const fork = push(steps, { type: 'fork', next: 0, other: next });
    const body = unfold(steps, part, fork);
    if (body === null) return null;
    (steps[fork] as { next: number }).next = body;
    at = fork;
  } else
    for (let count = min; count < max; count += 1) {
      const body: number | null = unfold(steps, part, at);
      if (body === null) return null;
      at = push(steps, { type: 'fork', next: body, other: next });
    }
  for (let count = 0; count < min; count += 1) {
    at = unfold(steps, part, at);
    if (at === null) return null;
  }
  return at;
}

/** All places at which the pattern may be, moved on character by character; it may begin at every one. */
function matches(steps: readonly Step[], start: number, text: string): boolean {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  let places = new Set<number>();
  for (let at = 0; at <= codes.length; at += 1) {
    if (follow(steps, places, [start], at, codes.length)) return true;
    if (at === codes.length) return false;
    const code = codes[at] as number;
    const ahead: number[] = [];
    for (const place of places) {
      const step = steps[place] as Step;
      if (step.type === 'character' && step.fits(code)) ahead.push(step.next);
    }
    places = new Set();
    if (follow(steps, places, ahead, at + 1, codes.length)) return true;
  }
  return false;
}

/** Adds everything that is reached without a character. @returns whether the end is among it. */
function follow(
  steps: readonly Step[],
  places: Set<number>,
  from: readonly number[],
  at: number,
  length: number,
): boolean {
  const open = [...from];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (places.has(place)) continue;
    places.add(place);
    const step = steps[place] as Step;
    if (step.type === 'end') return true;
    if (step.type === 'fork') open.push(step.next, step.other);
    if ((step.type === 'begin' && at === 0) || (step.type === 'finish' && at === length))
      open.push(step.next);
  }
  return false;
}
