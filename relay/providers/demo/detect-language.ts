import type { LanguageCode } from './languages.ts';

/** Scripts that name their language, or nearly: the first that a text uses much decides. */
const SCRIPTS: readonly (readonly [RegExp, LanguageCode])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja'],
  [/\p{Script=Hangul}/gu, 'ko'],
  [/\p{Script=Han}/gu, 'zh'],
  [/\p{Script=Arabic}/gu, 'ar'],
  [/\p{Script=Devanagari}/gu, 'hi'],
  [/\p{Script=Greek}/gu, 'el'],
  [/\p{Script=Hebrew}/gu, 'he'],
  [/\p{Script=Thai}/gu, 'th'],
  [/[іїєґІЇЄҐ]/gu, 'uk'],
  [/\p{Script=Cyrillic}/gu, 'ru'],
];

/** Small words that a text of the language can hardly do without. */
const SMALL_WORDS: { readonly [code in LanguageCode]?: string } = {
  en: 'the and of to in is that it with for on was are this from by an who her his at be not you my what when',
  es: 'el la los las de que y en un una por con para del se su al es como más pero sus le ya muy donde cuando está',
  fr: 'le la les de des du et en un une est que qui dans pour pas sur au avec son sa ses ce il elle nous vous mais où',
  de: 'der die das und ist in den von zu mit sich auf für nicht ein eine einer dem des im wie auch am bei aus aber wird',
  it: 'il lo la gli le di che e in un una per con del della non sono è al si da come più ma nel dei alla anche suo',
  pt: 'o os as de que e em um uma para com não do da dos na no se por mais como mas ao seu sua é foi muito pelo está',
  nl: 'de het een en van in is dat op te met voor zijn niet aan er maar om ook als dan bij naar uit nog deze wordt',
  pl: 'i w na z do się nie jest że to jak o po co ale od za przez był jego dla czy tak już tylko są która który',
  sv: 'och att det i en som på är av för med den till inte om ett har de jag var men han hon från när så vi',
  da: 'og at det i en som på er af for med den til ikke om et har de jeg var men han hun fra når så vi blev også',
  no: 'og at det i en som på er av for med den til ikke om et har de jeg var men han hun fra når så vi ble også',
  fi: 'ja on ei se että oli hän joka mutta kun niin myös kuin ovat tai sen jos vain hänen olla mitä siellä',
  cs: 'a v na je se že to s z do o jako ale by po pro jeho která který tak jsou nebo když jen už byl má podle',
  tr: 've bir bu da de için ile çok olarak daha ne gibi kadar sonra olan ama var en mi o ben sen değil',
  ro: 'și în de la cu pe o un este nu că din care pentru mai sau ce sunt a fost prin dar după când lui ei',
  hu: 'a az és hogy nem egy is van volt meg csak ez de mint már még ha el vagy ki azt mert amely',
  vi: 'và của là có không một những trong được cho người với các này đã khi từ để như về ra',
  id: 'yang dan di ini itu dengan untuk tidak dari dalam akan pada juga saya ke karena ada mereka bisa adalah sebuah',
  ms: 'yang dan di ini itu dengan untuk tidak daripada dalam akan pada juga saya ke kerana ada mereka boleh ialah sebuah',
};

/** Letters that give languages away which share most small words. */
const LETTERS: { readonly [code in LanguageCode]?: RegExp } = {
  es: /[ñ¿¡]/gu,
  fr: /[çœêùîâ]|\b[ldjcnsq]['’]/giu,
  de: /[ßäöü]/giu,
  it: /[ìò]|\b(dell|nell|all|un)['’]/giu,
  pt: /[ãõ]|ção/giu,
  pl: /[łąęśżźćń]/giu,
  sv: /[äö]/giu,
  da: /[æø]/giu,
  no: /[æø]/giu,
  fi: /ää|yy|öö|[bcdfgh-np-tvwxz]{1}ä/giu,
  cs: /[řěůčšž]/giu,
  tr: /[ığş]/giu,
  ro: /[ășțâî]/giu,
  hu: /[őű]/giu,
  vi: /[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ]/giu,
};

const WORD_SETS = Object.entries(SMALL_WORDS).map(
  ([code, words]) => [code as LanguageCode, new Set(words.split(' '))] as const,
);

/** The language a text is most likely written in; English when nothing speaks for another. */
export function detectLanguage(text: string): LanguageCode {
  const sample = text.slice(0, 4_000);
  const letters = count(sample, /\p{L}/gu);
  if (letters === 0) return 'en';
  for (const [pattern, code] of SCRIPTS) {
    const share = count(sample, pattern) / letters;
    if (share > (code === 'ja' || code === 'uk' ? 0.02 : 0.3)) return code;
  }
  return detectLatin(sample);
}

function detectLatin(sample: string): LanguageCode {
  const words = sample.toLowerCase().match(/\p{L}+/gu) ?? [];
  let best: LanguageCode = 'en';
  let bestScore = 0;
  for (const [code, set] of WORD_SETS) {
    const hits = words.filter((word) => set.has(word)).length;
    const pattern = LETTERS[code];
    const score = hits + (pattern === undefined ? 0 : count(sample, pattern) * 0.8);
    // English first and only beaten by more: short prompts without small words stay English.
    if (score > bestScore) [best, bestScore] = [code, score];
  }
  return best;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
