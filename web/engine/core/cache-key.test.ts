import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { canonicalJson } from '#shared/json.ts';
import { describe, expect, it } from 'vitest';
import { testPlanNode } from '../testing/test-plan.ts';
import { cacheKey, type KeyedInput } from './cache-key.ts';
import { planNodeOf } from './planned-node.ts';
import { testDefinition } from '../testing/test-nodes.ts';

const model = { provider: 'p', model: 'm', temperature: 0.7, maxOutputTokens: 100, parameters: { a: 1 } };
const node = testPlanNode('n', { config: { text: 'hello' }, model, samples: true });
const inputs: readonly KeyedInput[] = [
  { sourceHandle: 'text-out', targetHandle: 'text-in', outputHash: 'a'.repeat(64) },
  { sourceHandle: 'text-out', targetHandle: 'text-in', outputHash: 'b'.repeat(64) },
];
const key = (changed: Partial<typeof node> = {}, over: readonly KeyedInput[] = inputs) =>
  cacheKey({ ...node, ...changed }, null, over);

describe('cache key', () => {
  const counts: readonly (readonly [string, string])[] = [
    ['type', key({ type: 'other' })],
    ['version', key({ version: 2 })],
    ['config', key({ config: { text: 'hello', more: 1 } })],
    ['provider', key({ model: { ...model, provider: 'q' } })],
    ['model', key({ model: { ...model, model: 'n' } })],
    ['temperature', key({ model: { ...model, temperature: 0.8 } })],
    ['output limit', key({ model: { ...model, maxOutputTokens: 101 } })],
    ['parameters', key({ model: { ...model, parameters: { a: 2 } } })],
    ['override', key({ override: { text: 'by hand' } })],
    ['being disabled', key({ disabled: true })],
    ['the id of a node that samples', key({ id: 'other' })],
    ['the variant', cacheKey(node, null, inputs, 1)],
    ['guidance', cacheKey(node, { guidance: 'shorter', model: null }, inputs)],
    ['an amended model', cacheKey(node, { guidance: null, model: { provider: 'p', model: 'x' } }, inputs)],
    ['the order of inputs', key({}, inputs.toReversed())],
    ['the number of inputs', key({}, inputs.slice(1))],
    [
      'a target handle',
      key(
        {},
        inputs.map((input) => ({ ...input, targetHandle: 'adapter-0' })),
      ),
    ],
    [
      'a source handle',
      key(
        {},
        inputs.map((input) => ({ ...input, sourceHandle: 'other' })),
      ),
    ],
    [
      'content of an input',
      key(
        {},
        inputs.map((input) => ({ ...input, outputHash: 'c'.repeat(64) })),
      ),
    ],
  ];

  it.each(counts)('changes with %s', (_what, changed) => expect(changed).not.toBe(key()));

  it('is another one for each of the things that count', () => {
    expect(new Set([key(), ...counts.map(([, changed]) => changed)]).size).toBe(counts.length + 1);
  });

  it('changes when any field of the config changes, and only then', () => {
    const configs = fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 4 });
    fc.assert(
      fc.property(configs, configs, (one, other) => {
        const said = (config: object) => canonicalJson({ ...config, model: 0 });
        const isSame = said(one) === said(other);
        const keys = [one, other].map((config) => key({ config: config as typeof node.config }));
        expect(keys[0] === keys[1]).toBe(isSame);
      }),
    );
  });

  it('is shared by those to which the same came in over the same threads, and only by those', () => {
    const handles = fc.constantFrom('text-out', 'text-in', 'adapter-0', '', 'ü', 'a'.repeat(130));
    const hashes = fc.constantFrom('a'.repeat(64), 'b'.repeat(64), 'A'.repeat(64), '', 'x'.repeat(200));
    const some = fc.array(
      fc.record(
        { sourceHandle: handles, targetHandle: handles, outputHash: hashes },
        { noNullPrototype: true },
      ),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(some, some, (one, other) => {
        const isSame = canonicalJson(one) === canonicalJson(other);
        expect(key({}, one) === key({}, other)).toBe(isSame);
        expect(key({}, [...one])).toBe(key({}, one));
      }),
    );
  });

  it('stays what it is from one version to the next, so that stored outputs are found again', () => {
    const plain = testPlanNode('n', { config: { b: 2, a: 'x', model: {} } });
    const said = [0x40, 4, ...utf8ToBytes('echo1{"a":"x","b":2}'), 2, ...new Array<number>(32).fill(0xaa)];
    const bytes = Uint8Array.from([...said, ...new Array<number>(32).fill(0xbb)]);
    expect(cacheKey(plain, null, inputs)).toBe(bytesToHex(sha256(bytes)));
    expect(key()).toBe('59c82340f0416159c06a976febc817e85c8fc8825965b0c9bc329e7275c401ee');
  });

  it('[CK1] does not change with label, policy and concurrency of the plan', () => {
    expect(key({ label: 'Other', policy: 'must-run', feedKey: 'x' })).toBe(key());
  });

  it('[CK1] does not change with position, label and size of the document', () => {
    const definition = testDefinition('echo');
    const place = fc.record({
      position: fc.record({ x: fc.integer(), y: fc.integer() }),
      size: fc.record({ width: fc.integer({ min: 1 }), height: fc.integer({ min: 1 }) }),
      label: fc.string(),
      parent: fc.string(),
    });
    const keyAt = (where: object) => {
      const item = {
        node: { id: 'n', type: 'echo', version: 1, position: { x: 0, y: 0 }, config: {}, ...where },
      };
      const made = planNodeOf({ ...item, definition, config: {} }, {}, [], { demo: false });
      return made && cacheKey(made.planned, null, inputs);
    };
    fc.assert(fc.property(place, (where) => keyAt(where) === keyAt({})));
  });

  it('is shared by pure nodes of equal content', () => {
    const one = cacheKey(testPlanNode('one'), null, inputs);
    const two = cacheKey(testPlanNode('two'), null, inputs);
    expect(one).toBe(two);
  });
});
