import { canonicalJson, type JsonValue } from '../json.ts';
import { checkField } from './check-values.ts';
import { joinPath, type FieldProblem, type Form, type FormField } from './form.ts';
import { FORM_LIMITS } from './form-limits.ts';
import { FormFault, readText, refuseUnknown, type SchemaObject } from './form-fault.ts';
import { readLeaf } from './read-leaf.ts';

/**
 * A JSON Schema as a form. Schemas come from people and from models: whatever is too large, too deep, refers to itself
 * or asks for what Weft cannot check in bounded time is refused here, before the run, with the place in the schema.
 */
export type FormResult =
  { readonly ok: true; readonly form: Form } | { readonly ok: false; readonly problem: FieldProblem };

export function readForm(schema: unknown): FormResult {
  try {
    return { ok: true, form: readRoot(schema) };
  } catch (caught) {
    if (!(caught instanceof FormFault)) throw caught;
    return { ok: false, problem: { path: caught.path, message: caught.message } };
  }
}

interface Count {
  fields: number;
}

function readRoot(schema: unknown): Form {
  const root = asObject(schema, '');
  if (sizeOf(root) > FORM_LIMITS.schemaCharacters)
    throw new FormFault('', `A form has at most ${FORM_LIMITS.schemaCharacters} characters as JSON.`);
  refuseUnknown(root, GROUP_KEYS, '');
  if (root['type'] !== undefined && root['type'] !== 'object')
    throw new FormFault('type', 'A form is an object: write "type": "object" and "properties".');
  const fields = readMembers(root, '', 1, { fields: 0 });
  if (fields.length === 0)
    throw new FormFault('properties', 'This form has no fields. Name at least one under "properties".');
  return { title: readText(root, 'title', ''), help: readText(root, 'description', ''), fields };
}

/** Depth is looked at first: writing JSON of something very deep would be the fault itself. */
function sizeOf(root: SchemaObject): number {
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_SCHEMA_DEPTH) throw new FormFault('', 'This schema is nested too deep.');
    level = level.flatMap((item) => (item !== null && typeof item === 'object' ? Object.values(item) : []));
    if (level.length > FORM_LIMITS.schemaCharacters) throw new FormFault('', 'This schema is too large.');
  }
  return canonicalJson(root).length;
}

const MAX_SCHEMA_DEPTH = 24;
const COMMON_KEYS = ['type', 'title', 'description', '$schema', '$id', '$comment', 'examples'];
const GROUP_KEYS = [...COMMON_KEYS, 'properties', 'required', 'additionalProperties', 'default'];
const LIST_KEYS = [...COMMON_KEYS, 'items', 'minItems', 'maxItems', 'uniqueItems', 'default'];

/** Names that are safe as members, as parts of paths and as ids of inputs. */
const KEY_SHAPE = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;
const UNSAFE_KEYS = ['__proto__', 'constructor', 'prototype'];

function readMembers(object: SchemaObject, path: string, depth: number, count: Count): FormField[] {
  const place = joinPath(path, 'properties');
  const properties = asObject(object['properties'] ?? {}, place);
  const required = readRequired(object, path, properties);
  return Object.entries(properties).map(([key, schema]) => {
    if (!KEY_SHAPE.test(key) || UNSAFE_KEYS.includes(key))
      throw new FormFault(
        joinPath(place, key.slice(0, 64)),
        'Names of fields start with a letter and go on with letters, digits, _ and -.',
      );
    const isRequired = required.includes(key);
    return readField(schema, joinPath(place, key), { key, isRequired, depth, count });
  });
}

function readRequired(object: SchemaObject, path: string, properties: SchemaObject): readonly string[] {
  const { required } = object as { readonly required?: unknown };
  if (required === undefined) return [];
  const place = joinPath(path, 'required');
  if (!Array.isArray(required) || !required.every((key): key is string => typeof key === 'string'))
    throw new FormFault(place, '“required” is a list of field names.');
  const missing = required.find((key) => !Object.hasOwn(properties, key));
  if (missing !== undefined)
    throw new FormFault(place, `“${missing.slice(0, 64)}” is required, but is no field.`);
  return required;
}

interface Place {
  readonly key: string;
  readonly isRequired: boolean;
  readonly depth: number;
  readonly count: Count;
}

function readField(schema: unknown, path: string, place: Place): FormField {
  const object = asObject(schema, path);
  place.count.fields += 1;
  if (place.count.fields > FORM_LIMITS.fields)
    throw new FormFault(path, `A form has at most ${FORM_LIMITS.fields} fields.`);
  const base = {
    key: place.key,
    label: readText(object, 'title', path) || wordsOf(place.key),
    help: readText(object, 'description', path),
    required: place.isRequired,
    initial: undefined,
  };
  const field = readKind(object, path, base, place);
  return withInitial(field, object['default'], joinPath(path, 'default'));
}

function readKind(
  object: SchemaObject,
  path: string,
  base: Pick<FormField, 'key' | 'label' | 'help' | 'required' | 'initial'>,
  place: Place,
): FormField {
  const { type } = object;
  const isNested = type === 'object' || type === 'array';
  if (isNested && place.depth >= FORM_LIMITS.depth)
    throw new FormFault(path, `Fields are nested at most ${FORM_LIMITS.depth} deep.`);
  const inner = { ...place, depth: place.depth + 1 };
  if (type === 'object') {
    refuseUnknown(object, GROUP_KEYS, path);
    return { ...base, kind: 'group', fields: readMembers(object, path, inner.depth, place.count) };
  }
  if (type === 'array') {
    refuseUnknown(object, LIST_KEYS, path);
    const item = readField(object['items'], joinPath(path, 'items'), { ...inner, key: '', isRequired: true });
    const minItems = readCount(object, 'minItems', path, base.required ? 1 : 0);
    const maxItems = Math.min(readCount(object, 'maxItems', path, FORM_LIMITS.items), FORM_LIMITS.items);
    if (minItems > maxItems) throw new FormFault(path, 'The list needs more items than it may have.');
    return { ...base, kind: 'list', item, minItems, maxItems, unique: object['uniqueItems'] === true };
  }
  return readLeaf(object, path, base, COMMON_KEYS);
}

/** A default that does not fit its own field would make a form that cannot be sent as it is. */
function withInitial(field: FormField, initial: JsonValue | undefined, path: string): FormField {
  if (initial === undefined) return field;
  const [problem] = checkField(field, initial, '');
  if (problem !== undefined) throw new FormFault(path, `The default does not fit: ${problem.message}`);
  return { ...field, initial };
}

function readCount(object: SchemaObject, key: string, path: string, otherwise: number): number {
  const value = object[key];
  if (value === undefined) return otherwise;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new FormFault(joinPath(path, key), `“${key}” is a whole number from 0.`);
}

function asObject(value: unknown, path: string): SchemaObject {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as SchemaObject;
  throw new FormFault(path, 'Here an object is expected.');
}

/** `firstName` → First name, `due_date` → Due date. */
function wordsOf(key: string): string {
  const words = key
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words === '' ? '' : `${(words[0] ?? '').toUpperCase()}${words.slice(1)}`;
}
