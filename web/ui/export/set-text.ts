/** Words set into lines, as far as there is room; the last line ends in an ellipsis when something is left over. */
export function textLines(
  text: string,
  { width, most, measure }: { readonly width: number; readonly most: number; readonly measure: Measure },
): readonly string[] {
  const lines: string[] = [];
  const paragraphs = text.trim().slice(0, 2_000).split('\n');
  for (const [index, paragraph] of paragraphs.entries()) {
    let rest = paragraph.trimEnd();
    do {
      if (lines.length === most) return ended(lines, width, measure);
      const take = fitting(rest, width, measure);
      lines.push(rest.slice(0, take).trimEnd());
      rest = rest.slice(take).trimStart();
    } while (rest !== '');
    if (lines.length === most && index < paragraphs.length - 1) return ended(lines, width, measure);
  }
  return lines;
}

/** Width in px of a text in the font that is set. */
export type Measure = (text: string) => number;

/** How many characters go into one line: up to a space where there is one, at least one character. */
function fitting(text: string, width: number, measure: Measure): number {
  if (measure(text) <= width) return text.length;
  let low = 1;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(text.slice(0, middle)) <= width) low = middle;
    else high = middle - 1;
  }
  const space = text.lastIndexOf(' ', low);
  return space > 0 ? space : low;
}

function ended(lines: readonly string[], width: number, measure: Measure): readonly string[] {
  const last = lines.at(-1) ?? '';
  let kept = last;
  while (kept !== '' && measure(`${kept}…`) > width) kept = kept.slice(0, -1);
  return [...lines.slice(0, -1), `${kept.trimEnd()}…`];
}
