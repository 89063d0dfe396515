import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORM_LIMITS } from './form-limits.ts';
import { compilePattern } from './pattern.ts';

const tests = (source: string, text: string): boolean => {
  const compiled = compilePattern(source);
  if (!compiled.ok) throw new Error(compiled.message);
  return compiled.pattern.test(text);
};

describe('a pattern', () => {
  const SOURCES = [
    'a',
    'ab*c',
    '^a+$',
    '^(a|b)*$',
    '(?:ab){2,3}',
    '^[^a-c]+$',
    'a.c',
    '\\d{2}-\\d{2}',
    '^\\w+\\s\\w+$',
    'a|^b|c$',
    '^$',
    '^(a?){3}b$',
    '[\\d.-]+x',
    'a{2,}',
    '\\.',
    '(a|ab)(c|bcd)(d*)$',
    '^a*?b',
  ] as const;

  it('[FO3] finds what an expression of the platform finds', () => {
    const text = fc.string({ unit: fc.constantFrom(...'abcdx01 .-\n'), maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom(...SOURCES), text, (source, value) => {
        expect(tests(source, value)).toBe(new RegExp(source, 'u').test(value));
      }),
      { numRuns: 3_000 },
    );
  });

  it('[FO3] of the kind that makes others hang is answered in steps that follow its length', () => {
    const text = `${'a'.repeat(FORM_LIMITS.patternTextCharacters)}!`;
    for (const source of ['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '(.*)*x$', '^(([a-z])+.)+[A-Z]([a-z])+$'])
      expect(tests(source, text)).toBe(false);
  });

  it.each([
    '(',
    ')',
    '[',
    '[a',
    'a{',
    'a{2',
    'a{3,2}',
    'a**',
    '*a',
    '+',
    '\\',
    '\\k',
    '\\1',
    '(?<n>a)',
    '(?!a)',
    '^*',
    '[b-a]',
    '[\\d-z]',
    'a{9999}',
    '\\u12',
  ])('[FO2] %s is refused in words', (source) => {
    const compiled = compilePattern(source);
    expect(compiled.ok).toBe(false);
    if (!compiled.ok) expect(compiled.message.length).toBeGreaterThan(10);
  });

  it('[FO2] of any characters is compiled or refused, and nothing else', () => {
    const source = fc.string({ unit: fc.constantFrom(...'ab()[]{}|*+?^$\\.,-019d'), maxLength: 30 });
    fc.assert(
      fc.property(source, fc.string({ maxLength: 20 }), (value, text) => {
        const compiled = compilePattern(value);
        if (compiled.ok) expect(typeof compiled.pattern.test(text)).toBe('boolean');
      }),
      { numRuns: 3_000 },
    );
  });
});
