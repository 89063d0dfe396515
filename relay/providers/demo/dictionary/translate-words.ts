import {
  agree,
  article,
  compound,
  pluralOf,
  standsBeforeNoun,
  type Agreement,
  type Case,
  type Gender,
} from './inflect.ts';
import { bookFrom, COLUMNS, type BookLanguage, type Entry } from './lookup.ts';

/** A word of the source with what the phrase book knows about it. */
interface Token {
  readonly source: string;
  readonly entry: Entry | null;
  readonly plural: boolean;
  readonly article: 'definite' | 'indefinite' | null;
}

const LONGEST_PHRASE = 5;

const ARTICLES: { readonly [word: string]: 'definite' | 'indefinite' } = Object.fromEntries([
  ...'the el la los las le les der die das il lo gli i o os'
    .split(' ')
    .map((word) => [word, 'definite'] as const),
  ...'a an un una unos unas une ein eine uno um uma'.split(' ').map((word) => [word, 'indefinite'] as const),
]);

/**
 * Word by word, with articles, adjectives and plurals that agree, and adjectives after their noun where the language
 * puts them. Marks and line ends stay; words that the book does not know stay as they are.
 */
export function translateWords(text: string, from: BookLanguage, to: BookLanguage): string {
  return text.replace(/[\p{L}\p{N}'’ -]+/gu, (run) => {
    const lead = /^ */.exec(run)?.[0] ?? '';
    const tail = run.length > lead.length ? (/ *$/.exec(run)?.[0] ?? '') : '';
    const words = run
      .trim()
      .split(/ +/)
      .filter((word) => word !== '');
    if (words.length === 0) return run;
    const translated = render(readTokens(words, from), to).join(' ');
    return `${lead}${likeCase(words[0] ?? '', translated)}${tail}`;
  });
}

/** The words of a text that the book has no translation for, as they are written; numbers count as known. */
export function unknownWords(text: string, from: BookLanguage): readonly string[] {
  return tokensOf(text, from)
    .filter(({ entry, article: kind, source }) => entry === null && kind === null && !/^\p{N}/u.test(source))
    .map(({ source }) => source);
}

/** The nouns of a text that the book knows, in their order. */
export function knownNouns(text: string, from: BookLanguage): readonly Entry[] {
  return tokensOf(text, from).flatMap(({ entry }) => (entry?.kind === 'noun' ? [entry] : []));
}

/** "the" and the noun, in the language's nominative. */
export function nounWithArticle(noun: Entry, to: BookLanguage): string {
  const token: Token = { source: noun.words[0] ?? '', entry: noun, plural: false, article: null };
  const lead: Token = { source: 'the', entry: null, plural: false, article: 'definite' };
  return renderGroup([lead, token], 'nominative', to).join(' ');
}

/** A noun phrase of a few words, in the case that its new place asks for (German alone shows it). */
export function translatePhrase(
  text: string,
  {
    from,
    to,
    grammatical,
  }: { readonly from: BookLanguage; readonly to: BookLanguage; readonly grammatical: Case },
): string {
  const tokens = tokensOf(text, from);
  const end = nounGroup(tokens, 0);
  if (end === null) return translateWords(text, from, to);
  const rest = render(tokens.slice(end + 1), to);
  return [...renderGroup(tokens.slice(0, end + 1), grammatical, to), ...rest].join(' ');
}

