import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { grantOf } from '../core/testing.ts';
import { createTokenSigner } from './tokens.ts';

const SECRET = 'a-signing-key-of-the-tests-0123456789abcdef';
const NOW = 1_800_000_000_000;
const LATER = NOW + 600_000;
const signer = createTokenSigner(SECRET);
const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Everything that is signed, and what reads it. */
const KINDS = {
  token: [
    () => signer.signToken(grantOf('ann', 'editor', { expiresAt: LATER })),
    (token: string) => signer.readToken(token, NOW),
  ],
  ticket: [
    () => signer.signTicket({ runId: 'run', flowId: 'flow', ticketId: 't', expiresAt: LATER }),
    (token: string) => signer.readTicket(token, NOW),
  ],
  flowTicket: [
    () => signer.signFlowTicket({ flowId: 'flow', ticketId: 't', expiresAt: LATER }),
    (token: string) => signer.readFlowTicket(token, NOW),
  ],
  person: [() => signer.signPerson('ann'), (token: string) => signer.readPerson(token, NOW)],
  ring: [() => signer.signRing('ring', LATER), (token: string) => signer.readRing(token, NOW)],
} as const satisfies Record<string, readonly [() => Promise<string>, (token: string) => Promise<unknown>]>;
const kinds = Object.keys(KINDS) as (keyof typeof KINDS)[];

const signAfter = (sign = '', step: number): string =>
  SIGNS[(SIGNS.indexOf(sign) + step) % SIGNS.length] ?? '';
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decoded = (part = ''): object => JSON.parse(Buffer.from(part, 'base64url').toString()) as object;

/** As somebody writes it who has the key, or thinks so. */
function forge(header: object, claims: object, key = SECRET, hash = 'sha256'): string {
  const text = `${encoded(header)}.${encoded(claims)}`;
  return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`;
}

describe.each(kinds)('a %s that was tampered with', (kind) => {
  const [make, read] = KINDS[kind];
  const accepted = async (tokens: readonly string[]): Promise<readonly string[]> => {
    const read_ = await Promise.all(
      tokens.map(async (token) => ((await read(token)) === null ? [] : [token])),
    );
    return read_.flat();
  };

  it('[AU1] at any place of its text is worth nothing', async () => {
    const token = await make();
    expect(await read(token)).not.toBeNull();
    for (let at = 0; at < token.length; at += 1) {
      // All signs at the end, where some of their bits are spare; elsewhere some near the one that stands there.
      const near = [1, 2, 3, 4, 16, 32].map((step) => signAfter(token[at], step));
      const tried = at > token.length - 4 ? SIGNS : near.join('');
      const signs = [...`${tried}.=+/ \n%`].filter((sign) => sign !== token[at]);
      const changed = signs.map((sign) => token.slice(0, at) + sign + token.slice(at + 1));
      const cut = [token.slice(0, at), token.slice(at + 1), `${token.slice(0, at)}A${token.slice(at)}`];
      expect(await accepted([...changed, ...cut])).toEqual([]);
    }
  });

  it('[AU1] in any bit of what it says is worth nothing', async () => {
    const parts = (await make()).split('.').map((part) => Buffer.from(part, 'base64url'));
    const changed = parts.flatMap((part, place) =>
      Array.from({ length: part.length * 8 }, (_, bit) => {
        const copy = parts.map((each) => Buffer.from(each));
        const bytes = copy[place] as Buffer;
        bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
        return copy.map((each) => each.toString('base64url')).join('.');
      }),
    );
    expect(changed.length).toBeGreaterThan(700);
    expect(await accepted(changed)).toEqual([]);
  });

  it('[AU1] around its edges is worth nothing', async () => {
    const token = await make();
    const around = ['=', '==', ' ', '\n', '\t', '\0', '.', 'A', '%00', `.${token}`];
    expect(await accepted(around.flatMap((sign) => [token + sign, sign + token]))).toEqual([]);
  });

  it('[AU1] with a header that names another way is worth nothing', async () => {
    const [, payload, signature] = (await make()).split('.');
    const claims = decoded(payload);
    const jwk = { kty: 'oct', k: Buffer.from('mine').toString('base64url'), alg: 'HS256' };
    const headers = [
      ...['none', 'None', 'NONE', 'nOnE', '', 'HS384', 'HS512', 'RS256', 'ES256', 'EdDSA', 'dir'].map(
        (alg) => ({
          alg,
        }),
      ),
      {},
      { alg: ['HS256'] },
      { alg: null },
    ];
    const unsigned = headers.flatMap((header) => [
      `${encoded(header)}.${payload}.`,
      `${encoded(header)}.${payload}.${signature}`,
    ]);
    const byOthers = [
      { alg: 'HS256', jwk },
      { alg: 'HS256', kid: '../../../../dev/null' },
      { alg: 'HS256', kid: "' UNION SELECT 'mine" },
      { alg: 'HS256', jku: 'https://evil.example.org/keys' },
      { alg: 'HS256', x5u: 'https://evil.example.org/keys', typ: 'JWT' },
    ].flatMap((header) => ['mine', '', '\0', 'undefined', 'null'].map((key) => forge(header, claims, key)));
    const bySameKey = [
      forge({ alg: 'none' }, claims),
      forge({ alg: 'HS512' }, claims, SECRET, 'sha512'),
      forge({ alg: 'HS256', crit: ['exp'], exp: 0 }, claims),
      forge({ alg: 'HS256', b64: false, crit: ['b64'] }, claims),
    ];
    expect(await accepted([...unsigned, ...byOthers, ...bySameKey])).toEqual([]);
  });

  it('[AU1] is read by nothing but its own reader, for no other issuer, and not before its time or after', async () => {
    const token = await make();
    const others = kinds.filter((other) => other !== kind);
    for (const other of others) expect([other, await KINDS[other][1](token)]).toEqual([other, null]);
    const claims = decoded(token.split('.')[1]);
    const header = { alg: 'HS256' };
    expect(await accepted([forge(header, claims)])).toHaveLength(1);
    const soon = NOW / 1_000 + 3_600;
    const changes = [
      { iss: 'other' },
      { aud: 'other' },
      { aud: [] },
      { nbf: soon },
      { sub: '', flow: '', run: '' },
    ];
    const past = kind === 'person' ? [] : [{ exp: NOW / 1_000 - 61 }, { exp: 'never' }, { exp: null }];
    const forged = [...changes, ...past].map((change) => forge(header, { ...claims, ...change }));
    expect(await accepted(forged)).toEqual([]);
  });
});

describe('what a token is for', () => {
  it('[AU1] no member that is not there can be added to it from outside: what it says beside its claims counts for nothing', async () => {
    const claims = { iss: 'weft', aud: 'weft-relay', sub: 'ann', link: 'l', flow: 'f', role: 'viewer' };
    const exp = LATER / 1_000;
    const more = { admin: true, roles: ['owner'], __proto__: null, personId: 'olga', flowId: 'g' };
    expect(await signer.readToken(forge({ alg: 'HS256' }, { ...claims, ...more, exp }), NOW)).toEqual({
      ...{ personId: 'ann', linkId: 'l', flowId: 'f', role: 'viewer', expiresAt: LATER },
    });
    expect(
      await signer.readToken(forge({ alg: 'HS256' }, { ...claims, role: 'admin', exp }), NOW),
    ).toBeNull();
  });
});
