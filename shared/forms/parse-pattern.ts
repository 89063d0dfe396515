/**
 * The part of regular expressions that forms may use: characters, `.`, classes, \d \w \s and their opposites, groups,
 * `|`, `* + ? {n} {n,} {n,m}`, `^` and `$`. Look-around, references back and named things are refused: they cannot be
 * matched in linear time. Reading takes time that follows the length.
 */

export type PatternTree =
  | { readonly type: 'character'; readonly fits: (code: number) => boolean }
  | { readonly type: 'begin' | 'finish' }
  | { readonly type: 'sequence' | 'either'; readonly parts: readonly PatternTree[] }
  | {
      readonly type: 'repeat';
      readonly part: PatternTree;
      readonly min: number;
      /** null = without end. */
      readonly max: number | null;
    };

type Fits = (code: number) => boolean;

class PatternFault extends Error {}

interface Reader {
  readonly source: string;
  at: number;
  depth: number;
}

export function parsePattern(
  source: string,
): { readonly ok: true; readonly tree: PatternTree } | { readonly ok: false; readonly message: string } {
  const reader: Reader = { source, at: 0, depth: 0 };
  try {
    const tree = readEither(reader);
    if (reader.at < source.length) throw new PatternFault('There is a ) without its (.');
    return { ok: true, tree };
  } catch (caught) {
    if (!(caught instanceof PatternFault)) throw caught;
    return { ok: false, message: `${caught.message} (at character ${reader.at + 1} of the pattern)` };
  }
}

/** Groups inside one another. */
const MAX_DEPTH = 20;
const MAX_COUNT = 1_000;

function readEither(reader: Reader): PatternTree {
  const parts = [readSequence(reader)];
  while (peek(reader) === '|') {
    reader.at += 1;
    parts.push(readSequence(reader));
  }
  return parts.length === 1 ? (parts[0] as PatternTree) : { type: 'either', parts };
}

function readSequence(reader: Reader): PatternTree {
  const parts: PatternTree[] = [];
  for (let next = peek(reader); next !== null && next !== '|' && next !== ')'; next = peek(reader))
    parts.push(readRepeated(reader));
  return { type: 'sequence', parts };
}

function readRepeated(reader: Reader): PatternTree {
  const part = readOne(reader);
  const counts = readCounts(reader);
  if (counts === null) return part;
  if (part.type === 'begin' || part.type === 'finish') throw new PatternFault('^ and $ cannot be repeated.');
  // A lazy repetition finds the same texts: only what it captures differs, and nothing is captured here.
  if (peek(reader) === '?') reader.at += 1;
  if (readCounts(reader) !== null) throw new PatternFault('Nothing to repeat.');
  return { type: 'repeat', part, ...counts };
}

function readCounts(reader: Reader): { min: number; max: number | null } | null {
  const next = peek(reader);
  if (next === '*' || next === '+' || next === '?') {
    reader.at += 1;
    return { min: next === '+' ? 1 : 0, max: next === '?' ? 1 : null };
  }
  if (next !== '{') return null;
  const match = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(reader.source.slice(reader.at));
  if (match === null) throw new PatternFault('Write a { that is meant as such as \\{.');
  reader.at += match[0].length;
  const min = Number(match[1]);
  const max = match[2] === undefined ? min : match[3] === '' ? null : Number(match[3]);
  if (min > MAX_COUNT || (max ?? 0) > MAX_COUNT) throw new PatternFault(`Repeat at most ${MAX_COUNT} times.`);
  if (max !== null && max < min) throw new PatternFault('The second number is smaller than the first.');
  return { min, max };
}

function readOne(reader: Reader): PatternTree {
  const character = take(reader);
  switch (character) {
    case '^':
      return { type: 'begin' };
    case '$':
      return { type: 'finish' };
    case '.':
      return { type: 'character', fits: (code) => code !== 10 && code !== 13 };
    case '(':
      return readGroup(reader);
    case '[':
      return { type: 'character', fits: readClass(reader) };
    case '\\':
      return { type: 'character', fits: readEscape(reader) };
    case '*':
    case '+':
    case '?':
    case '{':
      throw new PatternFault('Nothing to repeat.');
    default:
      return { type: 'character', fits: only(character) };
  }
}

