import type { JsonValue } from '../json.ts';
import { joinPath } from './form.ts';
import { FORM_LIMITS } from './form-limits.ts';

/** An object of a schema that has not been read yet. */
export type SchemaObject = { readonly [key: string]: JsonValue | undefined };

/** What is wrong with a schema, and where in it. Leaves the reader of forms as a value. */
export class FormFault extends Error {
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

/** Keywords that would be silently ignored are refused: who writes them relies on them. `x-…` is anybody's own. */
export function refuseUnknown(object: SchemaObject, known: readonly string[], path: string): void {
  const unknown = Object.keys(object).find((key) => !known.includes(key) && !key.startsWith('x-'));
  if (unknown === undefined) return;
  const place = joinPath(path, unknown.slice(0, 64));
  if (unknown === '$ref' || unknown === '$defs' || unknown === 'definitions' || unknown === '$dynamicRef')
    throw new FormFault(place, 'Forms cannot refer to other parts. Write the fields out.');
  throw new FormFault(place, `Forms do not know “${unknown.slice(0, 64)}” here. Leave it out.`);
}

/** A text of the schema; '' when there is none. */
export function readText(object: SchemaObject, key: string, path: string): string {
  const value = object[key];
  if (value === undefined) return '';
  if (typeof value === 'string' && value.length <= FORM_LIMITS.labelCharacters) return value;
  throw new FormFault(
    joinPath(path, key),
    `“${key}” is a text of at most ${FORM_LIMITS.labelCharacters} characters.`,
  );
}
