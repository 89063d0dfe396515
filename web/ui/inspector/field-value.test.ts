import { describe, expect, it } from 'vitest';
import { joinTags, jsonProblem, splitTags, textValue } from './field-value.ts';

describe('values of fields', () => {
  it('shows the default when a config has none, and foreign values as JSON', () => {
    expect(textValue(undefined, 'en')).toBe('en');
    expect(textValue('', 'en')).toBe('');
    expect(textValue({ a: 1 }, '')).toBe('{"a":1}');
    expect(textValue(undefined, null)).toBe('');
  });

  it('keeps tags whole through one string', () => {
    expect(splitTags(' gentle, night,, a little funny ')).toEqual(['gentle', 'night', 'a little funny']);
    expect(splitTags(joinTags(['gentle', 'odd, comma']))).toEqual(['gentle', 'odd  comma']);
  });

  it('says where JSON breaks', () => {
    expect(jsonProblem('')).toBeNull();
    expect(jsonProblem('{"a": 1}')).toBeNull();
    expect(jsonProblem('{\n"a": 1,}')).toContain('line 2');
    expect(jsonProblem('{')).toContain('not valid JSON');
  });
});
