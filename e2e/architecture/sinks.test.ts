import { expect, test } from 'vitest';
import { isTestFile, readSourceFiles } from './source-files.ts';

/** Where a text becomes markup or a program. People and models write texts; nothing of the product has such a place. */
const SINKS = [
  /\{@html\b/,
  /\b(?:inner|outer)HTML\b/,
  /\binsertAdjacentHTML\b/,
  /\bcreateContextualFragment\b/,
  /\bdocument\.write/,
  /\bsrcdoc\b/,
  /\bsetHTMLUnsafe\b/,
  /\bDOMParser\b/,
  /(?<![.\w])eval\s*\(/,
  /\bnew\s+Function\b|(?<![.\w])Function\s*\(/,
  /\bset(?:Timeout|Interval)\s*\(\s*['"`]/,
  /\b(?:node:)?vm['"]/,
];

const sinksIn = (text: string): readonly string[] =>
  text.split('\n').filter((line) => SINKS.some((sink) => sink.test(line)));

test('[SE1] nothing that is said becomes markup or a program, on the page or in the relay', () => {
  const found = readSourceFiles()
    .filter(({ path }) => /\.(ts|mjs|svelte|html)$/.test(path) && !isTestFile(path))
    .flatMap(({ path, text }) => sinksIn(text).map((line) => `${path}: ${line.trim()}`));
  expect(found).toEqual([]);
});

test.each([
  ['{@html answer}', 1],
  ['element.innerHTML = answer;', 1],
  ['return eval(text);', 1],
  ["return new Function('x', text);", 1],
  ["setTimeout('go()', 1);", 1],
  ["import { runInNewContext } from 'node:vm';", 1],
  ['context.evalCode(text);', 0],
  ['context.callFunction(main);', 0],
  ['setTimeout(go, 1);', 0],
])('tells such places from their namesakes: %s', (text, count) => {
  expect(sinksIn(text)).toHaveLength(count);
});
