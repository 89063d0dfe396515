import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { JsonObject, JsonValue } from '#shared/json.ts';
import { createRandom } from './random.ts';
import { stringFromPattern } from './string-from-pattern.ts';
import { demoAnswer } from './testing.ts';

const SUBJECT = 'Anna Berg built the old harbour of Ostby in 1874, and the lighthouse stood there for years.';

function generated(schema: JsonObject): JsonValue {
  const text = demoAnswer('free', SUBJECT, {}, { responseFormat: { type: 'json', name: 'answer', schema } });
  return JSON.parse(text) as JsonValue;
}

const PATTERNS = [
  '^[A-Z]{3}-\\d{4}$',
  '^(red|green|blue)$',
  '^\\w+@[a-z]{2,5}\\.(org|net)$',
  '^#?[0-9a-f]{6}$',
  '^a+b*c?$',
];

const leaf: fc.Arbitrary<JsonObject> = fc.oneof(
  fc
    .tuple(fc.nat(12), fc.nat(60))
    .map(([min, more]) => ({ type: 'string', minLength: min, maxLength: min + more })),
  fc.constantFrom(...PATTERNS).map((pattern) => ({ type: 'string', pattern })),
  fc.constantFrom('email', 'date', 'date-time', 'uuid').map((format) => ({ type: 'string', format })),
  fc
    .tuple(fc.integer({ min: -50, max: 50 }), fc.nat(40))
    .map(([minimum, more]) => ({ type: 'integer', minimum, maximum: minimum + more })),
  fc
    .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 40 }))
    .map(([low, more]) => ({ type: 'number', exclusiveMinimum: low, exclusiveMaximum: low + more })),
  fc
    .integer({ min: 2, max: 9 })
    .map((step) => ({ type: 'integer', multipleOf: step, minimum: 1, maximum: 100 })),
  fc.constant({ type: 'boolean' }),
  fc.constant({ type: 'null' }),
  fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 4 }).map((values) => ({ enum: values })),
  fc.string().map((value) => ({ const: value })),
);

const NAMES = ['title', 'summary', 'tags', 'score', 'name', 'items', 'constructor', 'x-1'];

const schemas: fc.Arbitrary<JsonObject> = fc.letrec<{ schema: JsonObject }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc
      .tuple(tie('schema'), fc.nat(3), fc.nat(3))
      .map(([items, min, more]) => ({ type: 'array', items, minItems: min, maxItems: min + more })),
    fc
      .tuple(fc.dictionary(fc.constantFrom(...NAMES), tie('schema'), { minKeys: 1 }), fc.boolean())
      .map(([properties, all]) => ({
        type: 'object',
        properties: { ...properties },
        required: all ? Object.keys(properties) : Object.keys(properties).slice(0, 1),
        additionalProperties: false,
      })),
    fc.tuple(tie('schema'), tie('schema')).map(([one, other]) => ({ anyOf: [one, other] })),
  ),
})).schema;

describe('JSON of the demo', () => {
  it('[DM1] fits whatever schema it is asked for', () => {
    fc.assert(
      fc.property(schemas, (schema) => {
        const value = generated(schema);
        const checked = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(value);
        expect(checked.error?.issues ?? [], JSON.stringify({ schema, value })).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('[DM1] follows references, even to themselves', () => {
    const tree: JsonObject = {
      type: 'object',
      properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#' } } },
      required: ['name'],
    };
    const value = generated(tree) as { readonly name: string };
    expect(value.name).not.toBe('');
    expect(JSON.stringify(value).length).toBeLessThan(2_000_000);
    expect(generated({ $ref: '#/$defs/one', $defs: { one: { const: 7 } } })).toBe(7);
  });

  it('speaks of the subject', () => {
    const value = generated({
      type: 'object',
      properties: {
        title: { type: 'string' },
        tags: { type: 'array', items: { type: 'string' }, minItems: 3 },
      },
      required: ['title', 'tags'],
    }) as { readonly title: string; readonly tags: readonly string[] };
    expect(value.title).toBe('Anna Berg');
    expect(new Set(value.tags).size).toBe(value.tags.length);
    for (const tag of value.tags)
      expect(SUBJECT.toLowerCase()).toContain(tag.toLowerCase().replace(/^the /, ''));
  });

  it.each(PATTERNS)('a string that matches %s', (pattern) => {
    for (let seed = 0; seed < 50; seed += 1) {
      expect(stringFromPattern(pattern, createRandom(seed))).toMatch(new RegExp(pattern));
    }
  });
});
