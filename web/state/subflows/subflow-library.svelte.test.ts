import { describe, expect, it } from 'vitest';
import { heldOf, savedInMemory } from './testing.ts';
import { MOST_SUBFLOWS } from './subflow-file.ts';
import { isSavedSubflow } from './saved-subflow.ts';

describe('the library of subflows', () => {
  it('[SF6] has a subflow again as it was saved, in another tab and after a reload', async () => {
    const { library, again } = await savedInMemory();
    const saved = await library.save({ name: ' Polish ', flow: heldOf('one') });
    expect(saved).toMatchObject({ ok: true, subflow: { name: 'Polish', flow: heldOf('one') } });
    expect((await again()).items).toEqual(library.items);
    const bad = [null, 7, {}, { ...library.items[0], flow: {} }, { ...library.items[0], createdAt: '1' }];
    expect([...library.items, ...bad].map(isSavedSubflow)).toEqual([true, ...bad.map(() => false)]);
  });

  it('[SF6] finds the one that a step is: by what it is a copy of, by what it holds, by its name', async () => {
    const { library } = await savedInMemory();
    await library.save({ name: 'A', flow: heldOf('a') }, 'id-a');
    await library.save({ name: 'B', flow: heldOf('b') }, 'id-b');
    const like = (name: string, held: string, savedAs: string | null = null) =>
      library.like({ name, flow: heldOf(held) }, savedAs)?.id ?? null;
    expect([like('B', 'b', 'id-a'), like('B', 'a'), like('B', 'c'), like('C', 'c', 'gone')]).toEqual([
      ...['id-a', 'id-a', 'id-b'],
      null,
    ]);
    expect([library.freeName('C'), library.freeName('A')]).toEqual(['C', 'A 2']);
  });

  it('[SF6] replaces, renames and deletes so that each can be had back', async () => {
    const { library, again } = await savedInMemory();
    await library.save({ name: 'A', flow: heldOf('a') }, 'id-a');
    await library.save({ name: 'B', flow: heldOf('b') }, 'id-b');
    const [before] = library.items;
    if (before === undefined) throw new Error('nothing was saved');
    await library.save({ name: 'A', flow: heldOf('c') }, 'id-a');
    expect(library.find('id-a')).toMatchObject({ flow: heldOf('c'), createdAt: before.createdAt });
    await library.restore(before);
    expect(await library.rename('id-a', 'B')).toMatchObject({ ok: false, error: { code: 'invalid-config' } });
    await library.rename('id-a', 'Z');
    expect(library.items.map(({ name }) => name)).toEqual(['B', 'Z']);
    await library.remove('id-a');
    expect((await again()).items.map(({ id }) => id)).toEqual(['id-b']);
    await library.restore(before);
    expect((await again()).find('id-a')).toEqual(before);
  });

  it('[SF6] says what this browser cannot keep, and does not pretend to have it', async () => {
    const { library, refuse } = await savedInMemory();
    refuse(true);
    const full = await library.save({ name: 'A', flow: heldOf('a') });
    expect(full).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
    expect(library.items).toEqual([]);
    refuse(false);
    for (let at = 0; at < MOST_SUBFLOWS; at += 1) await library.save({ name: `${at}`, flow: heldOf('a') });
    expect(await library.save({ name: 'more', flow: heldOf('a') })).toMatchObject({ ok: false });
  });

  it('[SF8] keeps none that would stand inside itself, at any depth; others nest', async () => {
    const { library } = await savedInMemory();
    const inner = heldOf('inner', { saved: 'id-a', label: 'Polish' });
    const deep = heldOf('deep', { saved: 'id-b', flow: inner });
    expect(await library.save({ name: 'Round', flow: deep }, 'id-c')).toMatchObject({ ok: true });
    const refused = await library.save({ name: 'Round', flow: deep }, 'id-a');
    expect(refused.ok ? '' : refused.error.message).toBe(
      '“Round” was not saved: “Polish” would hold itself.',
    );
    expect(library.find('id-a')).toBeNull();
  });
});

describe('a file of subflows', () => {
  it('[SF9] comes back as it went out; who has one already has it once, brought up to date', async () => {
    const { library } = await savedInMemory();
    await library.save({ name: 'A', flow: heldOf('a') }, 'id-a');
    await library.save({ name: 'B', flow: heldOf('b', { saved: 'id-a', flow: heldOf('a') }) }, 'id-b');
    const text = library.fileText();
    const other = (await savedInMemory()).library;
    await other.save({ name: 'Mine', flow: heldOf('old') }, 'id-a');
    const taken = await other.takeFile(text);
    expect(taken).toMatchObject({ error: null, added: 1, replaced: 1 });
    expect(other.items.map(({ id, name, flow }) => ({ id, name, flow }))).toEqual(
      library.items.map(({ id, name, flow }) => ({ id, name, flow })),
    );
    await taken.undo();
    expect(other.items).toMatchObject([{ name: 'Mine', flow: heldOf('old') }]);
  });

  it('[SF9] is refused as a whole, with the reason, when anything in it is not what it says', async () => {
    const { library } = await savedInMemory();
    const file = (subflows: unknown, version = 1) => JSON.stringify({ weft: 'subflows', version, subflows });
    const one = (flow: unknown, id = 'x') => ({ id, name: 'X', flow });
    const good = heldOf('a');
    const hostile: readonly (readonly [string, RegExp])[] = [
      ['no json', /not JSON/],
      ['[]', /holds no subflows/],
      [file([one(good)], 2), /newer Weft/],
      [file([one({})]), /missing or too long/],
      [file([{ ...one(good), name: 'n'.repeat(201) }]), /missing or too long/],
      [file(Array.from({ length: MOST_SUBFLOWS + 1 }, (_, at) => one(good, `${at}`))), /missing or too long/],
      [file([one(good), one(good)]), /called the same/],
      [file([one('x'.repeat(400_001))]), /holds too much/],
      [file([one('['.repeat(300_000))]), /damaged/],
      [
        file([
          one(`{"nodes":[${'['.repeat(150_000)}${']'.repeat(150_000)}],"edges":[],"inputs":[],"outputs":[]}`),
        ]),
        /damaged/,
      ],
      [file([one('{"nodes":[],"edges":[],"inputs":[],"outputs":[]}')]), /damaged/],
      [file([one(good.replace('"position"', '"place"'))]), /damaged/],
      [
        file([
          one(
            good.replace(
              '"edges":[]',
              '"edges":[{"id":"e","source":"","sourceHandle":"a","target":"no","targetHandle":"b"}]',
            ),
          ),
        ]),
        /damaged/,
      ],
      [file([one(heldOf('a', { flow: '{"nodes":[7]}' }))]), /damaged/],
      [file([one(heldOf('a', { saved: 'x', label: 'Self' }))]), /“Self” would hold itself/],
    ];
    for (const [text, reason] of hostile) {
      const { error, added } = await library.takeFile(text);
      expect([text.slice(0, 60), error?.message, added]).toEqual([
        text.slice(0, 60),
        expect.stringMatching(reason),
        0,
      ]);
    }
    expect(library.items).toEqual([]);
  });
});
