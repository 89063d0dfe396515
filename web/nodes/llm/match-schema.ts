import { canonicalJson, type JsonObject, type JsonValue } from '#shared/json.ts';

/**
 * Checks JSON against the part of JSON Schema (2020-12) in which people and providers write down answers. Small on
 * purpose: a general reader of schemas would be the biggest thing that a page of Weft loads.
 */

/** Where a value does not fit, as a path from its root, and why. */
export interface Misfit {
  readonly path: readonly (string | number)[];
  readonly reason: string;
}

type Check = (value: JsonValue, path: Misfit['path']) => Misfit | null;

/** Says something about a value without narrowing it down. */
const NOTES: ReadonlySet<string> = new Set(
  '$schema $id $comment $defs definitions title description default examples format deprecated readOnly writeOnly'.split(
    ' ',
  ),
);

const TYPES: { readonly [name: string]: (value: JsonValue) => boolean } = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: Array.isArray,
  object: isObject,
};

/** @throws Error naming the part that cannot be checked. */
export function compileSchema(schema: JsonObject): (value: JsonValue) => Misfit | null {
  const check = compile(schema, { root: schema, refs: new Map() });
  return (value) => check(value, []);
}

interface Scope {
  readonly root: JsonObject;
  /** Checks by `$ref`, entered before they are made: schemas may hold themselves. */
  readonly refs: Map<string, Check | null>;
}

function compile(schema: JsonValue | undefined, scope: Scope): Check {
  if (schema === true || schema === undefined) return () => null;
  if (schema === false) return misfitUnless(() => false, 'is not expected');
  if (!isObject(schema)) throw new Error('a schema is an object');
  const checks = Object.entries(schema).flatMap(([keyword, rule]) => {
    if (NOTES.has(keyword)) return [];
    const make = KEYWORDS[keyword];
    if (make === undefined) throw new Error(`the keyword ${keyword}`);
    return [make(rule, schema, scope)];
  });
  return (value, path) => firstMisfit(checks, (check) => check(value, path));
}

const misfitUnless =
  (fits: (value: JsonValue) => boolean, reason: string): Check =>
  (value, path) =>
    fits(value) ? null : { path, reason };

function firstMisfit<Item>(
  items: Iterable<Item>,
  check: (item: Item, index: number) => Misfit | null,
): Misfit | null {
  let index = 0;
  for (const item of items) {
    const misfit = check(item, index);
    if (misfit !== null) return misfit;
    index += 1;
  }
  return null;
}

const KEYWORDS: {
  readonly [keyword: string]: (rule: JsonValue, schema: JsonObject, scope: Scope) => Check;
} = {
  type(rule) {
    const names = listOf(rule).map(String);
    const tests = names.map((name) => TYPES[name] ?? refuse(`the type ${name}`));
    return misfitUnless((value) => tests.some((fits) => fits(value)), `has to be ${names.join(' or ')}`);
  },
  enum: (rule) => oneOfValues(listOf(rule)),
  const: (rule) => oneOfValues([rule]),
  required: (rule) => (value, path) =>
    firstMisfit(isObject(value) ? listOf(rule).map(String) : [], (name) =>
      isObject(value) && Object.hasOwn(value, name) ? null : { path: [...path, name], reason: 'is missing' },
    ),
  properties: (rule, _schema, scope) => eachMember(compileMembers(rule, scope), () => null),
  additionalProperties(rule, schema, scope) {
    const named = new Set(
      Object.keys(isObject(schema['properties'] ?? null) ? (schema['properties'] as JsonObject) : {}),
    );
    const rest = compile(rule, scope);
    return eachMember(new Map(), (name) => (named.has(name) ? null : rest));
  },
  items(rule, _schema, scope) {
    const item = compile(rule, scope);
    return (value, path) =>
      firstMisfit(Array.isArray(value) ? (value as readonly JsonValue[]) : [], (one, index) =>
        item(one, [...path, index]),
      );
  },
  minItems: (rule) =>
    limit(lengthOfList, (length) => length >= Number(rule), `has to hold ${text(rule)} or more`),
  maxItems: (rule) =>
    limit(lengthOfList, (length) => length <= Number(rule), `has to hold ${text(rule)} or fewer`),
  minLength: (rule) =>
    limit(lengthOfText, (length) => length >= Number(rule), `has to be ${text(rule)} characters or longer`),
  maxLength: (rule) =>
    limit(lengthOfText, (length) => length <= Number(rule), `has to be ${text(rule)} characters or shorter`),
  minimum: (rule) => limit(numberOf, (number) => number >= Number(rule), `has to be ${text(rule)} or more`),
  maximum: (rule) => limit(numberOf, (number) => number <= Number(rule), `has to be ${text(rule)} or less`),
  exclusiveMinimum: (rule) =>
    limit(numberOf, (number) => number > Number(rule), `has to be more than ${text(rule)}`),
  exclusiveMaximum: (rule) =>
    limit(numberOf, (number) => number < Number(rule), `has to be less than ${text(rule)}`),
  multipleOf: (rule) =>
    limit(
      numberOf,
      (number) => Number.isInteger(number / Number(rule)),
      `has to be a multiple of ${text(rule)}`,
    ),
  pattern(rule) {
    const pattern = new RegExp(String(rule), 'u');
    return misfitUnless(
      (value) => typeof value !== 'string' || pattern.test(value),
      `has to match ${text(rule)}`,
    );
  },
  allOf(rule, _schema, scope) {
    const checks = listOf(rule).map((part) => compile(part, scope));
    return (value, path) => firstMisfit(checks, (check) => check(value, path));
  },
  anyOf: (rule, _schema, scope) => fitting(rule, scope, (count) => count > 0),
  oneOf: (rule, _schema, scope) => fitting(rule, scope, (count) => count === 1),
  $ref: (rule, _schema, scope) => follow(String(rule), scope),
};

