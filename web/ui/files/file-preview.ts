import { readCsv } from '#shared/csv/read-csv.ts';
import type { FileType } from '#shared/run/file-type.ts';

/** What of a file is shown before it is downloaded. Nothing of it is ever opened as a document of its own. */
export type FilePreview =
  | { readonly kind: 'text' | 'markdown'; readonly text: string; readonly isCut: boolean }
  | { readonly kind: 'json'; readonly value: unknown }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly isCut: boolean;
    };

const MOST_ROWS = 100;
/** Characters of a text. */
const MOST_TEXT = 100_000;

/** @param type of a file that is no picture: pictures are shown by their hash */
export function filePreview(bytes: Uint8Array, type: FileType): FilePreview {
  const text = new TextDecoder().decode(bytes);
  const isCut = text.length > MOST_TEXT;
  const shown = isCut ? text.slice(0, MOST_TEXT) : text;
  if (type === 'text/markdown') return { kind: 'markdown', text: shown, isCut };
  if (type === 'text/csv') return tableOf(text);
  const value = type === 'application/json' ? parsed(text) : undefined;
  return value === undefined ? { kind: 'text', text: shown, isCut } : { kind: 'json', value };
}

function tableOf(text: string): FilePreview {
  const [head = [], ...rows] = readCsv(text, MOST_ROWS + 2);
  const width = Math.max(head.length, ...rows.map((row) => row.length));
  const even = (row: readonly string[]) => Array.from({ length: width }, (_, index) => row[index] ?? '');
  const isCut = rows.length > MOST_ROWS;
  return { kind: 'table', head: even(head), rows: rows.slice(0, MOST_ROWS).map(even), isCut };
}

/** undefined when it is no JSON: then it is shown as the text it is. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
