import { describe, expect, it } from 'vitest';
import type { FlowRecord } from './flow-record.ts';
import { memoryKeyValueStore } from './key-value-store.ts';
import { forgetOwnerSecret, nextOwnerSecret, settleOwnerSecret, withOwnSecret } from './owner-secrets.ts';

const record: FlowRecord = {
  ...{ id: 'flow', name: 'Flow', secret: 'first', createdAt: 1, updatedAt: 1, mine: true },
  ...{ lastRun: null, thumbnail: null, seed: null },
};
const never = () => Promise.reject(new Error('asked'));
const says = (opens: boolean | null) => () => Promise.resolve(opens);

/** A browser that asked the relay to take each of these, and was told that it did. */
function storeWith(...taken: readonly string[]) {
  const store = memoryKeyValueStore();
  for (const secret of taken) {
    nextOwnerSecret(store, 'flow', secret);
    settleOwnerSecret(store, 'flow', true);
  }
  return store;
}

describe('the secret of an owner whose link was replaced', () => {
  it('[FR13] is that of the list as long as none was replaced, and nobody is asked', async () => {
    const store = memoryKeyValueStore();
    nextOwnerSecret(store, 'other', 'x');
    expect(await withOwnSecret(store, record, never)).toBe(record);
  });

  it('[FR13] is the newest that the relay has taken, whatever another tab wrote into the list', async () => {
    expect((await withOwnSecret(storeWith('second'), record, never)).secret).toBe('second');
    expect((await withOwnSecret(storeWith('second', 'third'), record, never)).secret).toBe('third');
  });

  it.each<[string, boolean | null, string, string]>([
    ['taken', true, 'third', 'third'],
    ['not taken', false, 'second', 'second'],
    ['not to be asked', null, 'second', 'third'],
  ])('[FR13] whose answer was lost: %s', async (_name, opens, secret, later) => {
    const store = storeWith('second');
    nextOwnerSecret(store, 'flow', 'third');
    expect((await withOwnSecret(store, record, says(opens))).secret).toBe(secret);
    expect((await withOwnSecret(store, record, says(true))).secret).toBe(later);
  });

  it('[FR13] asked for again, the relay is asked to take the same, not another', () => {
    const store = storeWith('second');
    expect([nextOwnerSecret(store, 'flow', 'third'), nextOwnerSecret(store, 'flow', 'fourth')]).toEqual([
      'third',
      'third',
    ]);
  });

  it('[FR13] is no matter of flows that somebody else owns, and goes with the flow', async () => {
    const store = storeWith('second');
    const joined = { ...record, mine: false };
    expect(await withOwnSecret(store, joined, never)).toBe(joined);
    forgetOwnerSecret(store, 'flow');
    expect([await withOwnSecret(store, record, never), store.get('weft:owner-secrets')]).toEqual([
      record,
      '{}',
    ]);
  });
});
