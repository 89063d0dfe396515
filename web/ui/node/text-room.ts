/**
 * Whether words need an ellipsis, by arithmetic: an element that may cut its text costs the canvas a clip in every frame
 * of a pan, and most names are short.
 */

/** Widest glyph of each class in the UI face, in em, with some room to spare. */
const WIDE_EM = 1.05;
const CAPITAL_EM = 0.74;
const SMALL_EM = 0.62;
const NARROW = /[ilIjtfr.,:;'|!()[\] -]/;
const NARROW_EM = 0.42;
const SMALL = /[a-hknopqsuvxyz0-9]/;
const CAPITAL = /[A-HJ-LN-VX-Z]/;

/** True only if the text takes no more than `roomPx` on one line. Anything not plain Latin counts as wide. */
export function surelyFits(text: string, fontPx: number, roomPx: number): boolean {
  return text.length * NARROW_EM * fontPx <= roomPx && mostWidth(text, fontPx) <= roomPx;
}

/** More than the text takes on one line, in px. */
export function mostWidth(text: string, fontPx: number): number {
  let em = 0;
  for (const character of text) em += widthOf(character);
  return em * fontPx;
}

function widthOf(character: string): number {
  if (NARROW.test(character)) return NARROW_EM;
  if (SMALL.test(character)) return SMALL_EM;
  return CAPITAL.test(character) ? CAPITAL_EM : WIDE_EM;
}
