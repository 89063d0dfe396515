import { afterEach, expect, test, vi } from 'vitest';
import * as logging from './logging.ts';

afterEach(() => vi.unstubAllGlobals());

test('words reach the console without what would colour them', () => {
  const lines: unknown[][] = [];
  const write = (...parts: unknown[]) => void lines.push(parts);
  vi.stubGlobal('self', { console: { debug: write } });
  logging.print(logging.ORANGE, logging.BOLD, '[yjs] ', logging.UNBOLD, logging.RED, 'Changed the client-id');
  logging.warn('[yjs#509] Not same Y.Doc');
  expect(lines).toEqual([['[yjs] ', 'Changed the client-id'], ['[yjs#509] Not same Y.Doc']]);
});
