import type { JsonValue } from '#shared/json.ts';
import { blobRefSchema, type BlobRef } from '#shared/run/output.ts';

/** A field's picture, as far as its config knows it. */
export interface FieldPicture extends BlobRef {
  /** '' when nobody said. */
  readonly name: string;
  /** '1,024 × 768 px · 212 kB'; sides only where they are known. */
  readonly facts: string;
  /** Width by height, as far as it is shown: long ones are not shown in full. */
  readonly ratio: number;
}

const MOST_UPRIGHT = 0.8;
const MOST_LYING = 2.4;

/** The picture in a field of type `image`; null when it holds none, or none of Weft. */
export function fieldPicture(value: JsonValue | undefined): FieldPicture | null {
  const parsed = blobRefSchema.safeParse(value);
  if (!parsed.success) return null;
  const { name, width, height } = value as { readonly [key: string]: JsonValue };
  const isSized = typeof width === 'number' && typeof height === 'number' && width > 0 && height > 0;
  return {
    ...parsed.data,
    name: typeof name === 'string' ? name : '',
    facts: (isSized ? `${count(width)} × ${count(height)} px · ` : '') + size(parsed.data.bytes),
    ratio: isSized ? Math.min(MOST_LYING, Math.max(MOST_UPRIGHT, width / height)) : 4 / 3,
  };
}

/** A field that holds something, but no picture of Weft: a file of another system. */
export function isForeignPicture(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== '' && fieldPicture(value) === null;
}

/** The picture that a file of another system wrote into the field itself, as a file; null for anything else. */
export function embeddedPicture(value: JsonValue | undefined): File | null {
  const [, type = '', base64 = ''] =
    typeof value === 'string' ? (/^data:(image\/[\w+.-]+);base64,([\w+/=]+)$/.exec(value) ?? []) : [];
  if (base64 === '') return null;
  try {
    return new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], 'Picture', { type });
  } catch {
    // Not base64 after all.
    return null;
  }
}

const count = (pixels: number) => pixels.toLocaleString('en');

/** Bytes in words, as file managers count: thousands. */
export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** The first picture among what was dropped or pasted; null when there is none. Judged by its bytes later. */
export function firstFile(data: DataTransfer | null): File | null {
  return [...(data?.files ?? [])][0] ?? null;
}
