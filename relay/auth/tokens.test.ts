import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { grantOf } from '../core/testing.ts';
import { createTokenSigner } from './tokens.ts';

const SECRET = 'a-signing-key-of-the-tests-0123456789abcdef';
const NOW = 1_800_000_000_000;
const signer = createTokenSigner(SECRET);
const grant = grantOf('ann', 'editor', { expiresAt: NOW + 600_000 });

describe('tokens', () => {
  it('give back what was signed', async () => {
    expect(await signer.readToken(await signer.signToken(grant), NOW)).toEqual(grant);
    const runGrant = { ...grant, runId: 'run-1', role: 'run-viewer' } as const;
    expect(await signer.readToken(await signer.signToken(runGrant), NOW)).toEqual(runGrant);
  });

  it('end, with a minute of tolerance', async () => {
    const token = await signer.signToken(grant);
    expect(await signer.readToken(token, grant.expiresAt + 59_000)).toEqual(grant);
    expect(await signer.readToken(token, grant.expiresAt + 61_000)).toBeNull();
  });

  it('[AU1] of another key, algorithm, issuer or audience are worth nothing', async () => {
    const claims = { sub: 'ann', link: 'l', flow: 'f', role: 'owner', exp: NOW / 1_000 + 600 };
    const key = new TextEncoder().encode(SECRET);
    const sign = (change: { key?: Uint8Array; alg?: string; iss?: string; aud?: string }) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: change.alg ?? 'HS256' })
        .setIssuer(change.iss ?? 'weft')
        .setAudience(change.aud ?? 'weft-relay')
        .sign(change.key ?? key);
    expect(await signer.readToken(await sign({}), NOW)).not.toBeNull();
    const none = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ ...claims, iss: 'weft', aud: 'weft-relay' }))}.`;
    const forged = [
      await sign({ key: new TextEncoder().encode('another-key-another-key-another-key-1234') }),
      await sign({ alg: 'HS512', key: new TextEncoder().encode(SECRET.repeat(2)) }),
      await sign({ iss: 'other' }),
      await sign({ aud: 'weft-ticket' }),
      none.replaceAll('=', ''),
      '',
      'x.y.z',
    ];
    for (const token of forged) expect(await signer.readToken(token, NOW)).toBeNull();
  });

  it('[AU1] tickets and proofs of a person do not pass for tokens, nor tokens for them', async () => {
    const ticket = { runId: 'run', flowId: 'flow', ticketId: 't', expiresAt: NOW + 60_000 };
    const signedTicket = await signer.signTicket(ticket);
    const proof = await signer.signPerson('ann');
    const token = await signer.signToken(grant);
    expect(await signer.readTicket(signedTicket, NOW)).toEqual(ticket);
    expect(await signer.readPerson(proof, NOW)).toBe('ann');
    expect(await signer.readToken(signedTicket, NOW)).toBeNull();
    expect(await signer.readToken(proof, NOW)).toBeNull();
    expect(await signer.readTicket(token, NOW)).toBeNull();
    expect(await signer.readPerson(token, NOW)).toBeNull();
  });
});
