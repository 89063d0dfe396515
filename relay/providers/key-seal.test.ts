import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openKey, resealKey, sealKey } from './key-seal.ts';
import { RING_KEY_STAND_IN, ringKeyOpener } from './ring-key.ts';

const KEY = 'sk-a-key-of-the-tests-0123456789';
const newSecret = () => randomBytes(32).toString('base64url');
const environment = { WEFT_ENCRYPTION_KEY: newSecret() };
const binding = {
  ...{ ringId: 'ring', keyId: 'key', provider: 'openai' },
  addresses: ['https://api.openai.com/v1', 'https://pictures.example/v1'],
};

describe('a key at rest', () => {
  it('[VA1] is opened by the relay that sealed it, and nothing of it can be read', async () => {
    const sealed = await sealKey(environment, binding, KEY);
    expect(await openKey(environment, sealed)).toBe(KEY);
    const kept = JSON.stringify(sealed);
    for (let at = 0; at + 6 <= KEY.length; at += 1) expect(kept).not.toContain(KEY.slice(at, at + 6));
    expect(Buffer.from(sealed.ciphertext, 'base64url').toString('latin1')).not.toContain(KEY.slice(0, 6));
    expect((await sealKey(environment, binding, KEY)).ciphertext).not.toBe(sealed.ciphertext);
  });

  it.each([
    ['ring', { ringId: 'another' }],
    ['key', { keyId: 'another' }],
    ['provider', { provider: 'mistral' }],
    ['address', { addresses: ['https://evil.example/v1'] }],
    ['order of addresses', { addresses: [...binding.addresses].reverse() }],
    ['encryption key', { sealedWith: '0123456789abcdef' }],
  ])('[VA1] is not opened for another %s', async (_what, change) => {
    const sealed = await sealKey(environment, binding, KEY);
    expect(await openKey(environment, { ...sealed, ...change })).toBeNull();
  });

  it('[VA1] is not opened with any byte of it changed', async () => {
    const sealed = await sealKey(environment, binding, KEY);
    for (const field of ['ciphertext', 'iv'] as const) {
      const bytes = Buffer.from(sealed[field], 'base64url');
      for (let at = 0; at < bytes.length; at += 1) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 1;
        expect(await openKey(environment, { ...sealed, [field]: changed.toString('base64url') })).toBeNull();
      }
    }
    expect(await openKey(environment, { ...sealed, iv: 'no base64!' })).toBeNull();
  });

  it('[VA1] is not opened by another relay, or one that lost its encryption key', async () => {
    const sealed = await sealKey(environment, binding, KEY);
    expect(await openKey({ WEFT_ENCRYPTION_KEY: newSecret() }, sealed)).toBeNull();
    expect(await openKey({}, sealed)).toBeNull();
    expect(await openKey({ WEFT_ENCRYPTION_KEY: 'too short' }, sealed)).toBeNull();
    await expect(sealKey({}, binding, KEY)).rejects.toThrow('WEFT_ENCRYPTION_KEY');
  });

  it('[VA1] goes over to the new encryption key after a rotation', async () => {
    const sealed = await sealKey(environment, binding, KEY);
    expect(await resealKey(environment, sealed)).toBeNull();
    const rotated = {
      WEFT_ENCRYPTION_KEY: newSecret(),
      WEFT_ENCRYPTION_KEYS_BEFORE: `${newSecret()},${environment.WEFT_ENCRYPTION_KEY}`,
    };
    expect(await openKey(rotated, sealed)).toBe(KEY);
    const resealed = await resealKey(rotated, sealed);
    const alone = { WEFT_ENCRYPTION_KEY: rotated.WEFT_ENCRYPTION_KEY };
    expect(resealed && (await openKey(alone, resealed))).toBe(KEY);
  });
});

describe('a ring’s key on its way', () => {
  it('[VA1] is opened for the addresses that it was put in for, and for no other', async () => {
    const sealed = await sealKey(environment, binding, KEY);
    const open = (address: string) => ringKeyOpener(environment, sealed, address)?.();
    expect(await open('https://api.openai.com/v1')).toBe(KEY);
    expect(await open('https://pictures.example/v1')).toBe(KEY);
    expect(await open('https://api.openai.com.evil.example/v1')).toBeNull();
    expect(await open('')).toBeNull();
    expect(ringKeyOpener(environment, undefined, 'https://api.openai.com/v1')).toBeUndefined();
    expect(RING_KEY_STAND_IN).not.toContain('sk-');
  });
});
