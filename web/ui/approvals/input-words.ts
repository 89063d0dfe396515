import type { NumberField, TextField, TextFormat } from '#shared/forms/form.ts';
import type { FormField } from '#shared/forms/form.ts';

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

/** What fits a field that says nothing of it itself; undefined = anything. */
export function limitWords(field: FormField): string | undefined {
  if (field.kind === 'number') return numberWords(field);
  return field.kind === 'text' ? textWords(field) : undefined;
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

function textWords({ minLength, maxLength }: TextField): string | undefined {
  const parts = [
    minLength > 1 ? `at least ${minLength} characters` : '',
    maxLength < LONG ? `at most ${maxLength} characters` : '',
  ].filter((part) => part !== '');
  return sentence(parts);
}

function sentence(parts: readonly string[]): string | undefined {
  const words = parts.join(', ');
  return words === '' ? undefined : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
