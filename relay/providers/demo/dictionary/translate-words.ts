import { agree, article, pluralOf, type Agreement, type Gender } from './inflect.ts';
import { bookFrom, COLUMNS, type BookLanguage, type Entry } from './lookup.ts';

/** A word of the source with what the phrase book knows about it. */
interface Token {
  readonly source: string;
  readonly entry: Entry | null;
  readonly plural: boolean;
  readonly article: 'definite' | 'indefinite' | null;
}

const LONGEST_PHRASE = 3;

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
    const group = nounGroup(tokens, index);
    if (group === null) {
      output.push(plainWord(tokens[index] as Token, to));
      continue;
    }
    output.push(...renderGroup(tokens.slice(index, group + 1), to));
    index = group;
  }
  return output.filter((word) => word !== '');
}

/** The index of the noun that ends "article? adjective* noun" or "article? noun adjective*", or null. */
function nounGroup(tokens: readonly Token[], start: number): number | null {
  let index = start;
  if (tokens[index]?.article != null) index += 1;
  while (tokens[index]?.entry?.kind === 'adjective') index += 1;
  if (tokens[index]?.entry?.kind !== 'noun') return null;
  // Romance sources put adjectives behind their noun.
  while (tokens[index + 1]?.entry?.kind === 'adjective') index += 1;
  return index;
}

function renderGroup(group: readonly Token[], to: BookLanguage): readonly string[] {
  const noun = group.find((token) => token.entry?.kind === 'noun') as Token;
  const lead = group.find((token) => token.article !== null);
  const [word = '', gender = 'm'] = inColumn(noun, to).split('/');
  const agreement: Agreement = { gender: gender as Gender, plural: noun.plural };
  const adjectives = group
    .filter((token) => token.entry?.kind === 'adjective')
    .map((token) => agree(inColumn(token, to), to, agreement, lead?.article === 'indefinite'));
  const named = noun.plural ? pluralOf(word, to) : word;
  const phrase = to === 'en' || to === 'de' ? [...adjectives, named] : [named, ...adjectives];
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
  if (token.article !== null) return article(token.article, to, { gender: 'm', plural: false });
  return token.entry === null ? token.source : (inColumn(token, to).split('/')[0] ?? token.source);
}

function inColumn(token: Token, to: BookLanguage): string {
  return token.entry?.words[COLUMNS.indexOf(to)] ?? token.source;
}

function likeCase(model: string, text: string): string {
  const first = model.charAt(0);
  return first !== first.toLowerCase() && model !== 'I' ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
