import type { FileType } from '#shared/run/file-type.ts';
import type { IconName } from '../kit/icons.ts';

/** `1 byte`, `812 bytes`, `12.4 kB`, `3.1 MB`. */
export function fileSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  if (bytes < 999_950) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

interface TypeWords {
  readonly word: string;
  readonly icon: IconName;
}

export const TYPE_WORDS: { readonly [type in FileType]: TypeWords } = {
  'text/plain': { word: 'Text', icon: 'file-text' },
  'text/markdown': { word: 'Markdown', icon: 'file-text' },
  'application/json': { word: 'JSON', icon: 'code' },
  'text/csv': { word: 'Table', icon: 'table' },
  'image/png': { word: 'Picture', icon: 'image' },
  'image/jpeg': { word: 'Picture', icon: 'image' },
  'image/webp': { word: 'Picture', icon: 'image' },
  'image/gif': { word: 'Picture', icon: 'image' },
};

/** What a zip of a flow's files is called; nothing in it that a system could take amiss. */
export function zipName(flowName: string): string {
  const stem = flowName.replace(/[\s\p{Cc}\p{Cf}\\/:*?"<>|]+/gu, ' ').trim();
  return `${stem.slice(0, 80) || 'Run'} – files.zip`;
}
