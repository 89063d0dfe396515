import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFault } from './json-fault.ts';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('where a text stops being JSON', () => {
  it('is nowhere exactly when it parses, whatever is cut out or put in', () => {
    const damaged = fc.tuple(
      fc.json(),
      fc.nat(200),
      fc.nat(3),
      fc.constantFrom('', ',', '}', ']', '"', 'x', ':', '1', '\n'),
    );
    fc.assert(
      fc.property(damaged, ([json, at, cut, put]) => {
        const text = json.slice(0, at) + put + json.slice(at + cut);
        expect(jsonFault(text) === null).toBe(parses(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['{\n  "a": x}', 2, 8],
    ['{"a": 1,}', 1, 9],
    ['[1, 2', 1, 6],
    ['', 1, 1],
    ['{"a" 1}', 1, 6],
    ['"tab\there"', 1, 1],
  ])('names line and column in %j', (text, line, column) => {
    expect(jsonFault(text)).toMatchObject({ line, column });
  });

  it('is not overcome by deep nesting', () => {
    expect(jsonFault('['.repeat(200_000))?.index).toBe(200_000);
  });
});
