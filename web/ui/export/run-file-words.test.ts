import { expect, it } from 'vitest';
import { fileWords, picturesWords } from './run-file-words.ts';

const weight = { textBytes: 12_000, pictures: 3, fitting: 3, pictureBytes: 4_200_000 };

it('[PI8] says how large the file of a run will be, and what does not fit', () => {
  expect(picturesWords(weight)).toBe('3 pictures, 4.2 MB.');
  expect(picturesWords({ ...weight, pictures: 1, fitting: 1 })).toBe('1 picture, 4.2 MB.');
  expect(picturesWords({ ...weight, pictures: 9 })).toBe(
    'The first 3 of 9 pictures, 4.2 MB. A file of a run holds no more.',
  );
  expect(fileWords(weight, true)).toBe('The file is about 4.2 MB large.');
  expect(fileWords(weight, false)).toBe('The file is about 12.0 kB large.');
});
