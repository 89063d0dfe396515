import { english } from '../languages/english.ts';
import type { LanguageCode } from '../languages.ts';
import { fullRendering, shortRendering, type Rendering } from './rendering.ts';
import { frenchFrames } from './rich/french.ts';
import { germanFrames } from './rich/german.ts';
import { italianFrames } from './rich/italian.ts';
import { portugueseFrames } from './rich/portuguese.ts';
import { spanishFrames } from './rich/spanish.ts';
import { arabicFrames } from './short/arabic.ts';
import { chineseFrames } from './short/chinese.ts';
import { czechFrames } from './short/czech.ts';
import { danishFrames } from './short/danish.ts';
import { dutchFrames } from './short/dutch.ts';
import { finnishFrames } from './short/finnish.ts';
import { greekFrames } from './short/greek.ts';
import { hebrewFrames } from './short/hebrew.ts';
import { hindiFrames } from './short/hindi.ts';
import { hungarianFrames } from './short/hungarian.ts';
import { indonesianFrames } from './short/indonesian.ts';
import { japaneseFrames } from './short/japanese.ts';
import { koreanFrames } from './short/korean.ts';
import { malayFrames } from './short/malay.ts';
import { norwegianFrames } from './short/norwegian.ts';
import { polishFrames } from './short/polish.ts';
import { romanianFrames } from './short/romanian.ts';
import { russianFrames } from './short/russian.ts';
import { swedishFrames } from './short/swedish.ts';
import { thaiFrames } from './short/thai.ts';
import { turkishFrames } from './short/turkish.ts';
import { ukrainianFrames } from './short/ukrainian.ts';
import { vietnameseFrames } from './short/vietnamese.ts';
import { TEMPLATE_TEXTS } from './template-texts.ts';

/** What the demo can say of its own sentences in each of the 29 languages. */
export const RENDERINGS: { readonly [code in LanguageCode]: Rendering } = {
  en: fullRendering('en', {
    ...english,
    texts: TEMPLATE_TEXTS,
    standIns: { hero: 'the one who lived there', thing: 'the strange find', place: 'the town' },
    about: ['This is about {list}.', 'It is also about {list}.', 'And about {list}.'],
    plain: 'It is a short text in plain words.',
    tags: {},
  }),
  es: fullRendering('es', spanishFrames),
  fr: fullRendering('fr', frenchFrames),
  de: fullRendering('de', germanFrames),
  it: fullRendering('it', italianFrames),
  pt: fullRendering('pt', portugueseFrames),
  ru: shortRendering('ru', russianFrames),
  uk: shortRendering('uk', ukrainianFrames),
  pl: shortRendering('pl', polishFrames),
  cs: shortRendering('cs', czechFrames),
  nl: shortRendering('nl', dutchFrames),
  sv: shortRendering('sv', swedishFrames),
  da: shortRendering('da', danishFrames),
  no: shortRendering('no', norwegianFrames),
  fi: shortRendering('fi', finnishFrames),
  hu: shortRendering('hu', hungarianFrames),
  ro: shortRendering('ro', romanianFrames),
  tr: shortRendering('tr', turkishFrames),
  el: shortRendering('el', greekFrames),
  ja: shortRendering('ja', japaneseFrames),
  ko: shortRendering('ko', koreanFrames),
  zh: shortRendering('zh', chineseFrames),
  ar: shortRendering('ar', arabicFrames),
  he: shortRendering('he', hebrewFrames),
  hi: shortRendering('hi', hindiFrames),
  th: shortRendering('th', thaiFrames),
  vi: shortRendering('vi', vietnameseFrames),
  id: shortRendering('id', indonesianFrames),
  ms: shortRendering('ms', malayFrames),
};
