import { isObject } from '#shared/is-object.ts';
import type { JsonObject, JsonValue } from '#shared/json.ts';
import { datesIn } from './dates.ts';
import { sentences } from './text-tools.ts';
import { stringFromSchema, type StringSource } from './string-from-schema.ts';

/** References that refer to themselves end here: what is not required is left out, lists stay empty. */
const MAX_DEPTH = 8;

interface Walk {
  readonly source: StringSource;
  readonly root: JsonObject;
}

/**
 * A value that fits a JSON Schema, in the words of the subject: type, enum, const, default, bounds, lengths, patterns
 * and formats, required and optional members, arrays and tuples, anyOf/oneOf/allOf, local $ref. Keywords beyond these
 * are ignored.
 */
export function jsonFromSchema(schema: JsonObject, source: StringSource): JsonValue {
  return build(schema, '', { source, root: schema }, 0);
}

function build(given: JsonValue | undefined, name: string, walk: Walk, depth: number): JsonValue {
  const schema = resolve(given, walk.root);
  if ('const' in schema) return schema['const'] ?? null;
  if (Array.isArray(schema['enum']) && schema['enum'].length > 0) {
    return walk.source.random.pick(schema['enum'] as readonly JsonValue[]);
  }
  if ('default' in schema) return schema['default'] ?? null;
  if (isUnsaid(schema, walk)) return null;
  switch (typeOf(schema)) {
    case 'object':
      return buildObject(schema, depth < 2 ? walk : focused(walk), depth);
    case 'array':
      return buildArray(schema, name, walk, depth);
    case 'integer':
    case 'number':
      return buildNumber(schema, typeOf(schema) === 'integer', walk);
    case 'boolean':
      return walk.source.random.integer(2) === 0;
    case 'null':
      return null;
    default:
      return stringFromSchema(schema, name, walk.source);
  }
}

/** A date that may be missing is missing when the text names none. */
function isUnsaid(schema: JsonObject, { source }: Walk): boolean {
  const type = schema['type'];
  const nullable = Array.isArray(type) && type.includes('null');
  return nullable && schema['format'] === 'date' && datesIn(source.subject).length === 0;
}

/** A schema with its reference followed and its alternatives chosen: the first of anyOf and oneOf, all of allOf. */
function resolve(given: JsonValue | undefined, root: JsonObject): JsonObject {
  let schema: JsonObject = isObject(given) ? given : {};
  for (let step = 0; step < MAX_DEPTH; step += 1) {
    const { $ref: reference, anyOf, oneOf, allOf, ...rest } = schema as { [key: string]: JsonValue };
    const chosen = firstOf(anyOf) ?? firstOf(oneOf);
    if (typeof reference === 'string') schema = { ...follow(reference, root), ...rest };
    else if (chosen !== null)
      schema = merge(merge(rest, chosen), { ...(allOf === undefined ? {} : { allOf }) });
    else if (Array.isArray(allOf))
      schema = allOf.reduce<JsonObject>((all, part: JsonValue) => merge(all, resolve(part, root)), rest);
    else return schema;
  }
  return schema;
}

/** A null alternative is only taken when there is no other. */
function firstOf(alternatives: JsonValue | undefined): JsonObject | null {
  if (!Array.isArray(alternatives)) return null;
  const objects = alternatives.filter(isObject);
  return objects.find((schema) => schema['type'] !== 'null') ?? objects[0] ?? null;
}

function merge(one: JsonObject, other: JsonObject): JsonObject {
  const properties = { ...asObject(one['properties']), ...asObject(other['properties']) };
  const required = [...asArray(one['required']), ...asArray(other['required'])];
  return {
    ...one,
    ...other,
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    ...(required.length === 0 ? {} : { required }),
  };
}

