import type { JsonValue } from '../json.ts';
import type { Form, FormField } from './form.ts';

/** Answers as lines for people and prompts: `Label: value`, nested ones further in. Fields without an answer are left out. */
export function describeValues(form: Form, values: { readonly [key: string]: JsonValue }): string {
  return lines(form.fields, values, '').join('\n');
}

function lines(
  fields: readonly FormField[],
  values: { readonly [key: string]: JsonValue },
  indent: string,
): readonly string[] {
  return fields.flatMap((field) => {
    const value = values[field.key];
    return value === undefined || value === '' ? [] : line(field, value, indent, field.label);
  });
}

function line(field: FormField, value: JsonValue, indent: string, label: string): readonly string[] {
  if (field.kind === 'group') {
    const inner = lines(field.fields, value as { readonly [key: string]: JsonValue }, `${indent}  `);
    return inner.length === 0 ? [] : [`${indent}${label}:`, ...inner];
  }
  if (field.kind === 'list') {
    const items = value as readonly JsonValue[];
    if (items.length === 0) return [];
    const inner = items.flatMap((item, index) => line(field.item, item, `${indent}  `, String(index + 1)));
    return [`${indent}${label}:`, ...inner];
  }
  return [`${indent}${label}: ${wordOf(field, value)}`];
}

function wordOf(field: FormField, value: JsonValue): string {
  if (field.kind === 'boolean') return value === true ? 'yes' : 'no';
  if (field.kind === 'choice')
    return field.options.find((option) => option.value === value)?.label ?? String(value);
  return String(value);
}
