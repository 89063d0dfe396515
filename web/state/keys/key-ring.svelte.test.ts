import { describe, expect, it } from 'vitest';
import type { KeyGrant, RingKey } from '#shared/protocol/vault-messages.ts';
import { weftError } from '#shared/run/errors.ts';
import { memoryKeyValueStore } from '../key-value-store.ts';
import { FlowKeys } from './flow-keys.svelte.ts';
import { KeyRing } from './key-ring.svelte.ts';
import { keepPayer, keptPayer } from './kept-payer.ts';
import type { RingPort } from './ring-port.ts';

const ok = <T>(value: T) => ({ ok: true as const, value });
const keyOf = (provider: string, lastFour: string): RingKey => ({
  ...{ keyId: `key-${provider}-${lastFour}`, provider, name: '', lastFour, addedAt: 0, lastUsedAt: null },
  state: 'works',
});

/** A relay's ring in memory: it knows keys that begin with `good`. */
function fakeRing() {
  const told: string[] = [];
  let keys: RingKey[] = [];
  let grants: KeyGrant[] = [];
  const port: RingPort = {
    make: async ({ ringId }) => ok((told.push(`make ${ringId.length}`), null)),
    read: async () => ok({ ring: { ringId: 'r', name: 'N', madeAt: 0 }, keys, grants, now: 0 }),
    async putKey({ provider, key }) {
      if (!key.startsWith('good'))
        return { ok: false, error: weftError('key-refused', 'The provider does not know this key.') };
      const made = keyOf(provider, key.slice(-4));
      keys = [...keys.filter((each) => each.provider !== provider), made];
      return ok(made);
    },
    checkKey: async (keyId) => ok(keys.find((each) => each.keyId === keyId) as RingKey),
    async removeKey(keyId) {
      keys = keys.filter((each) => each.keyId !== keyId);
      return ok(null);
    },
    async makeGrant({ flowToken, ...terms }) {
      told.push(`grant with ${flowToken}`);
      const spent = { totalMicroUsd: 0, todayMicroUsd: 0, heldMicroUsd: 0 };
      const place = { grantId: 'g', ringId: 'r', flowId: 'f', madeAt: 0, revokedAt: null, spent };
      grants = [{ ...terms, ...place }];
      return ok(grants[0] as KeyGrant);
    },
    async changeGrant(grantId, change) {
      told.push(`change ${grantId}`);
      grants = grants.map((grant) => ({ ...grant, ...(change as Partial<KeyGrant>) }));
      return ok(grants[0] as KeyGrant);
    },
    async revokeGrant() {
      grants = grants.map((grant) => ({ ...grant, revokedAt: 1 }));
      return ok(null);
    },
    ledger: async () => ok({ rows: [], next: null }),
    ledgerFile: async () => ok(new Uint8Array()),
    judge: async () => ({ ok: false, error: weftError('not-found', 'No such call.') }),
  };
  return { port, told, keys: () => keys, grants: () => grants };
}

const open = () => {
  const relay = fakeRing();
  const store = memoryKeyValueStore();
  const ring = new KeyRing({ port: relay.port, store, personName: () => ' Imani ' });
  return { relay, store, ring };
};

