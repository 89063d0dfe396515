/** The 29 languages of the translator, by code. */
export const LANGUAGES = {
  en: 'English',
  es: 'Spanish',
  fr: 'French',
  de: 'German',
  it: 'Italian',
  pt: 'Portuguese',
  ru: 'Russian',
  ja: 'Japanese',
  ko: 'Korean',
  zh: 'Chinese',
  ar: 'Arabic',
  hi: 'Hindi',
  tr: 'Turkish',
  pl: 'Polish',
  nl: 'Dutch',
  sv: 'Swedish',
  da: 'Danish',
  fi: 'Finnish',
  no: 'Norwegian',
  cs: 'Czech',
  el: 'Greek',
  he: 'Hebrew',
  th: 'Thai',
  vi: 'Vietnamese',
  id: 'Indonesian',
  uk: 'Ukrainian',
  ro: 'Romanian',
  hu: 'Hungarian',
  ms: 'Malay',
} as const;

export type LanguageCode = keyof typeof LANGUAGES;

/** A language by its code or English name, in any case; null for others. */
export function languageCode(nameOrCode: string): LanguageCode | null {
  const wanted = nameOrCode.trim().toLowerCase();
  const found = Object.entries(LANGUAGES).find(
    ([code, name]) =>
      code === wanted || name.toLowerCase() === wanted || wanted.startsWith(`${name.toLowerCase()} `),
  );
  return found === undefined ? null : (found[0] as LanguageCode);
}