function tokensOf(text: string, from: BookLanguage): readonly Token[] {
  return (text.match(/[\p{L}\p{N}'’ -]+/gu) ?? []).flatMap((run) =>
    readTokens(
      run
        .trim()
        .split(/ +/)
        .filter((word) => /[\p{L}\p{N}]/u.test(word)),
      from,
    ),
  );
}

function readTokens(words: readonly string[], from: BookLanguage): readonly Token[] {
  const book = bookFrom(from);
  const tokens: Token[] = [];
  for (let index = 0; index < words.length;) {
    const taken = readPhrase(words, index, book);
    if (taken > 1) {
      const source = words.slice(index, index + taken).join(' ');
      tokens.push({
        source,
        entry: book.get(source.toLowerCase())?.[0] ?? null,
        plural: false,
        article: null,
      });
      index += taken;
      continue;
    }
    const afterArticle = tokens.at(-1)?.article != null;
    tokens.push(readWord(words[index] ?? '', from, afterArticle));
    index += 1;
  }
  return tokens;
}

function readPhrase(words: readonly string[], index: number, book: ReturnType<typeof bookFrom>): number {
  for (let length = LONGEST_PHRASE; length > 1; length -= 1) {
    const phrase = words.slice(index, index + length);
    if (phrase.length === length && book.has(phrase.join(' ').toLowerCase())) return length;
  }
  return 1;
}

function readWord(source: string, from: BookLanguage, afterArticle: boolean): Token {
  const key = source.toLowerCase().replace('’', "'");
  const kind = Object.hasOwn(ARTICLES, key) ? (ARTICLES[key] ?? null) : null;
  const book = bookFrom(from);
  // "I" is a pronoun in English and an article in Italian.
  if (kind !== null && !(from === 'en' && key === 'i') && articlesOf(from).has(key)) {
    return { source, entry: null, plural: false, article: kind };
  }
  const entries = book.get(key);
  const chosen =
    entries?.find((entry) => (afterArticle ? entry.kind === 'noun' : entry.kind === 'verb')) ?? entries?.[0];
  if (chosen !== undefined) return { source, entry: chosen, plural: false, article: null };
  const singular = singularsOf(key, from)
    .flatMap((word) => book.get(word) ?? [])
    .find((entry) => entry.kind === 'noun');
  return { source, entry: singular ?? null, plural: singular !== undefined, article: null };
}

function articlesOf(language: BookLanguage): ReadonlySet<string> {
  return new Set(
    {
      en: 'the a an',
      es: 'el la los las un una unos unas',
      fr: 'le la les un une',
      de: 'der die das ein eine',
      it: 'il lo la i gli le un uno una',
      pt: 'o a os as um uma',
    }[language].split(' '),
  );
}

function singularsOf(word: string, from: BookLanguage): readonly string[] {
  const stems = [
    word.replace(/ies$/, 'y'),
    word.replace(/es$/, ''),
    word.replace(/s$/, ''),
    word.replace(/[sxne]$/, ''),
  ];
  const italian =
    from === 'it' ? [word.replace(/i$/, 'o'), word.replace(/e$/, 'a'), word.replace(/i$/, 'e')] : [];
  return [...stems, ...italian].filter((stem) => stem !== word && stem.length > 1);
}

function render(tokens: readonly Token[], to: BookLanguage): readonly string[] {
  const output: string[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const end = nounGroup(tokens, index);
    if (end === null) {
      const token = tokens[index] as Token;
      const infinitive = token.source.toLowerCase() === 'to' && tokens[index + 1]?.entry?.kind === 'verb';
      output.push(infinitive ? INFINITIVE[to] : plainWord(token, to));
      continue;
    }
    output.push(...renderGroup(tokens.slice(index, end + 1), caseAfter(tokens[index - 1], to), to));
    index = end;
  }
  return output.filter((word) => word !== '');
}

/** What stands for "to" before an infinitive. */
const INFINITIVE: { readonly [code in BookLanguage]: string } = {
  en: 'to',
  es: '',
  fr: 'de',
  de: 'zu',
  it: '',
  pt: '',
};

const ACCUSATIVE = new Set([
  'für',
  'durch',
  'ohne',
  'um',
  'gegen',
  'wartet auf',
  'wartete auf',
  'betrachtet',
  'über',
]);
const DATIVE = new Set(['in', 'auf', 'bei', 'von', 'mit', 'unter', 'zwischen', 'vor', 'nach', 'zu', 'aus']);
const LINKING = new Set(['ist', 'sind', 'war', 'waren', 'bin', 'sein', 'es gibt']);

/** The case that a German noun has after the word before it. */
function caseAfter(before: Token | undefined, to: BookLanguage): Case {
  if (to !== 'de' || before === undefined || before.entry === null) return 'nominative';
  const word = inColumn(before, 'de');
  if (ACCUSATIVE.has(word) || word === 'es gibt') return 'accusative';
  if (DATIVE.has(word)) return 'dative';
  return before.entry.kind === 'verb' && !LINKING.has(word) ? 'accusative' : 'nominative';
}

/** The index at which "article? adjective* noun+ adjective*" ends, or null. */
function nounGroup(tokens: readonly Token[], start: number): number | null {
  let index = start;
  if (tokens[index]?.article != null) index += 1;
  while (tokens[index]?.entry?.kind === 'adjective') index += 1;
  if (tokens[index]?.entry?.kind !== 'noun') return null;
  while (tokens[index + 1]?.entry?.kind === 'noun') index += 1;
  // Romance sources put adjectives behind their noun.
  while (tokens[index + 1]?.entry?.kind === 'adjective') index += 1;
  return index;
}

function renderGroup(group: readonly Token[], grammatical: Case, to: BookLanguage): readonly string[] {
  const nouns = group.filter((token) => token.entry?.kind === 'noun');
  const head = nouns.at(-1) as Token;
  const lead = group.find((token) => token.article !== null);
  const [word = '', gender = 'm'] = inColumn(head, to).split('/');
  const agreement: Agreement = { gender: gender as Gender, plural: head.plural, case: grammatical };
  const named = nouns
    .slice(0, -1)
    .reduce(
      (whole, kind) => compound(whole, inColumn(kind, to).split('/')[0] ?? '', to),
      head.plural ? pluralOf(word, to) : word,
    );
  const before: string[] = [];
  const after: string[] = [];
  for (const token of group) {
    if (token.entry?.kind !== 'adjective') continue;
    const plain = inColumn(token, to);
    (standsBeforeNoun(plain, to) ? before : after).push(
      agree(plain, to, agreement, lead?.article === 'indefinite'),
    );
  }
  const phrase = [...before, named, ...after];
  return lead?.article == null ? phrase : withArticle(article(lead.article, to, agreement), phrase, to);
}

function withArticle(word: string, phrase: readonly string[], to: BookLanguage): readonly string[] {
  const [first = '', ...rest] = phrase;
  const vowel = /^[aeiouàâäéèêëîïôöùûháíóúœ]/i.test(first);
  if (to === 'en' && word === 'a' && /^[aeiou]/i.test(first)) return ['an', ...phrase];
  if (
    (to === 'fr' || to === 'it') &&
    vowel &&
    /^(le|la|il)$/.test(word) &&
    !(to === 'it' && first.startsWith('h'))
  ) {
    return [`l'${first}`, ...rest];
  }
  return [word, ...phrase];
}

function plainWord(token: Token, to: BookLanguage): string {
  if (token.article !== null)
    return article(token.article, to, { gender: 'm', plural: false, case: 'nominative' });
  return token.entry === null ? token.source : (inColumn(token, to).split('/')[0] ?? token.source);
}

function inColumn(token: Token, to: BookLanguage): string {
  return token.entry?.words[COLUMNS.indexOf(to)] ?? token.source;
}

function likeCase(model: string, text: string): string {
  const first = model.charAt(0);
  return first !== first.toLowerCase() && model !== 'I' ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
