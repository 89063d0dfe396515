/**
 * The rows of a CSV text (RFC 4180; LF alone ends a row too), at most so many. Never fails: what is not well formed is read
 * as it stands.
 */
export function readCsv(text: string, mostRows = Infinity): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length && rows.length < mostRows) {
    const cell = readCell(text, at);
    row.push(cell.value);
    at = cell.end;
    if (text[at] === ',') {
      at += 1;
      if (at === text.length) row.push('');
      else continue;
    }
    at += text.startsWith('\r\n', at) ? 2 : 1;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** `end` = where the comma or the end of the row stands. */
function readCell(text: string, start: number): { readonly value: string; readonly end: number } {
  if (text[start] !== '"') {
    const end = endOfCell(text, start);
    return { value: text.slice(start, end), end };
  }
  let value = '';
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return { value: value + text.slice(from), end: text.length };
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') {
      const end = endOfCell(text, quote + 1);
      return { value: value + text.slice(quote + 1, end), end };
    }
    value += '"';
    from = quote + 2;
  }
}

const CELL_ENDS = /[,\r\n]/g;

function endOfCell(text: string, start: number): number {
  CELL_ENDS.lastIndex = start;
  return CELL_ENDS.exec(text)?.index ?? text.length;
}
