/** Dash, star, dot, or a number with a dot or bracket, and white space behind it. */
const LIST_MARK = /^(?:[-*•–]|\d{1,6}[.)])\s+/;

export interface SplitWish {
  readonly by: 'lines' | 'paragraphs' | 'separator';
  /** \n stands for a line break. */
  readonly separator: string;
  readonly marks: boolean;
}

/** Parts of a text without white space around them; empty ones are none. */
export function splitText(text: string, { by, separator, marks }: SplitWish): readonly string[] {
  const plain = text.replaceAll('\r\n', '\n');
  return partsOf(plain, by, separator.replaceAll('\\n', '\n'))
    .map((part) => (marks ? part.trim().replace(LIST_MARK, '') : part.trim()))
    .filter((part) => part !== '');
}

function partsOf(text: string, by: SplitWish['by'], separator: string): readonly string[] {
  switch (by) {
    case 'lines':
      return text.split('\n');
    case 'paragraphs':
      return paragraphs(text);
    case 'separator':
      return text.split(separator);
    default:
      return by satisfies never;
  }
}

/** Lines between blank lines, also where a blank line has white space. */
function paragraphs(text: string): readonly string[] {
  const found: string[][] = [[]];
  for (const line of text.split('\n'))
    if (line.trim() === '') found.push([]);
    else found.at(-1)?.push(line);
  return found.map((lines) => lines.join('\n'));
}
