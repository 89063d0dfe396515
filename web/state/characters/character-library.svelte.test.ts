import { describe, expect, it } from 'vitest';
import { characterConfig, characterOf, isCharacter } from './character.ts';
import { CharacterLibrary, MOST_CHARACTERS } from './character-library.svelte.ts';
import { createMemoryCharacterStore } from './testing.ts';

const bytes = new Uint8Array([1, 2, 3]);
const ref = { blob: 'ab'.repeat(32), mediaType: 'image/jpeg', bytes: 3 };
const wren = { name: ' Wren ', description: 'Dark bob.', picture: { ref, bytes } };

async function libraryOf() {
  const memory = createMemoryCharacterStore();
  let now = 0;
  const library = new CharacterLibrary(memory.store, () => (now += 1));
  await library.load();
  return { library, ...memory };
}

async function kept(library: CharacterLibrary, draft = wren) {
  const saved = await library.save(draft);
  if (!saved.ok) throw new Error(saved.error.message);
  return saved.character;
}

describe('the library of characters', () => {
  it('[CH1] has a character again as it was kept, portrait and all', async () => {
    const { library, store } = await libraryOf();
    const character = await kept(library);
    const again = new CharacterLibrary(store, () => 0);
    await again.load();
    expect(again.items).toEqual([character]);
    expect(character).toMatchObject({ name: 'Wren', description: 'Dark bob.', picture: ref });
    expect(await again.picture(character.id)).toEqual({ bytes, mediaType: 'image/jpeg' });
  });

  it('[CH1] keeps the portrait when only the words change, and drops it when it is taken away', async () => {
    const { library } = await libraryOf();
    const { id } = await kept(library);
    await library.save({ ...wren, description: 'Grey eyes.' }, id);
    expect(library.find(id)).toMatchObject({ description: 'Grey eyes.', createdAt: 1, updatedAt: 2 });
    expect((await library.picture(id))?.bytes).toEqual(bytes);
    await library.save({ ...wren, picture: null }, id);
    expect(await library.picture(id)).toBeNull();
  });

  it('[CH1] leaves out what is no character', () => {
    const good = { id: 'a', name: 'A', description: '', picture: null, createdAt: 1, updatedAt: 1 };
    expect([good, { ...good, picture: ref }].map(isCharacter)).toEqual([true, true]);
    const bad = [null, 7, {}, { ...good, name: 3 }, { ...good, picture: {} }, { ...good, createdAt: '1' }];
    expect(bad.map(isCharacter)).toEqual(bad.map(() => false));
  });

  it('[CH2] brings a deleted character back, portrait and all', async () => {
    const { library } = await libraryOf();
    const character = await kept(library);
    await library.remove(character.id);
    expect(library.items).toEqual([]);
    await library.undoRemove(character.id);
    expect(library.items).toEqual([character]);
    expect((await library.picture(character.id))?.bytes).toEqual(bytes);
  });

  it('[CH2] says what could not be kept, and does not list it', async () => {
    const { library, refuse } = await libraryOf();
    refuse(true);
    expect(await library.save(wren)).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
    expect(library.items).toEqual([]);
    await library.load();
    expect(library.state).toBe('failed');
    expect(await library.save({ ...wren, name: '  ' })).toMatchObject({ error: { code: 'missing-input' } });
  });

  it('lists by name, whatever was kept first, and not without end', async () => {
    const { library } = await libraryOf();
    for (let index = 0; index < MOST_CHARACTERS; index += 1)
      await kept(library, { ...wren, name: `${(index * 7) % MOST_CHARACTERS}`.padStart(3, '0') });
    const names = library.items.map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    expect(await library.save(wren)).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
  });

  it('[CH3] a character and its step say the same', () => {
    const config = characterConfig({ name: 'Wren', description: 'Dark bob.', picture: ref });
    expect(config).toEqual({
      characterName: 'Wren',
      characterDescription: 'Dark bob.',
      characterImagePath: ref,
    });
    expect(characterOf(config, 'Step')).toEqual({ name: 'Wren', description: 'Dark bob.', picture: ref });
    expect(characterOf({ characterDescription: 'Dark bob.' }, 'Step')?.name).toBe('Step');
    expect(characterOf({}, 'Step')).toBeNull();
  });
});
