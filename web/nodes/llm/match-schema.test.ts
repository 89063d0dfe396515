import { expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '#shared/json.ts';
import { compileSchema } from './match-schema.ts';

const faultOf = (schema: JsonObject, value: JsonValue) => {
  const misfit = compileSchema(schema)(value);
  return misfit && `${misfit.path.join('.')} ${misfit.reason}`.trim();
};

const person: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1, description: 'Given name' },
    age: { type: ['integer', 'null'], minimum: 0, exclusiveMaximum: 150 },
    tags: { type: 'array', items: { enum: ['a', 'b'] }, maxItems: 2 },
    children: { type: 'array', items: { $ref: '#' } },
    home: { anyOf: [{ type: 'string', pattern: '^\\w+$' }, { $ref: '#/$defs/place' }] },
  },
  required: ['name'],
  additionalProperties: false,
  $defs: { place: { type: 'object', properties: { x: { multipleOf: 2 } }, required: ['x'] } },
};

it.each<[JsonValue, string | null]>([
  [{ name: 'Wren' }, null],
  [{ name: 'Wren', age: null, tags: ['a', 'b'], home: 'Saltwick' }, null],
  [{ name: 'Wren', children: [{ name: 'Otto', home: { x: 4 } }] }, null],
  [[], 'has to be object'],
  [{}, 'name is missing'],
  [{ name: '' }, 'name has to be 1 characters or longer'],
  [{ name: 'Wren', age: 1.5 }, 'age has to be integer or null'],
  [{ name: 'Wren', age: -1 }, 'age has to be 0 or more'],
  [{ name: 'Wren', age: 150 }, 'age has to be less than 150'],
  [{ name: 'Wren', tags: ['c'] }, 'tags.0 has to be "a" or "b"'],
  [{ name: 'Wren', tags: ['a', 'a', 'a'] }, 'tags has to hold 2 or fewer'],
  [{ name: 'Wren', children: [{ age: 3 }] }, 'children.0.name is missing'],
  [{ name: 'Wren', home: { x: 3 } }, 'home fits none of what is allowed'],
  [{ name: 'Wren', more: 1 }, 'more is not expected'],
])('finds the first fault of %j: %s', (value, fault) => {
  expect(faultOf(person, value)).toBe(fault);
});

it('tells one from several, and equal from alike', () => {
  expect(faultOf({ oneOf: [{ type: 'number' }, { minimum: 3 }] }, 2)).toBeNull();
  expect(faultOf({ oneOf: [{ type: 'number' }, { minimum: 3 }] }, 4)).toBe('fits none of what is allowed');
  expect(faultOf({ const: { a: 1, b: 2 } }, { b: 2, a: 1 })).toBeNull();
  expect(faultOf({ allOf: [{ type: 'string' }, { maxLength: 1 }] }, '🪡')).toBeNull();
});

it.each<[JsonObject, string]>([
  [{ if: {} }, 'the keyword if'],
  [{ type: 'nonsense' }, 'the type nonsense'],
  [{ $ref: 'https://example.org/schema' }, 'the reference https://example.org/schema'],
  [{ properties: { a: { $ref: '#/$defs/gone' } } }, 'the reference #/$defs/gone'],
  [{ items: 3 }, 'a schema is an object'],
])('refuses what it cannot check: %j', (schema, reason) => {
  expect(() => compileSchema(schema)).toThrow(reason);
});
