import { isBookLanguage } from '../dictionary/lookup.ts';
import { unknownWords } from '../dictionary/translate-words.ts';
import type { LanguageCode } from '../languages.ts';
import { phrasesFor } from '../phrases-for.ts';
import { contract, subjectOf } from '../subject.ts';
import { capitalise, titleCase } from '../text-tools.ts';
import { framesOf, lineFor, type Frame } from './frames.ts';
import { createParaphrase, type Paraphrase } from './paraphrase.ts';
import { RENDERINGS } from './renderings.ts';
import { fillFrame, translateKnown, type Direction } from './slots.ts';

interface Work extends Direction {
  readonly frames: readonly Frame[];
  readonly paraphrase: Paraphrase;
  /** Lines that stand for several and were said. */
  readonly said: Set<string>;
}

/** Code is no prose: it stays. */
const CODE = /(```[\s\S]*?```)/;
const LINE_MARKS = /^\s*(?:(?:#{1,6}|[-*+]|>|\d+[.)])\s+)*/;
/** As far as a sentence goes, or to its semicolon. */
const CHUNK = /[^\n]+?(?:[。！？]+[*_”」』）]*|[.!?…।]+[*_”"’»)\]]*(?=\s|$)|;(?=\s)|$)/uy;

/**
 * A text in another language, wholly: the demo's own sentences and those of the templates by their hand-made
 * translation; others word by word where every word is known; the rest as a shorter paraphrase. Names and code stay.
 */
export function translateText(text: string, from: LanguageCode, to: LanguageCode): string {
  const target = RENDERINGS[to];
  const prose = text.split(CODE).filter((_part, index) => index % 2 === 0);
  const body = prose.join('\n').replace(/^#.*$/gm, '');
  const { names } = subjectOf(body, phrasesFor(from));
  const direction: Direction = {
    from,
    target,
    names: names.map((name) => withoutLead(name, from)).filter((name) => isName(name, body, from)),
  };
  const work: Work = {
    ...direction,
    frames: framesOf(from),
    paraphrase: createParaphrase(direction),
    said: new Set(),
  };
  const translated = text
    .split(CODE)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .split('\n')
            .map((line) => lineOf(line, work))
            .join('\n'),
    )
    .join('')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return /\p{L}/u.test(translated) || !/\p{L}/u.test(text) ? translated : target.plain;
}

/** Endings of words that are no names although a sentence begins with them. */
const ORDINARY = /(?:al|ed|ing|ous|ly|ful|ic|able|ible|est|ive|less|ness|tion|ment|ers?)$/;
const TITLES = /^(?:I|Mr|Mrs|Dear|Hello|Kind|Please|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)$/;

let vocabulary: ReadonlySet<string> | null = null;

/** All words of the demo's English sentences. Built on first use. */
function ownWords(): ReadonlySet<string> {
  const lines = [...RENDERINGS.en.lines.values()].flat();
  vocabulary ??= new Set(
    lines
      .join(' ')
      .toLowerCase()
      .match(/\p{L}+/gu),
  );
  return vocabulary;
}

/** "Instead Mara" is Mara: a sentence's first word has a capital too. */
function withoutLead(name: string, from: LanguageCode): string {
  const words = name.split(/\s+/);
  const isCommon = (word: string): boolean =>
    ownWords().has(word.toLowerCase()) || unknownWords(word, 'en').length === 0;
  while (from === 'en' && words.length > 1 && isCommon(words[0] ?? '')) words.shift();
  return words.join(' ');
}

/** Whether a word with a capital is a name: it stands inside a sentence too, or is no word that the book knows. */
function isName(name: string, body: string, from: LanguageCode): boolean {
  if (from !== 'en' || /\s/.test(name)) return true;
  if (TITLES.test(name)) return false;
  const place = body.indexOf(` ${name}`);
  if (place > 0 && /[\p{Ll},;:]/u.test(body.charAt(place - 1))) return true;
  return !ORDINARY.test(name) && !ownWords().has(name.toLowerCase()) && unknownWords(name, from).length > 0;
}

function lineOf(line: string, work: Work): string {
  if (line.trim() === '') return '';
  if (/^\s*\|/.test(line))
    return line
      .split('|')
      .map((cell) => cellOf(cell, work))
      .join('|');
  const marks = LINE_MARKS.exec(line)?.[0] ?? '';
  const words = line.slice(marks.length);
  if (!/\p{L}/u.test(words)) return line;
  const isHeading = /#\s*$/.test(marks);
  const text = isHeading ? headingOf(words, work) : sentencesOf(words, work);
  return text === '' ? '' : `${marks}${text}`;
}

function cellOf(cell: string, work: Work): string {
  return /\p{L}/u.test(cell) ? ` ${sentencesOf(cell.trim(), work) || work.target.plain} ` : cell;
}

function headingOf(words: string, work: Work): string {
  const found = recognise(words, 0, work, true);
  const text = found?.text ?? translateKnown(words.toLowerCase(), work) ?? work.paraphrase.heading(words);
  return titleCase(capitalise(text), work.target.code === 'en');
}

/** Recognised frames and known sentences; what lies between is gathered into one paraphrase. */
function sentencesOf(text: string, work: Work): string {
  const output: string[] = [];
  let unknown = '';
  const flush = (): void => {
    const instead = unknown === '' ? '' : work.paraphrase.sentence(unknown);
    if (instead !== '') output.push(instead);
    unknown = '';
  };
  for (let position = 0; position < text.length;) {
    const found = recognise(text, position, work, false);
    if (found !== null) {
      flush();
      if (found.text !== '') output.push(found.text);
      position = found.end;
    } else {
      const chunk = chunkAt(text, position);
      const known = wordByWord(chunk.trim(), work);
      if (known === null) unknown += `${chunk} `;
      else {
        flush();
        if (known !== '') output.push(known);
      }
      position += chunk.length;
    }
    position += /^[\s;]*/.exec(text.slice(position))?.[0].length ?? 0;
  }
  flush();
  const pieces = output.map((piece, index) =>
    index > 0 && /[.!?]$/.test(output[index - 1] ?? '') ? capitalise(piece) : piece,
  );
  return pieces.join(JOINERS[work.target.code] ?? ' ');
}

const JOINERS: { readonly [code in LanguageCode]?: string } = { ja: '', zh: '' };

function chunkAt(text: string, position: number): string {
  CHUNK.lastIndex = position;
  return CHUNK.exec(text)?.[0] ?? text.slice(position);
}

/** The longest frame that stands here, in the target language; empty text where it was said before. */
function recognise(
  text: string,
  position: number,
  work: Work,
  whole: boolean,
): { readonly text: string; readonly end: number } | null {
  for (const frame of work.frames) {
    if (isTitle(frame) !== whole && !(whole && frame.group === 'free.headings') && isTitle(frame)) continue;
    frame.pattern.lastIndex = position;
    const match = frame.pattern.exec(text);
    if (match === null || (whole && frame.pattern.lastIndex < text.length)) continue;
    const line = lineFor(frame, work.target);
    if (line === null) continue;
    const end = frame.pattern.lastIndex;
    if (line.once !== null && work.said.has(line.once)) return { text: '', end };
    const values = Object.fromEntries(frame.slots.map((slot, index) => [slot, match[index + 1] ?? '']));
    const filled = fillFrame(line.text, values, work);
    if (filled === null) return { text: '', end };
    if (line.once !== null) work.said.add(line.once);
    return { text: finish(filled, match, work), end };
  }
  return null;
}

/** Only headings and list entries are titles: "{hero} and {thing}" fits too much else. */
function isTitle(frame: Frame): boolean {
  return /titles$|secondHeading$/.test(frame.group);
}

function finish(filled: string, match: RegExpExecArray, { target }: Work): string {
  const contracted =
    target.code === 'de' || !isBookLanguage(target.code) ? filled : contract(filled, phrasesFor(target.code));
  const ends = /[.!?…。！？।][*”"»’」]*$|\p{Script=Thai}[*”]*$/u.test(contracted);
  const text = ends ? contracted : contracted + markIn(match.at(-1) ?? '', target.code);
  return /^[*_“"«]*\p{Ll}/u.test(match[0]) ? text : capitalise(text);
}

/** A sentence's end mark as the language writes it. */
function markIn(mark: string, code: LanguageCode): string {
  const western = mark.replace(/[。।]/g, '.').replace(/！/g, '!').replace(/？/g, '?');
  if (code === 'ja' || code === 'zh')
    return western.replace(/\./g, '。').replace(/!/g, '！').replace(/\?/g, '？');
  return code === 'hi' ? western.replace(/\./g, '।') : western;
}

function wordByWord(chunk: string, work: Work): string | null {
  const { target } = work;
  if (!/\p{L}/u.test(chunk)) return '';
  const known = translateKnown(chunk, work);
  if (known === null) return null;
  const phrases = phrasesFor(target.code);
  const text = contract(known, {
    ...phrases,
    ...(target.code === 'de' ? { contractions: GERMAN_CONTRACTIONS } : {}),
  });
  return target.code === 'fr' ? text.replace(/(?<=\p{L})([;:!?])/gu, ' $1') : text;
}

/** Only here: in sentences that were written by hand, "an dem" can be a relative clause. */
const GERMAN_CONTRACTIONS = [
  ['in dem', 'im'],
  ['an dem', 'am'],
  ['zu dem', 'zum'],
  ['zu der', 'zur'],
  ['von dem', 'vom'],
  ['bei dem', 'beim'],
] as const;
