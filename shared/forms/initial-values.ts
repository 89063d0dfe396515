import type { JsonObject, JsonValue } from '../json.ts';
import type { Form, FormField } from './form.ts';

/** What a form starts with: defaults where the schema gives them, otherwise nothing, off, or empty lists. */
export function initialValues(form: Form): JsonObject {
  return membersOf(form.fields);
}

/** What a new item of a list starts with, or a field that has no default; undefined = no answer yet. */
export function initialValue(field: FormField): JsonValue | undefined {
  if (field.initial !== undefined) return field.initial;
  switch (field.kind) {
    case 'boolean':
      return false;
    case 'list':
      return [];
    case 'group':
      return membersOf(field.fields);
    case 'text':
    case 'choice':
    case 'number':
      return undefined;
    default:
      return field satisfies never;
  }
}

function membersOf(fields: readonly FormField[]): JsonObject {
  const members: { [key: string]: JsonValue } = {};
  for (const field of fields) {
    const value = initialValue(field);
    if (value !== undefined) members[field.key] = value;
  }
  return members;
}
