import type { BookLanguage } from './lookup.ts';

export type Gender = 'm' | 'f' | 'n';

export interface Agreement {
  readonly gender: Gender;
  readonly plural: boolean;
}

type Forms = { readonly [key in 'm' | 'f' | 'n' | 'plural']: string };

const DEFINITE: { readonly [code in BookLanguage]: Forms & { readonly pluralF?: string } } = {
  en: { m: 'the', f: 'the', n: 'the', plural: 'the' },
  es: { m: 'el', f: 'la', n: 'el', plural: 'los', pluralF: 'las' },
  fr: { m: 'le', f: 'la', n: 'le', plural: 'les' },
  de: { m: 'der', f: 'die', n: 'das', plural: 'die' },
  it: { m: 'il', f: 'la', n: 'il', plural: 'i', pluralF: 'le' },
  pt: { m: 'o', f: 'a', n: 'o', plural: 'os', pluralF: 'as' },
};

const INDEFINITE: { readonly [code in BookLanguage]: Forms & { readonly pluralF?: string } } = {
  en: { m: 'a', f: 'a', n: 'a', plural: '' },
  es: { m: 'un', f: 'una', n: 'un', plural: 'unos', pluralF: 'unas' },
  fr: { m: 'un', f: 'une', n: 'un', plural: 'des' },
  de: { m: 'ein', f: 'eine', n: 'ein', plural: '' },
  it: { m: 'un', f: 'una', n: 'un', plural: '' },
  pt: { m: 'um', f: 'uma', n: 'um', plural: 'uns', pluralF: 'umas' },
};

/** The article in a language, agreeing with its noun. */
export function article(
  kind: 'definite' | 'indefinite',
  language: BookLanguage,
  agreement: Agreement,
): string {
  const forms = (kind === 'definite' ? DEFINITE : INDEFINITE)[language];
  if (!agreement.plural) return forms[agreement.gender];
  return agreement.gender === 'f' ? (forms.pluralF ?? forms.plural) : forms.plural;
}

/** A noun's plural by the language's main rule; German ones that have no rule keep their singular. */
export function pluralOf(noun: string, language: BookLanguage): string {
  switch (language) {
    case 'en':
      return /(s|x|ch|sh)$/.test(noun) ? `${noun}es` : noun.replace(/([^aeiou])y$/, '$1ie') + 's';
    case 'es':
    case 'pt':
      if (/ão$/.test(noun)) return noun.replace(/ão$/, 'ões');
      if (/z$/.test(noun)) return noun.replace(/z$/, language === 'es' ? 'ces' : 'zes');
      if (/m$/.test(noun) && language === 'pt') return noun.replace(/m$/, 'ns');
      if (/ón$/.test(noun)) return noun.replace(/ón$/, 'ones');
      return /[aeiouáéíóú]$/.test(noun) ? `${noun}s` : `${noun}es`;
    case 'fr':
      return /(s|x|z)$/.test(noun) ? noun : /(eau|eu)$/.test(noun) ? `${noun}x` : `${noun}s`;
    case 'it':
      return noun
        .replace(/a$/, 'e')
        .replace(/[oe]$/, (end, at) => (at === noun.length - 1 && !/a$/.test(noun) ? 'i' : end));
    case 'de':
      return /e$/.test(noun) ? `${noun}n` : /(er|en|el)$/.test(noun) ? noun : `${noun}e`;
    default:
      return language satisfies never;
  }
}

/** An adjective agreeing with its noun. German: after an article, by the main rules of the nominative. */
export function agree(
  adjective: string,
  language: BookLanguage,
  agreement: Agreement,
  afterIndefinite: boolean,
): string {
  if (language === 'en') return adjective;
  if (language === 'de') return germanForm(adjective, agreement, afterIndefinite);
  const singular = agreement.gender === 'f' ? feminine(adjective, language) : adjective;
  if (!agreement.plural) return singular;
  if (language === 'it') return singular.replace(/a$/, 'e').replace(/o$/, 'i');
  return pluralOf(singular, language);
}

const FRENCH_FEMININE: { readonly [masculine: string]: string } = {
  bon: 'bonne',
  vieux: 'vieille',
  nouveau: 'nouvelle',
  long: 'longue',
  beau: 'belle',
  heureux: 'heureuse',
  blanc: 'blanche',
  dernier: 'dernière',
  premier: 'première',
  doux: 'douce',
};

function feminine(adjective: string, language: BookLanguage): string {
  if (language !== 'fr')
    return adjective === 'bom' ? 'boa' : adjective === 'mau' ? 'má' : adjective.replace(/o$/, 'a');
  return FRENCH_FEMININE[adjective] ?? (/e$/.test(adjective) ? adjective : `${adjective}e`);
}

function germanForm(adjective: string, { gender, plural }: Agreement, afterIndefinite: boolean): string {
  const stem = adjective === 'hoch' ? 'hoh' : adjective.replace(/el$/, 'l');
  if (plural) return `${stem}en`;
  if (!afterIndefinite || gender === 'f') return `${stem}e`;
  return gender === 'm' ? `${stem}er` : `${stem}es`;
}
