import { z } from 'zod/mini';
import { decodeBase64, encodeBase64 } from '#shared/base64.ts';
import { checkPicture } from '#shared/check-picture.ts';
import { hashBytes } from '#shared/hash.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { MAX_DESCRIPTION_LENGTH, MAX_NAME_LENGTH, type CharacterDraft } from './character.ts';

/** One's own characters as a file, `characters.weft.json`: to another browser, or to keep. */

export const CHARACTERS_FILE_NAME = 'characters.weft.json';
/** A file over this is not read. */
export const MOST_FILE_BYTES = 256 * 2 ** 20;
const VERSION = 1;

const fileSchema = z.object({
  weft: z.literal('characters'),
  version: z.number(),
  characters: z.array(
    z.object({
      name: z.string().check(z.minLength(1), z.maxLength(MAX_NAME_LENGTH)),
      description: z.string().check(z.maxLength(MAX_DESCRIPTION_LENGTH)),
      picture: z.nullable(z.string()),
    }),
  ),
});

export type CharactersRead =
  | { readonly ok: true; readonly characters: readonly CharacterDraft[] }
  | { readonly ok: false; readonly error: WeftError };

export function charactersText(characters: readonly CharacterDraft[]): string {
  const plain = characters.map(({ name, description, picture }) => ({
    name,
    description,
    picture: picture && encodeBase64(picture.bytes),
  }));
  return `${JSON.stringify({ weft: 'characters', version: VERSION, characters: plain }, null, 2)}\n`;
}

/** Refused as a whole when anything in it is not what it says: a picture is one by its bytes. */
export function readCharacters(text: string): CharactersRead {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refused('it is not JSON');
  }
  const read = fileSchema.safeParse(json);
  if (!read.success) return refused('it holds no characters, or something in them is missing or too long');
  if (read.data.version > VERSION)
    return refused('a newer Weft has written it. Reload the page, then try again');
  const characters: CharacterDraft[] = [];
  for (const { name, description, picture } of read.data.characters) {
    const portrait = picture === null ? null : portraitOf(picture);
    if (picture !== null && portrait === null) return refused(`the picture of ${name} is none`);
    characters.push({ name, description, picture: portrait });
  }
  return { ok: true, characters };
}

function portraitOf(base64: string): CharacterDraft['picture'] {
  // Four characters of base64 are three bytes.
  const bytes = base64.length / 4 > LIMITS.blobBytes / 3 + 1 ? null : decodeBase64(base64);
  const checked = bytes && checkPicture(bytes);
  if (bytes === null || !checked?.ok) return null;
  const { mediaType } = checked.header;
  return { ref: { blob: hashBytes(bytes), mediaType, bytes: bytes.length }, bytes };
}

function refused(why: string): CharactersRead {
  const message = `This file was not opened: ${why}. Choose a file of characters that Weft has exported.`;
  return { ok: false, error: weftError('invalid-config', message) };
}
