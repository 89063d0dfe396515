import { describe, expect, it } from 'vitest';
import type { AppState, ToastWish } from '../../state/app-state.ts';
import { CharacterLibrary } from '../../state/characters/character-library.svelte.ts';
import { createMemoryCharacterStore } from '../../state/characters/testing.ts';
import type { FlowSession } from '../../state/flow-session.svelte.ts';
import { placeCharacter } from './place-character.ts';

const bytes = new Uint8Array([1, 2, 3]);
const ref = { blob: 'ab'.repeat(32), mediaType: 'image/jpeg', bytes: 3 };

async function scene({ takesPictures }: { readonly takesPictures: boolean }) {
  const { store } = createMemoryCharacterStore();
  const library = new CharacterLibrary(store, () => 1);
  const saved = await library.save({ name: 'Wren', description: 'Dark bob.', picture: { ref, bytes } });
  const added: unknown[] = [];
  const toasts: ToastWish[] = [];
  const pictures: Uint8Array[] = [];
  const app = {
    characters: () => Promise.resolve({ library }),
    toasts: { show: (toast: ToastWish) => toasts.push(toast) },
  } as unknown as AppState;
  const flow = {
    editor: {
      addNode: (...what: unknown[]) => `step ${added.push(what)}`,
      setConfig: (...what: unknown[]) => added.push(what),
    },
    addPicture(picture: Uint8Array) {
      pictures.push(picture);
      const error = { code: 'storage-failed', message: 'The disk is full.', retryable: false };
      return Promise.resolve(takesPictures ? { ok: true, picture: ref } : { ok: false, error });
    },
  } as unknown as FlowSession;
  const id = saved.ok ? saved.character.id : '';
  return { app, flow, id, added, toasts, pictures };
}

const at = { x: 8, y: 16 };

describe('using a character in a flow', () => {
  it('[CH3] makes a step with name, description and portrait, and gives the flow its bytes', async () => {
    const { app, flow, id, added, toasts, pictures } = await scene({ takesPictures: true });
    expect(await placeCharacter(app, flow, { id, at })).toBe('step 1');
    const config = { characterName: 'Wren', characterDescription: 'Dark bob.', characterImagePath: ref };
    expect(added).toEqual([['consistentCharacter', at, { config, label: 'Wren' }]]);
    expect([pictures, toasts]).toEqual([[bytes], []]);
  });

  it('[CH3] a portrait that the flow does not take is left out, and that is said', async () => {
    const { app, flow, id, added, toasts } = await scene({ takesPictures: false });
    await placeCharacter(app, flow, { id, at });
    expect(added[1]).toEqual(['step 1', 'characterImagePath', null]);
    expect(toasts).toMatchObject([{ status: 'failed', text: 'The disk is full.' }]);
  });

  it('does nothing for a character that is gone', async () => {
    const { app, flow, added } = await scene({ takesPictures: true });
    expect(await placeCharacter(app, flow, { id: 'gone', at })).toBeNull();
    expect(added).toEqual([]);
  });
});
