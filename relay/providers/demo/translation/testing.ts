import { english } from '../languages/english.ts';
import type { LanguageCode } from '../languages.ts';

/** English words that stay when a sentence was translated by halves: function words and all that the demo's sentences use. */
const ENGLISH: ReadonlySet<string> = new Set(
  wordsOf(
    `the of and to in is that it with for on was are this from by an who her his at be not you my what when where which
    they them she he had has have been would could should but or if then than there their its as so do did does will
    one two all every some any no nobody somebody into over under about after before again only never always
    ${JSON.stringify([english.story, english.enhance, english.free]).replace(/\{\w+\}|\\n/g, ' ')}`,
  ),
);

/** Words of the other languages that are written like an English one. */
const HOMOGRAPHS: { readonly [code in LanguageCode]?: string } = {
  es: 'no plan a natural decide visible',
  fr: 'a silence on impatient plan long place surface trace textures composition distance source palette accent tension simple confusion change part visible date main version notes',
  de: 'was in an warm so wind last details still will rest her hand kind',
  it: 'i in a come decide fine',
  pt: 'a do as no natural decide',
  pl: 'to a i on do',
  cs: 'by to a do on let',
  nl: 'warm had was wind in last is open kind door water over details',
  sv: 'i under',
  da: 'at i under have to let',
  no: 'at i under to for',
  fi: 'he on',
  hu: 'a most is',
  ro: 'a simple plan',
  tr: 'her',
  vi: 'so',
};

/** Words of a translation that are English and no word of its language. Quoted names are left out. */
export function englishLeftovers(
  text: string,
  code: LanguageCode,
  names: readonly string[],
): readonly string[] {
  const own = new Set([...names.flatMap(wordsOf), ...wordsOf(HOMOGRAPHS[code] ?? '')]);
  if (!LATIN.has(code))
    return (text.toLowerCase().match(/\p{Script=Latin}+/gu) ?? []).filter((word) => !own.has(word));
  return wordsOf(text).filter((word) => !own.has(word) && ENGLISH.has(word));
}

const LATIN: ReadonlySet<string> = new Set(
  'es fr de it pt tr pl nl sv da fi no cs vi id ro hu ms'.split(' '),
);

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
