import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { checkValues } from './check-values.ts';
import { describeValues } from './describe-values.ts';
import type { Form } from './form.ts';
import { FORM_LIMITS } from './form-limits.ts';
import { initialValues } from './initial-values.ts';
import { readForm } from './read-form.ts';

function formOf(properties: JsonObject, required: readonly string[] = []): Form {
  const read = readForm({ type: 'object', properties, required });
  if (!read.ok) throw new Error(`${read.problem.path}: ${read.problem.message}`);
  return read.form;
}

/** The paths that are wrong. */
const wrong = (form: Form, values: unknown) => checkValues(form, values).map(({ path }) => path);

describe('a form', () => {
  const one = (schema: JsonObject) => formOf({ x: schema }, ['x']);
  it.each([
    [{ type: 'string' }, ['a'], ['', 1, null, 'a\nb']],
    [{ type: 'string', format: 'multi-line' }, ['a\nb'], ['']],
    [{ type: 'string', minLength: 2, maxLength: 3 }, ['ab', 'abc'], ['a', 'abcd']],
    [{ type: 'string', pattern: '^[A-Z]{2}-\\d+$' }, ['AB-1', 'ZZ-123'], ['A-1', 'AB-', 'xAB-1']],
    [{ type: 'string', enum: ['a', 'b'] }, ['a', 'b'], ['c', 'A', 1]],
    [
      { type: 'string', format: 'email' },
      ['a@b.de', 'x.y+z@sub.example.com'],
      ['a', 'a@b', '@b.de', 'a b@c.de'],
    ],
    [
      { type: 'string', format: 'uri' },
      ['https://a.de/b?c', 'mailto:a@b.de', 'http://localhost:80'],
      ['a.de', 'https://', 'https:// x'],
    ],
    [
      { type: 'string', format: 'date' },
      ['2026-02-28', '2024-02-29'],
      ['2026-02-29', '2026-13-01', '1.2.2026'],
    ],
    [{ type: 'string', format: 'time' }, ['00:00', '23:59:59'], ['24:00', '1:00', '12:60']],
    [
      { type: 'string', format: 'date-time' },
      ['2026-11-21T10:00', '2026-11-21T10:00:00Z'],
      ['2026-11-21', 'T10:00'],
    ],
    [{ type: 'number' }, [0, -1.5], ['1', NaN, Infinity, null]],
    [{ type: 'number', minimum: 1, maximum: 2 }, [1, 1.5, 2], [0.9, 2.1]],
    [{ type: 'number', exclusiveMinimum: 1, exclusiveMaximum: 2 }, [1.5], [1, 2]],
    [{ type: 'number', multipleOf: 0.1 }, [0.3, 0.7, 1234.5], [0.35]],
    [{ type: 'integer' }, [3, -3], [1.5, 2 ** 60]],
    [{ type: 'boolean' }, [true, false], ['true', 0]],
    [{ type: 'boolean', const: true }, [true], [false]],
    [{ type: 'array', items: { type: 'string' } }, [['a']], [[], ['a', 1], 'a']],
    [
      { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 3, uniqueItems: true },
      [[1, 2]],
      [[1], [1, 1], [1, 2, 3, 4]],
    ],
    [
      { type: 'object', properties: { y: { type: 'string' } }, required: ['y'] },
      [{ y: 'a' }],
      [{}, { y: '' }, { y: 'a', z: 1 }, 'a', []],
    ],
  ])('[FO1] takes and refuses values of %j', (schema, good, bad) => {
    const form = one(schema as JsonObject);
    for (const x of good as readonly unknown[]) expect([x, wrong(form, { x })]).toEqual([x, []]);
    for (const x of bad as readonly unknown[]) expect([x, wrong(form, { x }).length > 0]).toEqual([x, true]);
  });

  it('[FO1] names every field that is wrong, also inside lists and parts, in words', () => {
    const address = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
    const form = formOf(
      {
        name: { type: 'string', title: 'Your name' },
        homes: { type: 'array', items: address },
        n: { type: 'integer' },
      },
      ['name'],
    );
    expect(checkValues(form, { homes: [{ city: 'Rome' }, {}], n: 1.5 })).toEqual([
      { path: 'name', message: '“Your name” is needed.' },
      { path: 'homes/1/city', message: '“City” is needed.' },
      { path: 'n', message: 'This has to be a whole number.' },
    ]);
  });

  it('[FO1] leaves out what is not required and not filled in', () => {
    const part = {
      type: 'object',
      properties: { a: { type: 'string' }, ok: { type: 'boolean' } },
      required: ['a'],
    };
    const form = formOf({
      text: { type: 'string', format: 'email' },
      list: { type: 'array', items: { type: 'string' } },
      part,
    });
    expect(wrong(form, { text: '', list: [], part: { ok: false } })).toEqual([]);
    expect(wrong(form, { part: { ok: true } })).toEqual(['part/a']);
  });

  it('[FO1] refuses what is no answer at all, and members that nobody asked for', () => {
    const form = formOf({ a: { type: 'string' } });
    for (const values of [null, [], 'a', 1]) expect(wrong(form, values)).toEqual(['']);
    expect(wrong(form, { a: 'x', b: 1 })).toEqual(['']);
    expect(wrong(form, JSON.parse('{"__proto__": 1}'))).toEqual(['']);
  });

  it('starts with its defaults, and reads back as lines', () => {
    const form = formOf({
      dueDate: { type: 'string', format: 'date', default: '2026-11-21' },
      size: { type: 'string', enum: ['s', 'l'], enumNames: ['Small', 'Large'], default: 'l' },
      agree: { type: 'boolean' },
      tags: { type: 'array', items: { type: 'string' } },
      to: { type: 'object', properties: { city: { type: 'string', default: 'Rome' } } },
      none: { type: 'string' },
    });
    const values = initialValues(form);
    expect(values).toEqual({
      dueDate: '2026-11-21',
      size: 'l',
      agree: false,
      tags: [],
      to: { city: 'Rome' },
    });
    expect(describeValues(form, { ...values, tags: ['a', 'b'] })).toBe(
      'Due date: 2026-11-21\nSize: Large\nAgree: no\nTags:\n  1: a\n  2: b\nTo:\n  City: Rome',
    );
  });
});

