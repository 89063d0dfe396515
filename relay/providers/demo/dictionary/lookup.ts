import { ADJECTIVES } from './adjectives.ts';
import { NOUNS } from './nouns.ts';
import { SMALL_WORDS } from './small-words.ts';
import { VERBS } from './verbs.ts';

/** The languages of the phrase book, in the order of its columns. */
export const COLUMNS = ['en', 'es', 'fr', 'de', 'it', 'pt'] as const;

export type BookLanguage = (typeof COLUMNS)[number];

export type WordKind = 'small' | 'verb' | 'noun' | 'adjective';

export interface Entry {
  readonly kind: WordKind;
  /** One word for each column; nouns as "casa/f". */
  readonly words: readonly string[];
}

function entriesOf(kind: WordKind, rows: string): readonly Entry[] {
  return rows
    .trim()
    .split('\n')
    .map((row) => ({ kind, words: row.split('|') }));
}

/** Nouns before verbs: "the work" is likelier than "to work" once an article stands before it. */
const ENTRIES: readonly Entry[] = [
  ...entriesOf('small', SMALL_WORDS),
  ...entriesOf('noun', NOUNS),
  ...entriesOf('verb', VERBS),
  ...entriesOf('adjective', ADJECTIVES),
];

export type Book = ReadonlyMap<string, readonly Entry[]>;

const books = new Map<BookLanguage, Book>();

/** All entries by their word in one language, lower case. Built on first use. */
export function bookFrom(language: BookLanguage): Book {
  const known = books.get(language);
  if (known !== undefined) return known;
  const column = COLUMNS.indexOf(language);
  const book = new Map<string, Entry[]>();
  for (const entry of ENTRIES) {
    const word = (entry.words[column] ?? '').split('/')[0]?.toLowerCase() ?? '';
    book.set(word, [...(book.get(word) ?? []), entry]);
  }
  books.set(language, book);
  return book;
}

export function isBookLanguage(code: string): code is BookLanguage {
  return (COLUMNS as readonly string[]).includes(code);
}
