import type { Random } from './random.ts';

/** How often "*" and "+" repeat beyond what they must. */
const EXTRA_REPEATS = 2;

const CLASSES: { readonly [letter: string]: string } = {
  d: '0123456789',
  w: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_',
  s: ' ',
  n: '\n',
  t: '\t',
};

const ANY = 'abcdefghijklmnopqrstuvwxyz';
const PRINTABLE = Array.from({ length: 95 }, (_unused, index) => String.fromCharCode(32 + index)).join('');

interface Reader {
  readonly pattern: string;
  position: number;
  readonly random: Random;
}

/**
 * A string that matches a regular expression: literals, classes, groups, alternatives and quantifiers. Look-arounds and
 * back-references are read as if they were not there.
 */
export function stringFromPattern(pattern: string, random: Random): string {
  const reader: Reader = { pattern, position: 0, random };
  return readAlternatives(reader);
}

function readAlternatives(reader: Reader): string {
  const alternatives = [readSequence(reader)];
  while (reader.pattern[reader.position] === '|') {
    reader.position += 1;
    alternatives.push(readSequence(reader));
  }
  return reader.random.pick(alternatives);
}

function readSequence(reader: Reader): string {
  let text = '';
  while (reader.position < reader.pattern.length) {
    const next = reader.pattern[reader.position];
    if (next === '|' || next === ')') break;
    const start = reader.position;
    const first = readAtom(reader);
    const end = reader.position;
    const times = readQuantifier(reader);
    const after = reader.position;
    if (times > 0) text += first;
    // Each repeat is read again, so that "\d{4}" is four digits and not one four times.
    for (let repeat = 1; repeat < times; repeat += 1) {
      reader.position = start;
      text += readAtom(reader);
      reader.position = end;
    }
    reader.position = after;
  }
  return text;
}

function readAtom(reader: Reader): string {
  const char = reader.pattern[reader.position] ?? '';
  reader.position += 1;
  switch (char) {
    case '^':
    case '$':
      return '';
    case '.':
      return reader.random.pick([...ANY]);
    case '[':
      return readClass(reader);
    case '(':
      return readGroup(reader);
    case '\\':
      return readEscape(reader);
    default:
      return char;
  }
}

function readGroup(reader: Reader): string {
  const kind = /^\?(?::|=|!|<=|<!|<[^>]*>)/.exec(reader.pattern.slice(reader.position))?.[0] ?? '';
  reader.position += kind.length;
  const text = readAlternatives(reader);
  reader.position += 1;
  return /^\?<?[=!]/.test(kind) ? '' : text;
}

function readEscape(reader: Reader): string {
  const letter = reader.pattern[reader.position] ?? '';
  reader.position += 1;
  if (letter === 'b' || letter === 'B') return '';
  const set = setOf(letter);
  return set === null ? letter : reader.random.pick([...set]);
}

function setOf(letter: string): string | null {
  const own = CLASSES[letter];
  if (own !== undefined) return own;
  const opposite = CLASSES[letter.toLowerCase()];
  return opposite === undefined || letter === letter.toLowerCase() ? null : without(opposite);
}

function without(excluded: string): string {
  const rest = [...PRINTABLE].filter((char) => !excluded.includes(char));
  const letters = rest.filter((char) => /[a-z]/.test(char));
  return (letters.length > 0 ? letters : rest).join('');
}

function readClass(reader: Reader): string {
  const negated = reader.pattern[reader.position] === '^';
  if (negated) reader.position += 1;
  let set = '';
  for (let first = true; first || reader.pattern[reader.position] !== ']'; first = false) {
    if (reader.position >= reader.pattern.length) break;
    set += readRange(reader);
  }
  reader.position += 1;
  const choices = [...(negated ? without(set) : set)];
  return choices.length === 0 ? '' : reader.random.pick(choices);
}

function readRange(reader: Reader): string {
  const from = readClassChar(reader);
  const { pattern, position } = reader;
  const isRange = [...from].length === 1 && pattern[position] === '-' && pattern[position + 1] !== ']';
  if (!isRange || position + 1 >= pattern.length) return from;
  reader.position += 1;
  const to = readClassChar(reader);
  const low = from.charCodeAt(0);
  const length = Math.max(0, to.charCodeAt(0) - low + 1);
  return Array.from({ length }, (_unused, index) => String.fromCharCode(low + index)).join('');
}

function readClassChar(reader: Reader): string {
  const char = reader.pattern[reader.position] ?? '';
  reader.position += 1;
  if (char !== '\\') return char;
  const letter = reader.pattern[reader.position] ?? '';
  reader.position += 1;
  return setOf(letter) ?? letter;
}

function readQuantifier(reader: Reader): number {
  const found = /^(?:\*|\+|\?|\{(\d+)(,(\d*))?\})\??/.exec(reader.pattern.slice(reader.position));
  if (found === null) return 1;
  reader.position += found[0].length;
  const sign = found[0][0];
  if (sign === '?') return reader.random.integer(2);
  if (sign === '*') return reader.random.integer(EXTRA_REPEATS + 1);
  if (sign === '+') return 1 + reader.random.integer(EXTRA_REPEATS + 1);
  const min = Number(found[1]);
  const max =
    found[2] === undefined
      ? min
      : found[3] === '' || found[3] === undefined
        ? min + EXTRA_REPEATS
        : Number(found[3]);
  return min + reader.random.integer(Math.max(0, max - min) + 1);
}
