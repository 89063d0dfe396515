import { describe, expect, it } from 'vitest';
import { weftError } from '#shared/run/errors.ts';
import { readFile, type FileReaders } from './read-file.ts';

const gone = weftError('blob-missing', 'Gone.');
const pixels = new Uint8Array([1, 2, 3]);
const readers: FileReaders = {
  text: async (hash) => (hash === 'words' ? { ok: true, text: 'Ä\r\n' } : { ok: false, error: gone }),
  picture: async (hash) => (hash === 'boat' ? { ok: true, bytes: pixels } : { ok: false, error: gone }),
};

describe('the bytes of a file', () => {
  it('are those of its text, as they were written', async () => {
    const read = await readFile({ blob: 'words', mediaType: 'text/csv' }, readers);
    expect(read).toEqual({ ok: true, bytes: new TextEncoder().encode('Ä\r\n') });
  });

  it('are those of its picture', async () => {
    expect(await readFile({ blob: 'boat', mediaType: 'image/png' }, readers)).toEqual({
      ok: true,
      bytes: pixels,
    });
  });

  it.each(['text/plain', 'image/png'] as const)('%s: says why they are not to be had', async (mediaType) => {
    expect(await readFile({ blob: 'lost', mediaType }, readers)).toEqual({ ok: false, error: gone });
  });
});
