import { expect, it } from 'vitest';
import { decodeEntities, safeHref } from './markdown-safe.ts';

it.each([
  'javascript:alert(1)',
  ' JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  '/here',
  'blob:https://a.example/x',
  '',
])('[SE1] sends nobody to %j', (href) => {
  expect(safeHref(href)).toBeNull();
});

it.each([
  ['https://example.org/a b', 'https://example.org/a%20b'],
  ['HTTP://Example.org', 'http://example.org/'],
  ['mailto:wren@example.org', 'mailto:wren@example.org'],
])('lets %s through', (href, safe) => {
  expect(safeHref(href)).toBe(safe);
});

it('reads entities once and leaves what it does not know', () => {
  expect(decodeEntities('&lt;b&gt; &amp;amp; &#8230; &#x2014; &nope; &#99999999; a & b')).toBe(
    '<b> &amp; … — &nope; &#99999999; a & b',
  );
});
