import type { BookLanguage } from './lookup.ts';

export type Gender = 'm' | 'f' | 'n';

/** German alone shows it. */
export type Case = 'nominative' | 'accusative' | 'dative';

export interface Agreement {
  readonly gender: Gender;
  readonly plural: boolean;
  readonly case: Case;
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
  if (language === 'de' && agreement.case !== 'nominative') return germanArticle(kind, agreement);
  const forms = (kind === 'definite' ? DEFINITE : INDEFINITE)[language];
  if (!agreement.plural) return forms[agreement.gender];
  return agreement.gender === 'f' ? (forms.pluralF ?? forms.plural) : forms.plural;
}

function germanArticle(
  kind: 'definite' | 'indefinite',
  { gender, plural, case: grammatical }: Agreement,
): string {
  const dative = grammatical === 'dative';
  if (plural) return kind === 'indefinite' ? '' : dative ? 'den' : 'die';
  const ends = { m: dative ? 'em' : 'en', f: dative ? 'er' : 'e', n: dative ? 'em' : '' }[gender];
  if (kind === 'indefinite') return `ein${ends}`;
  return { m: dative ? 'dem' : 'den', f: dative ? 'der' : 'die', n: dative ? 'dem' : 'das' }[gender];
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

function germanForm(adjective: string, agreement: Agreement, afterIndefinite: boolean): string {
  const { gender, plural } = agreement;
  const stem = adjective === 'hoch' ? 'hoh' : adjective.replace(/el$/, 'l');
  if (plural || agreement.case === 'dative' || (agreement.case === 'accusative' && gender === 'm'))
    return `${stem}en`;
  if (!afterIndefinite || gender === 'f') return `${stem}e`;
  return gender === 'm' ? `${stem}er` : `${stem}es`;
}

/** Adjectives that stand before their noun in languages which put the others behind it. */
const BEFORE_NOUN: { readonly [code in BookLanguage]?: ReadonlySet<string> } = {
  es: new Set(['gran', 'primero']),
  fr: new Set([
    'petit',
    'grand',
    'vieux',
    'jeune',
    'bon',
    'mauvais',
    'beau',
    'nouveau',
    'premier',
    'dernier',
    'long',
  ]),
  it: new Set([
    'piccolo',
    'grande',
    'vecchio',
    'giovane',
    'bello',
    'nuovo',
    'buono',
    'cattivo',
    'primo',
    'ultimo',
  ]),
  pt: new Set(['grande', 'bom', 'mau', 'primeiro']),
};

export function standsBeforeNoun(adjective: string, language: BookLanguage): boolean {
  return language === 'en' || language === 'de' || (BEFORE_NOUN[language]?.has(adjective) ?? false);
}

const JOINERS: { readonly [code in BookLanguage]: string } = {
  en: '',
  es: 'de',
  fr: 'de',
  de: '',
  it: 'di',
  pt: 'de',
};

/** "lighthouse keeper": a noun with another before it that says what kind. */
export function compound(head: string, kind: string, language: BookLanguage): string {
  if (language === 'en') return `${kind} ${head}`;
  if (language === 'de') return `${kind}${head.toLowerCase()}`;
  return /^[aeiouéh]/i.test(kind) && language === 'fr'
    ? `${head} d'${kind}`
    : `${head} ${JOINERS[language]} ${kind}`;
}
