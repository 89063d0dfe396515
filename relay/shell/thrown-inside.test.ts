import { describe, expect, it } from 'vitest';
import { guarded } from './json-response.ts';
import { quietly } from './room-sockets.ts';

const KEY = 'sk-canary-0123456789abcdef';

/** As a library throws: partykit would answer with the message and take `code` for the status. */
const errors = [
  new Error(`refused: ${KEY}`),
  Object.assign(new Error(KEY), { code: 'invalid_api_key', status: 401, headers: { authorization: KEY } }),
  new TypeError('x', { cause: new Error(KEY) }),
  KEY,
  { key: KEY, toString: () => KEY },
];

describe('what is thrown inside', () => {
  it.each(errors)('[SE1] says nothing to whoever asked: %#', async (error) => {
    const thrown = [
      () => Promise.reject(error),
      () => {
        throw error;
      },
    ];
    for (const handler of thrown) {
      const answer = await guarded(handler);
      expect(answer.status).toBe(500);
      const told = JSON.stringify([await answer.text(), [...answer.headers]]);
      expect(told).not.toMatch(/canary|refused|thrown-inside|at /);
    }
  });

  it.each(errors)('[SE1] says nothing to a socket: %#', async (error) => {
    const closed: unknown[][] = [];
    const connection = { close: (...args: unknown[]) => closed.push(args) };
    await quietly(connection as never, () => Promise.reject(error));
    expect(closed).toEqual([[1011, 'internal']]);
  });
});
