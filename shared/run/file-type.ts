/**
 * Kinds of files that a run can hold, by media type, with the endings that their names may have; the first one is added
 * to a name that has none of them. None of them is ever opened as an active document.
 */
export const FILE_ENDINGS = {
  'text/plain': ['txt', 'log', 'text'],
  'text/markdown': ['md', 'markdown'],
  'application/json': ['json'],
  'text/csv': ['csv'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/webp': ['webp'],
  'image/gif': ['gif'],
} as const satisfies { readonly [mediaType: string]: readonly string[] };

export type FileType = keyof typeof FILE_ENDINGS;
export const FILE_TYPES = Object.keys(FILE_ENDINGS) as [FileType, ...FileType[]];

/** The type that a name's ending stands for; null when the name has no ending that is known. */
export function fileTypeOf(name: string): FileType | null {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  if (ending === undefined) return null;
  return FILE_TYPES.find((type) => endingsOf(type).includes(ending)) ?? null;
}

/** The name with an ending of its type: what is text is never called a page, a picture or a program. */
export function withEnding(name: string, type: FileType): string {
  return fileTypeOf(name) === type ? name : `${name}.${endingsOf(type)[0] ?? 'txt'}`;
}

const endingsOf = (type: FileType): readonly string[] => FILE_ENDINGS[type];
