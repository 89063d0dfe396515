import type { JsonObject } from '#shared/json.ts';
import { readForm, type FormResult } from '#shared/forms/read-form.ts';

export type SchemaResult =
  | {
      readonly ok: true;
      readonly schema: JsonObject;
      readonly form: Extract<FormResult, { ok: true }>['form'];
    }
  | { readonly ok: false; readonly message: string };

/** The form's schema out of the node's field, or what is wrong with it, with the place. */
export function readSchema(text: string): SchemaResult {
  let schema: unknown;
  try {
    schema = JSON.parse(text);
  } catch {
    return { ok: false, message: 'The form is no JSON.' };
  }
  const read = readForm(schema);
  if (read.ok) return { ok: true, schema: schema as JsonObject, form: read.form };
  const { path, message } = read.problem;
  return { ok: false, message: path === '' ? message : `At ${path}: ${message}` };
}
