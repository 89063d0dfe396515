import { describe, expect, it } from 'vitest';
import { embeddedPicture, fieldPicture, isForeignPicture, size } from './picture-words.ts';

const blob = { blob: 'a'.repeat(64), mediaType: 'image/jpeg', bytes: 212_400 };

describe('what a field of type image says of its picture', () => {
  it('is its name, its pixels and its bytes', () => {
    expect(fieldPicture({ ...blob, name: 'harbour.jpg', width: 2_048, height: 1_536 })).toMatchObject({
      name: 'harbour.jpg',
      facts: '2,048 × 1,536 px · 212 kB',
      ratio: 4 / 3,
    });
    expect(fieldPicture(blob)).toMatchObject({ name: '', facts: '212 kB' });
    expect([0, 999, 1_000, 3_960_000].map(size)).toEqual(['0 bytes', '999 bytes', '1 kB', '4.0 MB']);
  });

  it('is nothing when there is none of Weft', () => {
    expect([undefined, null, '', 'data:image/png;base64,AA', { blob: 'x' }].map(fieldPicture)).toEqual(
      Array.from({ length: 5 }, () => null),
    );
    expect([undefined, null, '', blob, 'data:image/png;base64,AA'].map(isForeignPicture)).toEqual([
      ...[false, false, false, false, true],
    ]);
  });

  it('can be taken over from a file that holds it as text', async () => {
    const taken = embeddedPicture('data:image/png;base64,iVBORw0KGgo=');
    expect([taken?.type, [...new Uint8Array((await taken?.arrayBuffer()) ?? [])]]).toEqual([
      'image/png',
      [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ]);
    expect(
      [null, 'https://example.org/a.png', 'data:text/html;base64,PGI+', 'data:image/png;base64,%%', blob].map(
        embeddedPicture,
      ),
    ).toEqual(Array.from({ length: 5 }, () => null));
  });
});
