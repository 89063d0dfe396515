import { expect, test } from 'vitest';
import { looksLikeMarkdown } from './looks-like-markdown.ts';

test.each([
  '# The night market\n\nOnce',
  'She said **now** and went.',
  'Before\n\n```js\n1\n```',
  '1. Look\n2. Ask\n',
  '- one\n\n- two',
  '| a | b |\n| --- | --- |\n| 1 | 2 |',
])('Markdown: %j', (text) => expect(looksLikeMarkdown(text)).toBe(true));

test.each([
  '',
  'A plain sentence.',
  '#3 on the list',
  '- Yes, he said.\nAnd went.',
  '2 * 3 * 4 = 24',
  '{"a": [1, 2]}',
  'Dear Ada,\n\nLove\n--\nMina',
])('no Markdown: %j', (text) => expect(looksLikeMarkdown(text)).toBe(false));
