import type { z } from 'zod/mini';
import { weftError, type WeftError } from '#shared/run/errors.ts';

/** Files of one's own things, such as characters: `{weft: what they are, version, …}`. */

export type OwnFileRead<T> =
  { readonly ok: true; readonly data: T } | { readonly ok: false; readonly error: WeftError };

/**
 * Reads one as far as its schema goes.
 * @param things what it holds, in words: “characters”
 * @param version the newest that this page writes
 */
export function readOwnFile<T extends { readonly version: number }>(
  text: string,
  { things, version, schema }: { things: string; version: number; schema: z.ZodMiniType<T> },
): OwnFileRead<T> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refusedFile(things, 'it is not JSON');
  }
  const read = schema.safeParse(json);
  if (!read.success)
    return refusedFile(things, `it holds no ${things}, or something in them is missing or too long`);
  if (read.data.version > version)
    return refusedFile(things, 'a newer Weft has written it. Reload the page, then try again');
  return { ok: true, data: read.data };
}

export function refusedFile(things: string, why: string): { readonly ok: false; readonly error: WeftError } {
  const message = `This file was not opened: ${why}. Choose a file of ${things} that Weft has exported.`;
  return { ok: false, error: weftError('invalid-config', message) };
}

/** Its text: the things themselves stand under their name. */
export function ownFileText(things: string, version: number, items: readonly object[]): string {
  return `${JSON.stringify({ weft: things, version, [things]: items }, null, 2)}\n`;
}
