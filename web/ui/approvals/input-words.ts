import type { NumberField, TextField, TextFormat } from '#shared/forms/form.ts';
import type { FormField } from '#shared/forms/form.ts';
import type { JsonValue } from '#shared/json.ts';

/** The browser's own help for a format: its keyboard, its calendar. */
export const INPUT_TYPES: { readonly [format in TextFormat]: string } = {
  plain: 'text',
  'multi-line': 'text',
  email: 'email',
  uri: 'url',
  date: 'date',
  time: 'time',
  'date-time': 'datetime-local',
};

/** Texts without a bound of their own have one that nobody meets. */
const LONG = 2_000;

/** The most that fits is told from this part of it on. */
const NEAR = 0.8;

/** What fits a field that says nothing of it itself; undefined = anything, or that the limit is far. */
export function limitWords(field: FormField, value: JsonValue | undefined): string | undefined {
  if (field.kind === 'number') return numberWords(field);
  if (field.kind !== 'text') return undefined;
  return textWords(field, typeof value === 'string' ? [...value].length : 0);
}

function numberWords({ min, max, above, below, step }: NumberField): string | undefined {
  const parts = [
    min !== null && max !== null ? `${min} to ${max}` : '',
    min !== null && max === null ? `${min} at least` : '',
    max !== null && min === null ? `${max} at most` : '',
    above === null ? '' : `more than ${above}`,
    below === null ? '' : `less than ${below}`,
    step === null ? '' : `in steps of ${step}`,
  ].filter((part) => part !== '');
  return sentence(parts);
}

function textWords({ minLength, maxLength }: TextField, length: number): string | undefined {
  const isNear = maxLength < LONG && length >= NEAR * maxLength;
  const parts = [
    minLength > 1 && length < minLength ? `at least ${minLength} characters` : '',
    isNear ? `at most ${maxLength} characters` : '',
  ].filter((part) => part !== '');
  return sentence(parts);
}

function sentence(parts: readonly string[]): string | undefined {
  const words = parts.join(', ');
  return words === '' ? undefined : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
