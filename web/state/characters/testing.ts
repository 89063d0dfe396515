import type { Character } from './character.ts';
import type { CharacterStore } from './character-library.svelte.ts';

/** A library that lies in memory; `refuse` makes it behave like a full disk. */
export function createMemoryCharacterStore() {
  const characters = new Map<string, Character>();
  const pictures = new Map<string, Uint8Array>();
  let refusing = false;
  const guard = <T>(value: () => T): Promise<T> =>
    refusing ? Promise.reject(new DOMException('full', 'QuotaExceededError')) : Promise.resolve(value());
  const store: CharacterStore = Object.freeze({
    all: () => guard(() => [...characters.values()]),
    put: (character: Character, bytes: Uint8Array | null | undefined) =>
      guard(() => {
        characters.set(character.id, character);
        if (bytes === null) pictures.delete(character.id);
        else if (bytes !== undefined) pictures.set(character.id, bytes);
      }),
    picture: (id: string) => guard(() => pictures.get(id) ?? null),
    remove: (id: string) =>
      guard(() => {
        characters.delete(id);
        pictures.delete(id);
      }),
  });
  return Object.freeze({ store, refuse: (next: boolean) => void (refusing = next) });
}
