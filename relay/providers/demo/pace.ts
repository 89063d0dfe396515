/** Words a second at which people can follow; the relay's variable WEFT_DEMO_PACE sets another, 0 = at once. */
const WORDS_PER_SECOND = 50;

/** Milliseconds between two words, from the variable's text; nonsense means the default. */
export function wordDelayMs(variable: string | undefined): number {
  const words = variable === undefined || variable.trim() === '' ? WORDS_PER_SECOND : Number(variable);
  if (!Number.isFinite(words) || words < 0) return 1_000 / WORDS_PER_SECOND;
  return words === 0 ? 0 : 1_000 / words;
}

/** A text in pieces of about a word, white space included: joined they are the text. */
export function wordPieces(text: string): readonly string[] {
  // Scripts without spaces are cut into short runs, as real models' tokens do.
  return (
    text.match(
      /\s*[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+|\s*\S{1,2}|\s+$/gu,
    ) ?? []
  );
}