function readGroup(reader: Reader): PatternTree {
  if (reader.source.startsWith('?:', reader.at)) reader.at += 2;
  else if (peek(reader) === '?')
    throw new PatternFault('Groups that look around or have names are not known here.');
  reader.depth += 1;
  if (reader.depth > MAX_DEPTH) throw new PatternFault('Too many groups inside one another.');
  const tree = readEither(reader);
  if (peek(reader) !== ')') throw new PatternFault('A group is not closed.');
  reader.at += 1;
  reader.depth -= 1;
  return tree;
}

function readClass(reader: Reader): Fits {
  const isNegated = peek(reader) === '^';
  if (isNegated) reader.at += 1;
  const parts: Fits[] = [];
  for (let next = take(reader); next !== ']'; next = take(reader)) {
    const from = next === '\\' ? readEscape(reader) : only(next);
    const isRange = peek(reader) === '-' && reader.source[reader.at + 1] !== ']';
    if (!isRange) {
      parts.push(from);
      continue;
    }
    reader.at += 1;
    const last = take(reader);
    const to = last === '\\' ? readEscape(reader) : only(last);
    parts.push(between(from, to));
  }
  const fits: Fits = (code) => parts.some((part) => part(code));
  return isNegated ? (code) => !fits(code) : fits;
}

/** A range goes from one character to another, never from or to a class such as \d. */
function between(from: Fits, to: Fits): Fits {
  const [first, last] = [CODES.get(from), CODES.get(to)];
  if (first === undefined || last === undefined)
    throw new PatternFault('A range needs a character at either end.');
  if (last < first) throw new PatternFault('A range runs backwards.');
  return (code) => code >= first && code <= last;
}

/** The one character that such a function fits. */
const CODES = new WeakMap<Fits, number>();

function only(character: string): Fits {
  const wanted = character.codePointAt(0) ?? 0;
  const fits: Fits = (code) => code === wanted;
  CODES.set(fits, wanted);
  return fits;
}

const isDigit: Fits = (code) => code >= 48 && code <= 57;
const isWord: Fits = (code) =>
  isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
const SPACES = new Set([9, 10, 11, 12, 13, 32, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff]);
const isSpace: Fits = (code) => SPACES.has(code) || (code >= 0x2000 && code <= 0x200a);
const not =
  (fits: Fits): Fits =>
  (code) =>
    !fits(code);

const CLASSES: { readonly [letter: string]: Fits } = {
  d: isDigit,
  D: not(isDigit),
  w: isWord,
  W: not(isWord),
  s: isSpace,
  S: not(isSpace),
};
const CONTROLS: { readonly [letter: string]: string } = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v' };

function readEscape(reader: Reader): Fits {
  const letter = take(reader);
  const known = CLASSES[letter];
  if (known !== undefined) return known;
  const control = CONTROLS[letter];
  if (control !== undefined) return only(control);
  if (letter === 'u') {
    const match = /^[0-9a-fA-F]{4}/.exec(reader.source.slice(reader.at));
    if (match === null) throw new PatternFault('\\u takes four hexadecimal digits.');
    reader.at += 4;
    return only(String.fromCharCode(Number.parseInt(match[0], 16)));
  }
  if (/[A-Za-z0-9]/.test(letter)) throw new PatternFault(`\\${letter} is not known here.`);
  return only(letter);
}

function peek(reader: Reader): string | null {
  const code = reader.source.codePointAt(reader.at);
  return code === undefined ? null : String.fromCodePoint(code);
}

function take(reader: Reader): string {
  const character = peek(reader);
  if (character === null) throw new PatternFault('The pattern ends too soon.');
  reader.at += character.length;
  return character;
}
