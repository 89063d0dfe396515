import { describe, expect, it } from 'vitest';
import { createTestDoc, createTestFlowRoom, type TestFlowRoom } from './testing.ts';

/** A room in which Ann is, and what tells how often she heard that the list of versions changed. */
function roomWithAnn(): { readonly test: TestFlowRoom; readonly changes: () => number } {
  const test = createTestFlowRoom();
  test.connect('ann', test.grant('ann'));
  test.pass(100);
  test.take('ann');
  return { test, changes: () => test.take('ann').filter(({ type }) => type === 'versions.changed').length };
}

describe('versions', () => {
  it('[FR2] are the document as it was then, newest first, and their number is limited', async () => {
    const { test, changes } = roomWithAnn();
    const ann = createTestDoc(1);
    const name = (versionId: string) =>
      test.ask(test.grant('ann'), { type: 'versions.make', versionId, name: versionId, by: 'Ann' });
    ann.setNode('a');
    for (const update of ann.takeUpdates()) test.update('ann', update);
    expect(name('v0')).toMatchObject({
      status: 201,
      body: { version: { versionId: 'v0', personId: 'ann' } },
    });
    const then = test.room().document();
    ann.setNode('b');
    for (const update of ann.takeUpdates()) test.update('ann', update);
    name('v1');
    expect(changes()).toBe(2);
    expect(await test.store.version('v0')).toEqual(then);
    await test.restart();
    const listed = test.ask(test.grant('ben', 'viewer'), { type: 'versions.list' }).body;
    expect(listed).toMatchObject({ versions: [{ versionId: 'v1' }, { versionId: 'v0' }] });
    for (let index = 2; index < 200; index += 1) {
      test.now += 100;
      expect(name(`v${index}`).status).toBe(201);
    }
    test.now += 1_000;
    expect(name('v200')).toMatchObject({ status: 409, body: { error: { code: 'rate-limited-here' } } });
    const ask = (versionId: string) => test.ask(test.grant('ann'), { type: 'versions.document', versionId });
    expect([ask('v7').status, ask('none').status]).toEqual([200, 404]);
  });

  it('[FR11] one that an editor deletes is gone for everybody and makes room; readers delete none', async () => {
    const { test, changes } = roomWithAnn();
    const name = (versionId: string) =>
      test.ask(test.grant('ann'), { type: 'versions.make', versionId, name: versionId, by: 'Ann' });
    for (let index = 0; index < 200; index += 1) {
      test.now += 100;
      name(`v${index}`);
    }
    test.now += 1_000;
    expect(name('v200').status).toBe(409);
    changes();
    const remove = (versionId: string, role: 'editor' | 'viewer') =>
      test.ask(test.grant('ben', role), { type: 'versions.remove', versionId });
    expect(remove('v7', 'viewer')).toMatchObject({ status: 403, body: { error: { code: 'not-allowed' } } });
    expect(changes()).toBe(0);
    expect(remove('v7', 'editor')).toMatchObject({ status: 204 });
    expect(changes()).toBe(1);
    expect(remove('v7', 'editor').status).toBe(404);
    await test.restart();
    expect(await test.store.version('v7')).toBeNull();
    const document = test.ask(test.grant('ann'), { type: 'versions.document', versionId: 'v7' });
    expect(document.status).toBe(404);
    expect(name('v200').status).toBe(201);
  });
});
