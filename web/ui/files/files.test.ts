import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { weftError } from '#shared/run/errors.ts';
import type { FileType } from '#shared/run/file-type.ts';
import type { RunFile } from '#shared/run/state.ts';
import { filePreview } from './file-preview.ts';
import { fileSize, zipName } from './file-words.ts';
import { zipFiles } from './zip-files.ts';

const encoder = new TextEncoder();
const fileOf = (name: string, mediaType: FileType): RunFile => ({
  ...{ fileId: name, nodeId: 'n', name, mediaType, version: 1, versions: [] },
  ...{ bytes: 1, blob: name, at: Date.UTC(2026, 10, 21, 9) },
});

describe('files on the screen', () => {
  it.each([
    [1, '1 byte'],
    [812, '812 bytes'],
    [12_430, '12.4 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1.0 MB'],
    [8_388_608, '8.4 MB'],
  ])('%i bytes are %s', (bytes, words) => expect(fileSize(bytes)).toBe(words));

  it('names the zip after the flow, whatever that is called', () => {
    expect(zipName('Tales')).toBe('Tales – files.zip');
    expect(zipName('a/b: "c"?')).toBe('a b c – files.zip');
    expect(zipName('\u202e')).toBe('Run – files.zip');
  });

  const preview = (text: string, type: FileType) => filePreview(encoder.encode(text), type);

  it('[FI5] shows a text as text, JSON as a tree, CSV as a table; what is no JSON after all as text', () => {
    expect(preview('<script>x</script>', 'text/plain')).toEqual({
      kind: 'text',
      text: '<script>x</script>',
      isCut: false,
    });
    expect(preview('# A', 'text/markdown')).toMatchObject({ kind: 'markdown', text: '# A' });
    expect(preview('{"a":[1]}', 'application/json')).toEqual({ kind: 'json', value: { a: [1] } });
    expect(preview('{"a":', 'application/json')).toMatchObject({ kind: 'text', text: '{"a":' });
    expect(preview('a,b\r\n1\r\n', 'text/csv')).toEqual({
      kind: 'table',
      head: ['a', 'b'],
      rows: [['1', '']],
      isCut: false,
    });
  });

  it('[FI5] shows the beginning of what is long', () => {
    const row = 'x,y\n';
    const exact = preview(row.repeat(101), 'text/csv');
    const more = preview(row.repeat(102), 'text/csv');
    expect([exact.kind === 'table' && exact.isCut, more.kind === 'table' && more.isCut]).toEqual([
      false,
      true,
    ]);
    expect(more.kind === 'table' && more.rows.length).toBe(100);
    expect(preview('x'.repeat(100_001), 'text/plain')).toMatchObject({
      isCut: true,
      text: 'x'.repeat(100_000),
    });
  });

  it('[FI6] packs all of them, byte for byte, under their names', async () => {
    const contents: Record<string, string> = {
      'a.md': '# Ä\n',
      'b.csv': 'x,y\r\n'.repeat(5_000),
      'ü (2).png': 'pixels',
    };
    const files = [
      fileOf('a.md', 'text/markdown'),
      fileOf('b.csv', 'text/csv'),
      fileOf('ü (2).png', 'image/png'),
    ];
    const counts: number[] = [];
    const outcome = await zipFiles(
      files,
      async ({ blob }) => ({ ok: true, bytes: encoder.encode(contents[blob]) }),
      (count) => counts.push(count),
    );
    if (!outcome.ok) throw new Error(outcome.error.message);
    const unzipped = unzipSync(new Uint8Array(await outcome.zip.arrayBuffer()));
    const texts = Object.entries(unzipped).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]);
    expect(Object.fromEntries(texts)).toEqual(contents);
    expect(counts).toEqual([1, 2, 3]);
  });

  it('[FI6] makes no zip that lacks one, and says which', async () => {
    const error = weftError('blob-missing', 'Gone.');
    const outcome = await zipFiles(
      [fileOf('a.md', 'text/markdown'), fileOf('b.md', 'text/markdown')],
      async ({ name }) => (name === 'a.md' ? { ok: true, bytes: encoder.encode('a') } : { ok: false, error }),
      () => undefined,
    );
    expect(outcome).toEqual({ ok: false, name: 'b.md', error });
  });
});
