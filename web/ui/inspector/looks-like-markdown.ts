/** Where the marks of a text are looked for: what is long shows its kind at its start. */
const READ_CHARACTERS = 4_000;

/** A heading, a fence, bold words, a table's rule, or two items of a list. A single dash is how people write lines. */
const MARKS = /^ {0,3}#{1,6} \S|^ {0,3}```|\*\*\S[^*\n]*\*\*|^\|?[ :-]*-{3,}[ :|-]*\|/m;
const LIST = /^ {0,3}(?:[-*+]|\d{1,3}[.)]) \S[^\n]*\n+(?:[^\n]*\n)?? {0,3}(?:[-*+]|\d{1,3}[.)]) \S/m;

/** Whether a text is better read with its Markdown set than as it is. */
export function looksLikeMarkdown(text: string): boolean {
  const start = text.slice(0, READ_CHARACTERS);
  return MARKS.test(start) || LIST.test(start);
}
