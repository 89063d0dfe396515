import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod/mini';
import { jsonValueSchema } from './json.ts';
import { quickSchema } from './quick-schema.ts';
import { logEntrySchema } from './run/events.ts';
import { predicateOf } from './zod-predicate.ts';

const HASH = 'a'.repeat(64);
const envelope = { runId: 'r', seq: 1, at: 5, by: null, epoch: 1 };
const place = { nodeId: 'n', round: 0 };
const output = { kind: 'inline', output: { text: 'x', json: { a: [1, null, 'é'] } } };
const error = { code: 'upstream-failed', message: 'No.', retryable: false, nodeIds: ['n'] };

const ENTRIES: readonly unknown[] = [
  { ...envelope, type: 'execution.node.status', data: { ...place, status: 'running' } },
  {
    ...{ ...envelope, type: 'execution.node.completed' },
    data: { ...place, source: 'local', cacheKey: HASH, outputHash: HASH, output, warnings: ['w'] },
  },
  { ...envelope, type: 'dag.created', data: { nodes: 2, edges: 1, levelSizes: [1, 1] } },
];

/** zod freezes a part of this one, so it is never passed on as it is. */
const SKIPPED = {
  ...{ ...envelope, type: 'execution.node.status' },
  data: { ...place, status: 'skipped', reason: error },
};

/** The schema behind the quick way. */
const slow = (logEntrySchema as unknown as { _zod: { def: { full: z.ZodMiniType } } })._zod.def.full;

const STRANGE = fc.constantFrom(
  ...[undefined, '', NaN, Infinity, 1.5, -1, 2 ** 60, 'x'.repeat(101), '😀'.repeat(60), '😀'.repeat(32)],
  ...[[], {}, new Date(0), HASH, JSON.parse('{"__proto__":1}'), Object.create({ kind: 'inline' })],
);

/** Values that are almost right: one place holds something else, lacks, or has more beside it. */
function damaged(value: unknown): fc.Arbitrary<unknown> {
  const other = fc.oneof(fc.jsonValue({ maxDepth: 2 }), STRANGE);
  if (typeof value !== 'object' || value === null) return other;
  if (Array.isArray(value)) {
    const inside = value.map((item, index) => damaged(item).map((changed) => value.with(index, changed)));
    return fc.oneof(other, fc.constant([...value, ...value]), ...inside);
  }
  const members = Object.entries(value);
  const inside = members.map(([key, member]) =>
    damaged(member).map((changed) => ({ ...value, [key]: changed })),
  );
  const without = members.map(([key]) =>
    fc.constant(Object.fromEntries(members.filter(([name]) => name !== key))),
  );
  const more = other.map((added) => ({ ...value, more: added }));
  return fc.oneof(other, more, ...inside, ...without);
}

function expectSame(quick: z.ZodMiniType, full: z.ZodMiniType, value: unknown): void {
  const one = quick.safeParse(value);
  const other = full.safeParse(value);
  expect(one.success).toBe(other.success);
  expect(one.data).toEqual(other.data);
  expect(one.error?.issues).toEqual(other.error?.issues);
}

describe('a quick schema', () => {
  it('takes entries as they are', () => {
    for (const entry of ENTRIES) {
      expect(predicateOf(slow)(entry)).toBe(true);
      expect(logEntrySchema.parse(entry)).toBe(entry);
      expectSame(logEntrySchema, slow, entry);
    }
  });

  it('says of entries that are almost right what zod says', () => {
    const entries = fc.oneof(...[...ENTRIES, SKIPPED].map((entry) => damaged(entry)));
    fc.assert(
      fc.property(entries, (entry) => expectSame(logEntrySchema, slow, entry)),
      { numRuns: 2_000 },
    );
  });

  it.each([
    [
      'numbers',
      z.object({ a: z.number().check(z.gt(0), z.lt(10)), b: z.int().check(z.minimum(-1), z.maximum(3)) }),
    ],
    [
      'whole numbers',
      z.object({ a: z.int().check(z.positive(), z.lt(3.5)), b: z.int().check(z.gt(-1.5), z.lte(2)) }),
    ],
    [
      'texts',
      z.object({ a: z.string().check(z.minLength(2), z.maxLength(4)), b: z.string().check(z.length(3)) }),
    ],
    ['patterns', z.object({ a: z.string().check(z.regex(/^\d+$/)), b: z.email() })],
    ['choices', z.object({ a: z.enum(['x', 'y']), b: z.literal([1, null]) })],
    ['what may lack', z.object({ a: z.optional(z.number()), b: z.nullable(z.optional(z.string())) })],
    ['defaults', z.object({ a: z._default(z.number(), 1), b: z.optional(z._default(z.string(), 'x')) })],
    ['changes', z.object({ a: z.string().check(z.trim()), b: z.pipe(z.string(), z.transform(Number)) })],
    ['records', z.object({ a: z.record(z.string().check(z.maxLength(2)), z.number()), b: jsonValueSchema })],
    [
      'named records',
      z.object({ a: z.record(z.enum(['x']), z.number()), b: z.array(z.optional(z.number())) }),
    ],
    ['strict objects', z.strictObject({ a: z.number(), b: z.looseObject({ c: z.string() }) })],
    ['unions', z.object({ a: z.union([z.string(), z.array(z.number())]), b: z.exactOptional(z.string()) })],
  ])('agrees with zod about %s', (_name, schema) => {
    const member = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      STRANGE,
      fc.constantFrom('x', ' x ', 'abc', '12', 1, { c: 'd', e: 1 }),
    );
    const values = fc.oneof(fc.record({ a: member, b: member }, { requiredKeys: [] }), member);
    const quick = quickSchema(schema);
    fc.assert(
      fc.property(values, (value) => expectSame(quick, schema, value)),
      { numRuns: 500 },
    );
  });
});
