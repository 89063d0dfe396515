import type { CommandGroup, CommandItem } from './command-item.ts';

/** Parts of a label that matched, as [from, to) in UTF-16 units, in order. */
export type Range = readonly [from: number, to: number];
export type Match = {
  /** Higher is better; only good for comparing within one query. */
  readonly score: number;
  readonly ranges: readonly Range[];
};
export type FoundItem = {
  readonly item: CommandItem;
  readonly ranges: readonly Range[];
  readonly score: number;
};
export type FoundGroup = {
  readonly id: string;
  readonly label: string;
  readonly items: readonly FoundItem[];
};

/** Lower case without accents, each character still at its own index: "Número" → "numero". */
function fold(text: string): string {
  return Array.from({ length: text.length }, (_, index) => {
    const letter = text[index] ?? '';
    const plain = letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    return plain.length === 1 ? plain : letter;
  }).join('');
}

const isWordStart = (text: string, index: number) =>
  index === 0 || /[^\p{L}\p{N}]/u.test(text[index - 1] ?? '');

/**
 * Whether every word of the query is in the label: as the start of a word, inside one, or, for a single query word, as
 * letters in order ("pen" finds "**P**rompt **En**hancer"). An empty query matches with no ranges.
 */
export function matchLabel(query: string, label: string): Match | null {
  const text = fold(label);
  const words = fold(query).split(/\s+/).filter(Boolean);
  const ranges: Range[] = [];
  let score = 0;
  for (const word of words) {
    const at = bestIndex(text, word);
    if (at < 0) return words.length === 1 ? matchLetters(text, word) : null;
    ranges.push([at, at + word.length]);
    score += at === 0 ? 8 : isWordStart(text, at) ? 6 : 3;
  }
  return { score: score - text.length / 1000, ranges: mergeRanges(ranges) };
}

function bestIndex(text: string, word: string): number {
  const first = text.indexOf(word);
  for (let at = first; at >= 0; at = text.indexOf(word, at + 1)) if (isWordStart(text, at)) return at;
  return first;
}

/** Letters in order, each a word start or right after the one before: strict enough that "a" does not find everything. */
function matchLetters(text: string, word: string): Match | null {
  const ranges: Range[] = [];
  let at = 0;
  for (const letter of word) {
    const previous = ranges.at(-1)?.[1];
    let index = text.indexOf(letter, at);
    while (index >= 0 && index !== previous && !isWordStart(text, index))
      index = text.indexOf(letter, index + 1);
    if (index < 0) return null;
    ranges.push([index, index + 1]);
    at = index + 1;
  }
  return { score: 1 - text.length / 1000, ranges: mergeRanges(ranges) };
}

function mergeRanges(ranges: readonly Range[]): readonly Range[] {
  const merged: Range[] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) merged[merged.length - 1] = [last[0], Math.max(to, last[1])];
    else merged.push([from, to]);
  }
  return merged;
}

/**
 * The groups with only what the query finds, best first inside a group and the group of the best first, so that Enter
 * takes the best of all; ties keep the given order.
 */
export function searchGroups(groups: readonly CommandGroup[], query: string): readonly FoundGroup[] {
  const found = groups
    .map((group) => ({ id: group.id, label: group.label, items: searchItems(group.items, query) }))
    .filter((group) => group.items.length > 0);
  const best = (group: FoundGroup) => group.items[0]?.score ?? 0;
  return query.trim() === '' ? found : found.sort((a, b) => best(b) - best(a));
}

function searchItems(items: readonly CommandItem[], query: string): readonly FoundItem[] {
  const found = items.flatMap((item): FoundItem[] => {
    const match = matchLabel(query, item.label);
    if (match !== null) return [{ item, ranges: match.ranges, score: match.score }];
    const other = `${item.keywords ?? ''} ${item.detail ?? ''} ${item.label}`;
    return matchLabel(query, other) === null ? [] : [{ item, ranges: [], score: 0 }];
  });
  return query.trim() === '' ? found : found.sort((a, b) => b.score - a.score);
}

/** A label cut at its ranges, for printing. */
export function markedParts(
  label: string,
  ranges: readonly Range[],
): readonly { text: string; marked: boolean }[] {
  const parts: { text: string; marked: boolean }[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    if (from > at) parts.push({ text: label.slice(at, from), marked: false });
    parts.push({ text: label.slice(from, to), marked: true });
    at = to;
  }
  if (at < label.length) parts.push({ text: label.slice(at), marked: false });
  return parts;
}
