import { fileTypeOf, type FileType } from '#shared/run/file-type.ts';

export type Format = 'markdown' | 'text' | 'json' | 'csv' | 'picture';

export const FORMAT_TYPES: { readonly [format in Exclude<Format, 'picture'>]: FileType } = {
  markdown: 'text/markdown',
  text: 'text/plain',
  json: 'application/json',
  csv: 'text/csv',
};

/** The format that a name's ending asks for; null when it asks for none. */
export function namedFormat(name: string): Format | null {
  const type = fileTypeOf(name);
  if (type === null) return null;
  if (type.startsWith('image/')) return 'picture';
  const formats = Object.keys(FORMAT_TYPES) as (keyof typeof FORMAT_TYPES)[];
  return formats.find((format) => FORMAT_TYPES[format] === type) ?? null;
}
