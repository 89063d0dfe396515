import type { JsonObject } from '#shared/json.ts';
import { blobRefSchema, type BlobRef } from '#shared/run/output.ts';

/** A character of one's own, kept in this browser and used in any flow. */
export interface Character {
  readonly id: string;
  readonly name: string;
  /** Body and face in words; what a model gets. */
  readonly description: string;
  /** Its bytes lie in the library, beside it. */
  readonly picture: BlobRef | null;
  /** Wall time in ms. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What a person says of a character. */
export interface CharacterDraft {
  readonly name: string;
  readonly description: string;
  readonly picture: CharacterPicture | null;
}

export interface CharacterPicture {
  readonly ref: BlobRef;
  readonly bytes: Uint8Array;
}

/** As the step's own fields have it. */
export const MAX_NAME_LENGTH = 200;
/** Ten times what a describer writes. */
export const MAX_DESCRIPTION_LENGTH = 20_000;
export const CHARACTER_TYPE = 'consistentCharacter';

/** The config of a step that is this character. */
export function characterConfig({
  name,
  description,
  picture,
}: Omit<CharacterDraft, 'picture'> & {
  readonly picture: BlobRef | null;
}): JsonObject {
  return {
    characterName: name,
    characterDescription: description,
    characterImagePath: picture === null ? null : { ...picture },
  };
}

/** What a step says of its character; null when it says nothing yet. */
export function characterOf(
  config: JsonObject,
  label: string,
): (Omit<CharacterDraft, 'picture'> & { readonly picture: BlobRef | null }) | null {
  const text = (key: string): string => (typeof config[key] === 'string' ? config[key].trim() : '');
  const name = text('characterName').slice(0, MAX_NAME_LENGTH);
  const description = text('characterDescription').slice(0, MAX_DESCRIPTION_LENGTH);
  const read = blobRefSchema.safeParse(config['characterImagePath']);
  if (name === '' && description === '' && !read.success) return null;
  return { name: name || label, description, picture: read.success ? read.data : null };
}

/** A stored value that this Weft reads. By hand: only Weft writes them. */
export function isCharacter(value: unknown): value is Character {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as { readonly [key: string]: unknown };
  const texts = ['id', 'name', 'description'].every((key) => typeof record[key] === 'string');
  const times = ['createdAt', 'updatedAt'].every((key) => typeof record[key] === 'number');
  return texts && times && (record['picture'] === null || blobRefSchema.safeParse(record['picture']).success);
}