describe('the key ring of a browser', () => {
  it('is made with the first key, and keeps none that its provider refuses', async () => {
    const { relay, ring } = open();
    await ring.refresh();
    expect([ring.state, ring.keys, ring.isThere]).toEqual(['ready', [], false]);
    expect(await ring.put('mistral', 'bad-key')).toBe(false);
    expect(ring.problem('mistral')?.code).toBe('key-refused');
    expect(ring.keys).toEqual([]);
    expect(await ring.put('mistral', 'good-key-4f2c')).toBe(true);
    expect(ring.problem('mistral')).toBeNull();
    expect(ring.keyFor('mistral')?.lastFour).toBe('4f2c');
    expect(relay.told).toEqual(['make 22', 'make 22']);
  });

  it('[SE1] nothing that the page keeps holds a key', async () => {
    const relay = fakeRing();
    const memory = memoryKeyValueStore();
    let kept = '';
    const store = {
      ...memory,
      set(name: string, value: string) {
        kept += `${name} ${value}\n`;
        return memory.set(name, value);
      },
    };
    const ring = new KeyRing({ port: relay.port, store, personName: () => 'Imani' });
    const canary = 'good-canary-key-0123456789';
    await ring.put('mistral', canary);
    await ring.put('mistral', `bad-${canary}`);
    expect(kept).toContain('weft:key-ring');
    const seen = JSON.stringify([ring.keys, ring.grants, ring.ledger.rows]);
    expect(kept).not.toContain('canary');
    expect(seen).not.toContain('canary');
  });

  it('a key for the same provider takes the place of the one before', async () => {
    const { ring } = open();
    await ring.put('mistral', 'good-key-aaaa');
    await ring.put('mistral', 'good-key-bbbb');
    expect(ring.keys.map(({ lastFour }) => lastFour)).toEqual(['bbbb']);
    const key = ring.keyFor('mistral');
    expect(key && (await ring.remove(key))).toBe(true);
    expect(ring.keys).toEqual([]);
  });
});

describe('the keys of an open flow', () => {
  const budget = { perRunMicroUsd: null, perDayMicroUsd: 2_000_000, totalMicroUsd: null };
  const terms = { name: 'Imani', providers: ['mistral'], budget, endsAt: null };

  const openFlow = () => {
    const { relay, ring } = open();
    const payers: unknown[] = [];
    const keys = new FlowKeys({
      ...{ flowId: 'f', ring, onPayer: (payer) => payers.push(payer?.grantId ?? null) },
      port: {
        grants: async () => {
          const grants = relay.grants().map((grant) => ({
            ...{ grant, state: grant.revokedAt === null ? ('usable' as const) : ('revoked' as const) },
            keys: relay.keys().map(({ provider, state }) => ({ provider, state })),
          }));
          const spent = { totalMicroUsd: 0, todayMicroUsd: 0, heldMicroUsd: 0 };
          return ok({ grants, environment: { perDayMicroUsd: null, spent }, dayEndsAt: 0, now: 0 });
        },
        flowToken: async () => ok('token of the flow'),
      },
    });
    return { relay, ring, keys, payers };
  };

  it('pay from when they are allowed until they are stopped', async () => {
    const { relay, ring, keys, payers } = openFlow();
    await ring.put('mistral', 'good-key-4f2c');
    await keys.refresh();
    expect(await keys.allow(terms)).toBe(true);
    expect(keys.own?.grantId).toBe('g');
    expect(await keys.allow({ ...terms, budget: { ...budget, perDayMicroUsd: 0 } })).toBe(true);
    expect(keys.own?.budget.perDayMicroUsd).toBe(0);
    expect(relay.told.slice(1)).toEqual(['grant with token of the flow', 'change g']);
    await keys.stop();
    expect(keys.own).toBeNull();
    expect(payers).toEqual([null, 'g', 'g', null]);
  });
});

describe('who paid when this browser last knew', () => {
  it('is told for its flow alone, and what is no payer counts for none', () => {
    const store = memoryKeyValueStore();
    const payer = { ringId: 'r', grantId: 'g', providers: ['mistral'] };
    keepPayer(store, 'f', payer);
    expect([keptPayer(store, 'f'), keptPayer(store, 'other')]).toEqual([payer, null]);
    keepPayer(store, 'f', null);
    expect(keptPayer(store, 'f')).toBeNull();
    const broken = memoryKeyValueStore({ 'weft:payers': '{"f": {"ringId": 1}, "g": null}' });
    expect([keptPayer(broken, 'f'), keptPayer(broken, 'g')]).toEqual([null, null]);
  });
});