function fitting(rule: JsonValue, scope: Scope, enough: (count: number) => boolean): Check {
  const checks = listOf(rule).map((part) => compile(part, scope));
  return (value, path) =>
    enough(checks.filter((check) => check(value, path) === null).length)
      ? null
      : { path, reason: 'fits none of what is allowed' };
}

function follow(ref: string, scope: Scope): Check {
  if (!ref.startsWith('#')) return refuse(`the reference ${ref}`);
  if (!scope.refs.has(ref)) {
    scope.refs.set(ref, null);
    const steps = ref.slice(1).split('/').slice(1);
    let target: JsonValue | undefined = scope.root;
    for (const step of steps) {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
      target = isObject(target ?? null) ? (target as JsonObject)[name] : undefined;
    }
    if (target === undefined) return refuse(`the reference ${ref}`);
    scope.refs.set(ref, compile(target, scope));
  }
  return (value, path) => scope.refs.get(ref)?.(value, path) ?? null;
}

function compileMembers(rule: JsonValue, scope: Scope): ReadonlyMap<string, Check> {
  if (!isObject(rule)) return refuse('properties that are no object');
  return new Map(Object.entries(rule).map(([name, part]) => [name, compile(part, scope)]));
}

function eachMember(named: ReadonlyMap<string, Check>, other: (name: string) => Check | null): Check {
  return (value, path) =>
    firstMisfit(
      isObject(value) ? Object.entries(value) : [],
      ([name, member]) => (named.get(name) ?? other(name))?.(member, [...path, name]) ?? null,
    );
}

function oneOfValues(values: readonly JsonValue[]): Check {
  const known = new Set(values.map(canonicalJson));
  return misfitUnless(
    (value) => known.has(canonicalJson(value)),
    `has to be ${values.map((value) => JSON.stringify(value)).join(' or ')}`,
  );
}

function limit(
  measure: (value: JsonValue) => number | null,
  fits: (measured: number) => boolean,
  reason: string,
): Check {
  return misfitUnless((value) => {
    const measured = measure(value);
    return measured === null || fits(measured);
  }, reason);
}

const lengthOfList = (value: JsonValue) => (Array.isArray(value) ? value.length : null);
const lengthOfText = (value: JsonValue) => (typeof value === 'string' ? [...value].length : null);
const numberOf = (value: JsonValue) => (typeof value === 'number' ? value : null);
const text = (rule: JsonValue) => JSON.stringify(rule);
const listOf = (rule: JsonValue): readonly JsonValue[] =>
  Array.isArray(rule) ? (rule as readonly JsonValue[]) : [rule];

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(what: string): never {
  throw new Error(what);
}
