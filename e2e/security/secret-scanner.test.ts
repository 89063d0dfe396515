import { randomBytes } from 'node:crypto';
import { serialize } from 'node:v8';
import { expect, test } from 'vitest';
import { createSecretScanner } from './secret-scanner.ts';

const SECRET = 'sk-canary-0123456789abcdef-last';
const scanner = createSecretScanner({ key: SECRET, other: 'another-secret-that-is-nowhere' });
const around = (inside: Buffer | string): Buffer =>
  Buffer.concat([randomBytes(5), Buffer.from(inside), randomBytes(7)]);

test.each([
  ['as it is', around(SECRET)],
  ['all but its end', around(SECRET.slice(0, -4))],
  ['its beginning', around(SECRET.slice(0, 16))],
  ['its middle', around(SECRET.slice(5, 25))],
  ['in JSON', around(JSON.stringify({ authorization: `Bearer ${SECRET}` }))],
  ['as a room stores it', serialize({ key: SECRET })],
  ['as a room stores it beside other signs', serialize({ key: `${SECRET} ☂` })],
  ['in hex', around(Buffer.from(SECRET).toString('hex'))],
  ['in base64', around(Buffer.from(SECRET).toString('base64'))],
  ['in base64url, of a header', around(Buffer.from(`Bearer ${SECRET}`).toString('base64url'))],
  ['in base64, one further', around(Buffer.from(`Bearer: ${SECRET} .`).toString('base64'))],
  ['in base64, two further', around(Buffer.from(`x-api-key${SECRET}`).toString('base64'))],
])('[SE1] the scanner finds a secret %s', (_how, bytes) => {
  expect(scanner.found(bytes)).toEqual(['key']);
});

test('the scanner finds none where only the last four characters are', () => {
  expect(scanner.found(around(`ends in ${SECRET.slice(-4)}`))).toEqual([]);
  expect(() => createSecretScanner({ short: 'short-key' })).toThrow(RangeError);
});
