import type { TaskInput } from '../task-input.ts';
import { COMMON_MISTAKES, CONTRACTIONS } from '../common-mistakes.ts';

type Fix = (text: string) => string;

/** Proofreads without expanding: spacing, marks, capitals, and in English the usual mistakes; a style shifts the tone lightly. */
export function grammar({ subject, details, language }: TaskInput): string {
  const english = language === 'en';
  const style = (details['style'] ?? '').trim().toLowerCase();
  const fixes: readonly Fix[] = [
    fixSpacing,
    ...(english ? [fixWords, fixArticles] : []),
    ...(english && style === 'formal' ? [writeOut] : []),
    ...(english && style === 'casual' ? [runTogether] : []),
    fixCapitals,
    ...(english ? [fixI] : []),
    fixEnd,
  ];
  // Blank lines are paragraphs: each is read by itself.
  return subject
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => fixes.reduce((text, fix) => fix(text), paragraph))
    .join('\n\n');
}

const fixSpacing: Fix = (text) =>
  text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ +([,;:!?]|\.(?!\.|\p{L}|\d))/gu, '$1')
    .replace(/([.!?])(?=(?:i|we|he|she|they|you|the|and|but|this|that|there|our|then)(?!\p{L}))/gu, '$1 ')
    .replace(/([,;])(?=\p{L})/gu, '$1 ')
    .replace(/([.!?])(?=\p{Lu}\p{Ll})/gu, '$1 ')
    .replace(/,{2,}/g, ',')
    .replace(/([!?]){3,}/g, '$1')
    .replace(/(?<!\.)\.\.(?!\.)/g, '.')
    .replace(/(?<![\p{L}])(\p{L}+)(?: \1)+(?![\p{L}])/giu, (match, word: string) =>
      /^(had|that)$/i.test(word) ? match : word,
    )
    .split('\n')
    .map((line) => line.trim())
    .join('\n');

const fixWords: Fix = (text) => {
  let fixed = text;
  for (const [wrong, right] of COMMON_MISTAKES) {
    const pattern = new RegExp(`(?<![\\p{L}'’])${wrong}(?![\\p{L}])`, 'giu');
    fixed = fixed.replace(pattern, (match: string, ...groups: unknown[]) => {
      const word = right.replace(/\$(\d)/g, (_slot, index: string) =>
        String(groups[Number(index) - 1] ?? ''),
      );
      return likeCase(match, word);
    });
  }
  return fixed;
};

/** "a apple" and "an house", save for words whose sound is not their letter ("a unit", "an hour", "an MRI"). */
const fixArticles: Fix = (text) =>
  text
    .replace(/(?<!\p{L})([Aa]) (?!one(?!\p{L})|once|uni|us|eu)(?=[aeiou]\p{Ll})/gu, '$1n ')
    .replace(/(?<!\p{L})([Aa])n (?=[bcdfgjklmnpqrstvwxyz]\p{Ll})/gu, '$1 ');

const fixI: Fix = (text) => text.replace(/(?<![\p{L}.])i(?=[\s,.!?]|['’](?:m|ve|ll|d)\b|$)/gu, 'I');

const fixCapitals: Fix = (text) =>
  text.replace(
    /(^|[.!?]["'”’)]?\s+|\n)(\p{Ll})/gu,
    (_match, before: string, letter: string) => before + letter.toUpperCase(),
  );

/** Lines of a list and headings end as they are; a sentence ends with a mark. */
const fixEnd: Fix = (text) =>
  /[\p{L}\p{N}]$/u.test(text) && /\s/.test(text) && !/^[#\-*]/.test(text) ? `${text}.` : text;

const writeOut: Fix = (text) =>
  replaceAll(
    text,
    CONTRACTIONS.map(([short, long]) => [short, long]),
  );
const runTogether: Fix = (text) =>
  replaceAll(
    text,
    CONTRACTIONS.map(([short, long]) => [long, short]),
  );

function replaceAll(text: string, pairs: readonly (readonly [string, string])[]): string {
  let result = text;
  for (const [from, to] of pairs) {
    const pattern = new RegExp(`(?<![\\p{L}])${from.replace("'", "['’]")}(?![\\p{L}])`, 'giu');
    result = result.replace(pattern, (match) => likeCase(match, to));
  }
  return result;
}

function likeCase(model: string, word: string): string {
  const first = model.charAt(0);
  return first !== first.toLowerCase() ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}
