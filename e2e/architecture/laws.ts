import type { SourceFile } from './source-files.ts';

const LAW_ROW = /^\|\s*\**([A-Z]{2}\d+)\**\s*\|/gm;
const LAW_IN_BOLD = /\*\*([A-Z]{2}\d+)\*\*/g;
const TITLE = /\b(?:test|it|describe|suite)(?:\.\w+)*(?:\s*\([^()]*\))?\s*\(\s*(['"`])(.*?)\1/gs;
const NUMBER_IN_TITLE = /\[((?:[A-Z]{2}\d+)(?:[,\s/]+[A-Z]{2}\d+)*)\]/g;

/** The numbers of all laws a document states: rows of its tables and numbers in bold. */
export function readLaws(document: SourceFile): string[] {
  return [...document.text.matchAll(LAW_ROW), ...document.text.matchAll(LAW_IN_BOLD)].map(
    (match) => match[1] ?? '',
  );
}

const TEST_IN_ROW = /`((?:shared|relay|web|e2e)\/[\w./-]+\.ts)`/g;

/** The tests that the rows of a document name for its laws, by their paths from the project's root. */
export function readNamedTests(document: SourceFile): { readonly law: string; readonly path: string }[] {
  return [...document.text.matchAll(/^\|\s*\**([A-Z]{2}\d+)\**\s*\|.*$/gm)].flatMap(([row, law = '']) =>
    [...row.matchAll(TEST_IN_ROW)].map((match) => ({ law, path: match[1] ?? '' })),
  );
}

/** Whether a string of the file carries the number in brackets: titles of tables of cases stand far behind their `each`. */
export function carriesLaw(testFile: SourceFile, law: string): boolean {
  return new RegExp(`['"\`][^\\n]*\\[(?:[A-Z]{2}\\d+[,\\s/]+)*${law}\\b[^\\]\\n]*\\]`).test(testFile.text);
}

/** The numbers that stand in the titles of a file's tests, as in `[RL2] redelivered entries change nothing`. */
export function readProvedLaws(testFile: SourceFile): string[] {
  return [...testFile.text.matchAll(TITLE)].flatMap((title) =>
    [...(title[2] ?? '').matchAll(NUMBER_IN_TITLE)].flatMap((match) => (match[1] ?? '').split(/[,\s/]+/)),
  );
}
