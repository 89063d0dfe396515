import { expect, it } from 'vitest';
import { readBody } from './read-body.ts';

const MIB = 1024 * 1024;

/** A request whose body comes in pieces of a mebibyte, and how many of them were taken. */
function requestOf(pieces: number, contentLength: string | null = null) {
  let taken = 0;
  let isCancelled = false;
  const reader = {
    async read() {
      if (taken === pieces) return { done: true };
      taken += 1;
      return { done: false, value: new Uint8Array(MIB).fill(taken) };
    },
    async cancel() {
      isCancelled = true;
    },
  };
  const request = { headers: { get: () => contentLength }, body: { getReader: () => reader } };
  return { request, taken: () => taken, isCancelled: () => isCancelled };
}

it('a body up to its limit comes whole', async () => {
  const body = await readBody(requestOf(2).request, 2 * MIB);
  expect([body?.length, body?.[0], body?.[MIB]]).toEqual([2 * MIB, 1, 2]);
  expect(await readBody({ headers: { get: () => null }, body: null }, 1)).toEqual(new Uint8Array());
});

it('one that is a little larger is read to its end and refused, so that the refusal arrives', async () => {
  const { request, taken, isCancelled } = requestOf(4, String(4 * MIB));
  expect(await readBody(request, 2 * MIB)).toBeNull();
  expect([taken(), isCancelled()]).toEqual([4, false]);
});

it('one that is far larger is not read to its end, whatever it says of itself', async () => {
  const honest = requestOf(100, String(100 * MIB));
  expect(await readBody(honest.request, MIB)).toBeNull();
  expect(honest.taken()).toBe(0);
  const silent = requestOf(100);
  expect(await readBody(silent.request, MIB)).toBeNull();
  expect([silent.taken(), silent.isCancelled()]).toEqual([6, true]);
});
