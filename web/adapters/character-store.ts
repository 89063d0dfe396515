import type { DBSchema } from 'idb';
import { ownDatabase } from './own-database.ts';

/** A character as it is stored; the page's state knows what is in it. */
interface Kept {
  readonly id: string;
}

interface CharactersSchema extends DBSchema {
  characters: { key: string; value: unknown };
  /** Beside the characters, so that listing them reads no picture. */
  pictures: { key: string; value: Uint8Array };
}

const NAME = 'weft-characters';

/** The characters of this browser, in a database of their own: they outlive every flow. */
export function createCharacterStore<T extends Kept>(isCharacter: (value: unknown) => value is T) {
  const database = ownDatabase<CharactersSchema>(NAME, (made) => {
    made.createObjectStore('characters', { keyPath: 'id' });
    made.createObjectStore('pictures');
  });
  const both = async () => (await database()).transaction(['characters', 'pictures'], 'readwrite');
  return Object.freeze({
    async all(): Promise<readonly T[]> {
      return (await (await database()).getAll('characters')).filter(isCharacter);
    },
    /** Both or neither. `bytes` null takes the picture away, undefined leaves what is there. */
    async put(character: T, bytes: Uint8Array | null | undefined): Promise<void> {
      const transaction = await both();
      void transaction.objectStore('characters').put(character);
      const pictures = transaction.objectStore('pictures');
      if (bytes === null) void pictures.delete(character.id);
      else if (bytes !== undefined) void pictures.put(bytes, character.id);
      await transaction.done;
    },
    async picture(id: string): Promise<Uint8Array | null> {
      return (await (await database()).get('pictures', id)) ?? null;
    },
    async remove(id: string): Promise<void> {
      const transaction = await both();
      void transaction.objectStore('characters').delete(id);
      void transaction.objectStore('pictures').delete(id);
      await transaction.done;
    },
  });
}
