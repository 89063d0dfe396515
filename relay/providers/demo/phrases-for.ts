import type { LanguageCode } from './languages.ts';
import { english } from './languages/english.ts';
import { french } from './languages/french.ts';
import { german } from './languages/german.ts';
import { italian } from './languages/italian.ts';
import { portuguese } from './languages/portuguese.ts';
import { spanish } from './languages/spanish.ts';
import type { Phrases } from './phrases.ts';

const PHRASES: { readonly [code in LanguageCode]?: Phrases } = {
  en: english,
  es: spanish,
  fr: french,
  de: german,
  it: italian,
  pt: portuguese,
};

/** The sentences of a language; English for those that the demo does not write. */
export function phrasesFor(code: LanguageCode): Phrases {
  return PHRASES[code] ?? english;
}
