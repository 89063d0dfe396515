import { expect, test } from 'vitest';
import { noticeWords } from './notice-words.ts';

test('what happened is the title, what to do the text', () => {
  expect(noticeWords({ message: 'The relay cannot be reached. Check that it runs.' })).toEqual({
    title: 'The relay cannot be reached.',
    text: 'Check that it runs.',
  });
});

test('one sentence is a title alone', () => {
  expect(noticeWords({ message: 'Nothing more is known.' })).toEqual({
    title: 'Nothing more is known.',
    text: undefined,
  });
});
