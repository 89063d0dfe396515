import { describe, expect, it } from 'vitest';
import type { FormField } from '#shared/forms/form.ts';
import { limitWords } from './input-words.ts';

const base = { key: 'name', label: 'Name', help: '', required: true, initial: undefined } as const;
const text = (minLength: number, maxLength: number): FormField => ({
  ...base,
  ...{ kind: 'text', format: 'plain', pattern: null, minLength, maxLength },
});

describe('what a field says of its limits', () => {
  it('tells the most that fits where little room is left, and the least until it is there', () => {
    expect(limitWords(text(1, 120), 'A short name')).toBeUndefined();
    expect(limitWords(text(1, 120), 'n'.repeat(100))).toBe('At most 120 characters.');
    expect(limitWords(text(4, 120), 'abc')).toBe('At least 4 characters.');
    expect(limitWords(text(4, 120), 'abcd')).toBeUndefined();
    expect(limitWords(text(1, 100_000), 'n'.repeat(99_000))).toBeUndefined();
  });

  it('tells what numbers fit before one is there', () => {
    const number: FormField = {
      ...base,
      ...{ kind: 'number', isInteger: true, min: 1, max: 9, above: null, below: null, step: null },
    };
    expect(limitWords(number, undefined)).toBe('1 to 9.');
  });
});
