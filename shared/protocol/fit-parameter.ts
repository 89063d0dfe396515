import type { JsonValue } from '../json.ts';
import type { ParameterField } from './providers.ts';

/**
 * The value as the model takes it; null = it takes none such. Asked by the page before a run and by the relay before a
 * call, so that both say the same. Whole numbers are asked for where the field's step is one.
 */
export function fitParameter(field: ParameterField, value: JsonValue): string | number | boolean | null {
  switch (field.type) {
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'text':
      return typeof value === 'string' ? value : null;
    case 'select':
      return field.options.some((option) => option.value === value) ? (value as string) : null;
    case 'number':
      return fitNumber(field, value);
    default:
      return field satisfies never;
  }
}

/** Left empty: the provider's own default is meant, and nothing is sent. */
export function isEmptyParameter(value: JsonValue): boolean {
  return value === null || value === '';
}

function fitNumber(field: Extract<ParameterField, { type: 'number' }>, value: JsonValue): number | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  if (field.min !== undefined && value < field.min) return null;
  if (field.max !== undefined && value > field.max) return null;
  if (field.step !== undefined && Number.isInteger(field.step) && !Number.isInteger(value)) return null;
  return value;
}
