import { expect, test } from 'vitest';
import type { FieldDefinition } from './types.ts';
import { isInEffect } from './is-in-effect.ts';

const by: FieldDefinition = { key: 'by', label: 'By', type: 'text', default: 'lines' };
const base = { label: 'More', type: 'text', default: '' } as const;
const separator: FieldDefinition = { ...base, key: 'separator', shownWhen: { key: 'by', is: ['own'] } };
const marks: FieldDefinition = { ...base, key: 'marks', shownWhen: { key: 'by', not: ['own', null] } };
const form = { fields: [by, separator, marks] };

test('[ND8] a field is in effect as its definition says, defaults counted', () => {
  expect(isInEffect(form, by, {})).toBe(true);
  expect(isInEffect(form, separator, {})).toBe(false);
  expect(isInEffect(form, separator, { by: 'own' })).toBe(true);
  expect(isInEffect(form, marks, {})).toBe(true);
  expect(isInEffect(form, marks, { by: 'own' })).toBe(false);
  expect(isInEffect({ fields: [separator] }, marks, {})).toBe(false);
});