function follow(reference: string, root: JsonObject): JsonObject {
  let value: JsonValue = root;
  for (const part of reference.replace(/^#\/?/, '').split('/')) {
    if (part === '') continue;
    const key = part.replace(/~1/g, '/').replace(/~0/g, '~');
    value = isObject(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : {};
  }
  return isObject(value) ? value : {};
}

function typeOf(schema: JsonObject): string {
  const type = schema['type'];
  if (typeof type === 'string') return type;
  if (Array.isArray(type)) return String(type.find((item: JsonValue) => item !== 'null') ?? 'null');
  if ('properties' in schema) return 'object';
  if ('items' in schema || 'prefixItems' in schema) return 'array';
  return 'minimum' in schema || 'maximum' in schema ? 'number' : 'string';
}

/** An item of a list speaks of one sentence of the text, so that its name, task and date belong together. */
function focused(walk: Walk): Walk {
  const { source } = walk;
  const said = sentences(source.subject);
  if (said.length < 2) return walk;
  const naming = said.filter((sentence) => source.words.names.some((name) => sentence.includes(name)));
  const subject = source.random.pick(naming.length > 0 ? naming : said);
  const names = source.words.names.filter((name) => subject.includes(name));
  return { ...walk, source: { ...source, subject, isOneSentence: true, words: { ...source.words, names } } };
}

function buildObject(schema: JsonObject, walk: Walk, depth: number): JsonObject {
  const required = new Set(asArray(schema['required']).map(String));
  const properties = asObject(schema['properties']);
  const result: { [key: string]: JsonValue } = {};
  for (const [name, member] of Object.entries(properties)) {
    if (depth >= MAX_DEPTH && !required.has(name)) continue;
    // Far down, even required members must end: the shortest value of their type.
    result[name] = depth > MAX_DEPTH * 2 ? null : build(member, name, walk, depth + 1);
  }
  for (const name of required)
    if (!Object.hasOwn(result, name)) result[name] = walk.source.words.keywords[0] ?? name;
  return result;
}

/** Lists inside lists get shorter, so that a schema that refers to itself stays readable. */
function usualItems(depth: number): number {
  return depth < 2 ? USUAL_ITEMS : depth < 5 ? 2 : 0;
}

const USUAL_ITEMS = 3;

function buildArray(schema: JsonObject, name: string, walk: Walk, depth: number): JsonValue {
  const first = asArray(schema['prefixItems']).map((item, index) =>
    build(item, `${name} ${index + 1}`, walk, depth + 1),
  );
  const min = numberOr(schema['minItems'], 0);
  const max = numberOr(schema['maxItems'], Math.max(min, USUAL_ITEMS));
  const wanted = Math.min(max, Math.max(min, usualItems(depth)));
  const items = [...first];
  if (schema['items'] === false) return items;
  const unique = schema['uniqueItems'] === true;
  const seen = new Set(items.map((item) => JSON.stringify(item)));
  for (let tries = 0; items.length < wanted && tries < wanted * 20; tries += 1) {
    const item = build(schema['items'], name, walk, depth + 1);
    const key = JSON.stringify(item);
    // Lists that say one thing twice look broken, whether or not the schema forbids it.
    if (seen.has(key) && (unique || items.length >= min || tries < wanted * 10)) continue;
    seen.add(key);
    items.push(item);
  }
  return items;
}

function buildNumber(schema: JsonObject, whole: boolean, walk: Walk): number {
  const step = numberOr(schema['multipleOf'], whole ? 1 : 0);
  const smallest = whole ? 1 : 0.01;
  const above = schema['exclusiveMinimum'];
  const below = schema['exclusiveMaximum'];
  const low = Math.max(
    numberOr(schema['minimum'], -Infinity),
    typeof above === 'number' ? above + smallest : -Infinity,
  );
  const high = Math.min(
    numberOr(schema['maximum'], Infinity),
    typeof below === 'number' ? below - smallest : Infinity,
  );
  const from = Number.isFinite(low) ? low : Number.isFinite(high) ? high - 10 : 1;
  const to = Number.isFinite(high) ? high : from + 10;
  if (step > 0) {
    const first = Math.ceil(from / step);
    const last = Math.max(first, Math.floor(to / step));
    return roundTo((first + walk.source.random.integer(last - first + 1)) * step);
  }
  const value = Math.round((from + walk.source.random.next() * (to - from)) * 100) / 100;
  return Math.min(Math.max(value, from), to);
}

/** Steps such as 0.1 leave crumbs behind the twelfth digit. */
function roundTo(value: number): number {
  return Number(value.toPrecision(12));
}

function numberOr(value: JsonValue | undefined, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}

function asObject(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function asArray(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}
