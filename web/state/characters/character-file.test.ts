import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashBytes } from '#shared/hash.ts';
import { charactersText, readCharacters } from './character-file.ts';
import { CharacterLibrary } from './character-library.svelte.ts';
import { createMemoryCharacterStore } from './testing.ts';

/** The head of a GIF of two by two pixels; nobody looks further. */
const bytes = Uint8Array.from([0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 2, 0, 2, 0, 0, 0, 0]);
const picture = { ref: { blob: hashBytes(bytes), mediaType: 'image/gif', bytes: bytes.length }, bytes };

describe('characters as a file', () => {
  it('[CH4] come back as they went out, whatever their words are', () => {
    const draft = fc.record({
      name: fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
      description: fc.string({ unit: 'binary', maxLength: 200 }),
      picture: fc.constantFrom(null, picture),
    });
    fc.assert(
      fc.property(fc.array(draft, { maxLength: 5 }), (characters) => {
        expect(readCharacters(charactersText(characters))).toEqual({ ok: true, characters });
      }),
    );
  });

  it('[CH4] are refused as a whole when anything is not what it says', () => {
    const good = JSON.parse(charactersText([{ name: 'Wren', description: '', picture }])) as {
      characters: object[];
    };
    const cases: (readonly [unknown, RegExp])[] = [
      ['Dear diary', /not JSON/],
      [{ nodes: [] }, /holds no characters/],
      [{ ...good, characters: [{ name: '', description: '', picture: null }] }, /missing or too long/],
      [{ ...good, version: 9 }, /newer Weft/],
      [{ ...good, characters: [{ ...good.characters[0], picture: 'PHN2Zz4=' }] }, /picture of Wren is none/],
      [{ ...good, characters: [{ ...good.characters[0], picture: '!' }] }, /picture of Wren is none/],
    ];
    for (const [value, words] of cases) {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      expect(readCharacters(text)).toMatchObject({ error: { message: expect.stringMatching(words) } });
    }
  });

  it('[CH4] bring those of the same name up to date, and add the others', async () => {
    const library = new CharacterLibrary(createMemoryCharacterStore().store, () => 1);
    await library.save({ name: 'Wren', description: 'Old words.', picture: null });
    const drafts = [
      { name: 'Wren', description: 'New words.', picture },
      { name: 'Odo', description: 'Broad.', picture: null },
    ];
    expect(await library.takeIn(drafts)).toBeNull();
    expect(await library.drafts()).toEqual([drafts[1], drafts[0]]);
  });
});