describe('a schema', () => {
  const nested = (depth: number): JsonObject =>
    depth === 0 ? { type: 'string' } : { type: 'object', properties: { a: nested(depth - 1) } };
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${n}`, { type: 'string' }]));
  const root = (properties: JsonObject) => ({ type: 'object', properties });
  it.each([
    ['no object', 'text', ''],
    ['a list', [], ''],
    ['no fields', { type: 'object' }, 'properties'],
    ['another root', { type: 'string' }, 'type'],
    ['a reference', root({ a: { $ref: '#' } }), 'properties/a/$ref'],
    ['definitions', { ...root({}), $defs: {} }, '$defs'],
    ['too deep', nested(7), 'properties/a/properties/a/properties/a/properties/a/properties/a'],
    ['far too deep', nested(3_000), ''],
    ['too many fields', root(many(101)), 'properties/f100'],
    [
      'too large',
      root({
        a: {
          type: 'string',
          description: 'x'.repeat(500),
          enum: Array.from({ length: 500 }, (_, n) => `${n}${'x'.repeat(60)}`),
        },
      }),
      '',
    ],
    [
      'too many choices',
      root({ a: { type: 'string', enum: Array.from({ length: 501 }, (_, n) => String(n)) } }),
      'properties/a/enum',
    ],
    ['a choice twice', root({ a: { type: 'string', enum: ['x', 'x'] } }), 'properties/a/enum'],
    [
      'too few names',
      root({ a: { type: 'string', enum: ['x', 'y'], enumNames: ['X'] } }),
      'properties/a/enumNames',
    ],
    ['an unknown keyword', root({ a: { type: 'string', oneOf: [] } }), 'properties/a/oneOf'],
    ['an unknown format', root({ a: { type: 'string', format: 'ipv4' } }), 'properties/a/format'],
    ['an unknown type', root({ a: { type: 'null' } }), 'properties/a/type'],
    ['two types', root({ a: { type: ['string', 'number'] } }), 'properties/a/type'],
    ['a list without items', root({ a: { type: 'array' } }), 'properties/a/items'],
    [
      'an unsafe name',
      JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"}}}'),
      'properties/__proto__',
    ],
    ['a path as name', root({ 'a/b': { type: 'string' } }), 'properties/a/b'],
    ['a requirement without field', { ...root({ a: { type: 'string' } }), required: ['b'] }, 'required'],
    ['bounds that cross', root({ a: { type: 'number', minimum: 2, maximum: 1 } }), 'properties/a'],
    ['a step of nothing', root({ a: { type: 'number', multipleOf: 0 } }), 'properties/a/multipleOf'],
    ['a default that does not fit', root({ a: { type: 'integer', default: 1.5 } }), 'properties/a/default'],
    [
      'a pattern that looks around',
      root({ a: { type: 'string', pattern: '(?=a)b' } }),
      'properties/a/pattern',
    ],
    [
      'a pattern that refers back',
      root({ a: { type: 'string', pattern: '(a)\\1' } }),
      'properties/a/pattern',
    ],
    [
      'a pattern that unfolds',
      root({ a: { type: 'string', pattern: '((a{100}){100}){100}' } }),
      'properties/a/pattern',
    ],
  ])('[FO2] is refused with its place: %s', (_, schema, path) => {
    const read = readForm(schema);
    expect(read.ok ? null : read.problem.path).toBe(path);
    if (!read.ok) expect(read.problem.message.length).toBeGreaterThan(10);
  });

  it('[FO2] may have notes of its own, and what only describes', () => {
    const read = readForm({
      $schema: 'x',
      title: 'T',
      'x-mine': 1,
      properties: { a: { type: 'string', examples: ['b'] } },
    });
    expect(read).toMatchObject({ ok: true, form: { title: 'T', fields: [{ key: 'a', label: 'A' }] } });
  });

  it('[FO2] that is as large as allowed is read', () => {
    expect(readForm(root(many(FORM_LIMITS.fields))).ok).toBe(true);
    expect(readForm(nested(5)).ok).toBe(true);
  });
});
