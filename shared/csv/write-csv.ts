/**
 * Rows as CSV (RFC 4180: CRLF, cells quoted where they need it). A cell that a spreadsheet would take for a formula gets an
 * apostrophe in front, so that a text that a model wrote never acts; plain numbers stay as they are.
 */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

const ACTS = /^\s*[=+\-@]|^[\t\r\n]/;
const NUMBER = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?%?$/i;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

function cellText(cell: string): string {
  const safe = ACTS.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
