import { z } from 'zod/mini';
import { decodeBase64, encodeBase64 } from '#shared/base64.ts';
import { checkPicture } from '#shared/check-picture.ts';
import { hashBytes } from '#shared/hash.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import type { WeftError } from '#shared/run/errors.ts';
import { ownFileText, readOwnFile, refusedFile } from '../own-file.ts';
import { MAX_DESCRIPTION_LENGTH, MAX_NAME_LENGTH, type CharacterDraft } from './character.ts';

/** One's own characters as a file, `characters.weft.json`: to another browser, or to keep. */

export const CHARACTERS_FILE_NAME = 'characters.weft.json';
/** A file over this is not read. */
export const MOST_FILE_BYTES = 256 * 2 ** 20;
const VERSION = 1;
const THINGS = 'characters';

const fileSchema = z.object({
  weft: z.literal(THINGS),
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
  return ownFileText(THINGS, VERSION, plain);
}

/** Refused as a whole when anything in it is not what it says: a picture is one by its bytes. */
export function readCharacters(text: string): CharactersRead {
  const read = readOwnFile(text, { things: THINGS, version: VERSION, schema: fileSchema });
  if (!read.ok) return read;
  const characters: CharacterDraft[] = [];
  for (const { name, description, picture } of read.data.characters) {
    const portrait = picture === null ? null : portraitOf(picture);
    if (picture !== null && portrait === null) return refusedFile(THINGS, `the picture of ${name} is none`);
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
