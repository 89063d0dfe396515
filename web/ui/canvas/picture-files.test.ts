import { describe, expect, it } from 'vitest';
import { meantAsPicture, pastedPictures } from './picture-files.ts';

const clipboard = (text: string, ...files: readonly File[]) =>
  ({ files, getData: () => text }) as unknown as DataTransfer;
const photo = new File(['…'], 'IMG_1.HEIC');
const shot = new File(['…'], 'image.png', { type: 'image/png' });

describe('what is meant as a picture', () => {
  it('says so by type or by name; programs give some files no type', () => {
    expect(
      [photo, shot, new File([], 'a.flow.json'), new File([], 'notes.txt', { type: 'text/plain' })].map(
        meantAsPicture,
      ),
    ).toEqual([true, true, false, false]);
  });

  it('is pasted unless there is a text that counts more', () => {
    expect(pastedPictures(clipboard('', shot))).toEqual([shot]);
    expect(pastedPictures(clipboard('A cell of a table', shot))).toEqual([]);
    expect(pastedPictures(clipboard('/home/wren/IMG_1.HEIC', photo))).toEqual([photo]);
    expect(pastedPictures(clipboard('A text'))).toEqual([]);
    expect(pastedPictures(null)).toEqual([]);
  });
});
