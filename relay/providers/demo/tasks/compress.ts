import type { Phrases } from '../phrases.ts';
import type { TaskInput } from '../task-input.ts';
import { subjectOf } from '../subject.ts';
import { clip, MAX_RESULT_CHARS, sentences } from '../text-tools.ts';

/** Words that can go without taking a fact with them. */
const FILLERS =
  /\s?\b(?:very|really|quite|just|actually|basically|essentially|simply|literally|of course|in fact|as a matter of fact|it should be noted that|it is important to note that|needless to say)\b,?/giu;

/**
 * The text in at most 2,500 characters: the sentences with the most facts (numbers, names, the text's own words), in
 * their order, each without its fillers. Sentences that say again what another said go first.
 */
export function compress({ subject: text, phrases }: TaskInput): string {
  const tight = text.replace(/\s+/g, ' ').trim();
  const all = sentences(tight).map((sentence) => sentence.replace(FILLERS, '').trim());
  if (all.length < 2) return clip(tight);
  const ranked = rankSentences(all, tight, phrases);
  const target = Math.min(MAX_RESULT_CHARS, Math.max(400, Math.round(tight.length * 0.6)));
  const kept: { readonly sentence: string; readonly index: number }[] = [];
  let length = 0;
  for (const candidate of ranked) {
    const repeats = kept.some(({ sentence }) => overlap(sentence, candidate.sentence) > 0.8);
    if (repeats || length + candidate.sentence.length + 1 > target) continue;
    kept.push(candidate);
    length += candidate.sentence.length + 1;
  }
  if (kept.length === 0) return clip(all.join(' '));
  return kept
    .sort((a, b) => a.index - b.index)
    .map(({ sentence }) => upperFirst(sentence))
    .join(' ');
}

/** Sentences by how much they say, most first; `index` is their place in the text. */
export function rankSentences(
  all: readonly string[],
  text: string,
  phrases: Phrases,
): readonly { readonly sentence: string; readonly index: number }[] {
  const keywords = subjectOf(text, phrases).keywords.slice(0, KEYWORDS);
  const weights = new Map(keywords.map((word, rank) => [word.toLowerCase(), KEYWORDS - rank]));
  return all
    .map((sentence, index) => ({ sentence, index, score: score(sentence, index, weights) }))
    .sort((a, b) => b.score - a.score || a.index - b.index);
}

const KEYWORDS = 40;

function score(sentence: string, index: number, weights: ReadonlyMap<string, number>): number {
  const words = wordsOf(sentence);
  const subject = words.reduce((sum, word) => sum + (weights.get(word) ?? 0), 0) / Math.max(6, words.length);
  const numbers = sentence.match(/\d[\d.,:%]*/g)?.length ?? 0;
  const names = sentence.match(/(?<=\p{Ll}[\s,]+)\p{Lu}\p{L}+/gu)?.length ?? 0;
  // Texts say what they are about at the beginning.
  return subject + numbers * 14 + names * 7 + (index === 0 ? 30 : 0);
}

function overlap(one: string, other: string): number {
  const first = new Set(wordsOf(one));
  const second = wordsOf(other);
  return second.filter((word) => first.has(word)).length / Math.max(1, second.length);
}

function wordsOf(sentence: string): readonly string[] {
  return sentence.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function upperFirst(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
