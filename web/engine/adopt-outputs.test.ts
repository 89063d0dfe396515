import { describe, expect, it } from 'vitest';
import { hashBytes, hashJson } from '#shared/hash.ts';
import { canonicalJson } from '#shared/json.ts';
import type { CallText } from '#shared/run/call.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { Fact } from '#shared/run/events.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { emptyRun } from '#shared/run/state.ts';
import { numbered, startedFact } from '#shared/run/testing.ts';
import type { NodeOutput, OutputRef } from '#shared/run/output.ts';
import { adoptLongOutputs } from './adopt-long-outputs.ts';
import { adoptOutputs, type LongOutput } from './adopt-outputs.ts';
import { cacheKey } from './core/cache-key.ts';
import { createMemoryCache } from './memory-cache.ts';
import type { RunBlobs } from './ports.ts';
import { testPlan, testPlanNode } from './testing/test-plan.ts';

const model = { provider: 'demo', model: 'demo', temperature: 0.7, maxOutputTokens: 500, parameters: {} };
const node = testPlanNode('a', { model, samples: true });
const plan = testPlan([node], []);
const key = cacheKey(node, null, []);
const callId = 'c'.repeat(32);

interface Claim {
  readonly output?: OutputRef;
  readonly outputHash?: string;
  readonly cacheKey?: string | null;
  readonly source?: 'call' | 'cache' | 'local' | 'manual';
  /** What the relay has recorded as the call's text. */
  readonly text?: string;
  /** That text lies beside the log, and perhaps the output. */
  readonly isLong?: boolean;
  /** What the relay gives for the bytes of a hash instead of what was stored; null = it has none. */
  readonly given?: string | null;
  readonly outcome?: 'ok' | 'error';
}

/** The bytes beside the log, as the relay would give them. */
const blobsOf = ({ given }: Claim, stored: readonly string[]): RunBlobs => {
  const texts = new Map(stored.map((text) => [hashBytes(encoder.encode(text)), text]));
  const get = async (hash: string) => {
    const text = given === undefined ? texts.get(hash) : given;
    if (text == null) throw new WeftFailure(weftError('blob-missing', hash));
    return encoder.encode(text);
  };
  return { get, put: () => Promise.reject(new Error('put')), keep: () => Promise.reject(new Error('keep')) };
};

/** What a collaborator's cache holds once everything that a host has said was looked at. */
async function adoptedInAll(claim: Claim, stored: readonly string[] = []) {
  const { cache, long } = play(claim);
  await adoptLongOutputs(long, blobsOf(claim, [...stored, claim.text ?? '']), cache);
  return cache;
}

/** What it holds at once. */
const adopted = (claim: Claim = {}) => play(claim).cache;

const callTextOf = ({ isLong }: Claim, text: string): CallText =>
  isLong ? blobOf(text) : { kind: 'inline', text };

function play(claim: Claim) {
  const text = claim.text ?? 'Once.';
  const facts: Fact[] = [
    startedFact(plan),
    { type: 'execution.node.status', data: { nodeId: 'a', status: 'running', round: 0 } },
    {
      type: 'call.accepted',
      data: {
        ...{ callId, nodeId: 'a', round: 0, ordinal: 0, try: 1, requestHash: '0'.repeat(64) },
        ...{ provider: 'demo', model: 'demo', task: 'free' },
        request: { kind: 'blob', hash: '0'.repeat(64), bytes: 9 },
      },
    },
    { type: 'call.sent', data: { callId, nodeId: 'a' } },
    {
      type: 'call.ended',
      data: {
        callId,
        nodeId: 'a',
        end: {
          outcome: claim.outcome ?? 'ok',
          retry: 'never',
          text: callTextOf(claim, text),
          costMicroUsd: 12,
          durationMs: 5,
        },
      },
    },
    {
      type: 'execution.node.completed',
      data: {
        nodeId: 'a',
        round: 0,
        source: claim.source ?? 'call',
        cacheKey: claim.cacheKey === undefined ? key : claim.cacheKey,
        outputHash: claim.outputHash ?? hashJson({ text: 'Once.' }),
        output: claim.output ?? { kind: 'call', callId },
      },
    },
  ];
  const entries = numbered(facts);
  const cache = createMemoryCache();
  const run = foldEntries(emptyRun('run'), entries);
  return { cache, long: adoptOutputs(run, entries, cache) };
}

const encoder = new TextEncoder();
const blobOf = (text: string) => {
  const bytes = encoder.encode(text);
  return { kind: 'blob', hash: hashBytes(bytes), bytes: bytes.length } as const;
};
const LONG = 'A long story. '.repeat(2_000);
const VALUE = { people: [{ name: 'Ada' }, { name: 'Bo' }] };
const ANSWER = `\`\`\`json\n${JSON.stringify(VALUE)}\n\`\`\``;
const AS_JSON = { text: JSON.stringify(VALUE, null, 2), json: VALUE };
const withMore = (output: NodeOutput): Claim => {
  const more: NodeOutput = { ...output, exit: 'yes-out' };
  return { output: { kind: 'inline', output: more }, outputHash: hashJson(more) };
};
const inlineJson: Claim = {
  ...{ text: ANSWER, output: { kind: 'inline', output: AS_JSON }, outputHash: hashJson(AS_JSON) },
};

const inline = (text: string): OutputRef => ({ kind: 'inline', output: { text } });

describe('adopting outputs of others', () => {
  it('keeps the text of a call under the key that follows from the plan, with what it cost', async () => {
    expect(await adopted().read(key)).toEqual({
      outputHash: hashJson({ text: 'Once.' }),
      output: { text: 'Once.' },
      costMicroUsd: 12,
    });
  });

  it('keeps an output that is a call’s text but for the white space around it', () => {
    expect(adopted({ text: '  Once.\n', output: inline('Once.') }).has(key)).toBe(true);
  });

  it.each<[string, Claim]>([
    [
      'a text that no call gave',
      { output: inline('Invented.'), outputHash: hashJson({ text: 'Invented.' }) },
    ],
    ['a hash that is not that of the text', { outputHash: hashJson({ text: 'Other.' }) }],
    ['a key that does not follow from the plan', { cacheKey: 'f'.repeat(64) }],
    ['no key', { cacheKey: null }],
    ['what the host says it has from its own cache', { source: 'cache' }],
    ['what a person wrote', { source: 'manual', output: inline('Once.') }],
    ['the text of a call that failed', { outcome: 'error' }],
    ['more than a text', { output: { kind: 'inline', output: { text: 'Once.', json: { a: 1 } } } }],
  ])('does not adopt %s', (_name, claim) => {
    const cache = adopted(claim);
    expect([cache.has(key), cache.has('f'.repeat(64))]).toEqual([false, false]);
  });

  const long: Claim = { text: LONG, isLong: true, outputHash: hashJson({ text: LONG }) };

  it('[CK2] keeps a long text of a call once its bytes have been looked at, with what it cost', async () => {
    expect(adopted(long).has(key)).toBe(false);
    expect(await (await adoptedInAll(long)).read(key)).toEqual({
      outputHash: hashJson({ text: LONG }),
      output: { text: LONG },
      costMicroUsd: 12,
    });
  });

  it('[CK2] keeps a long output that is a call’s long text but for the white space around it', async () => {
    const output = canonicalJson({ text: LONG.trim() });
    const claim = { ...long, output: blobOf(output), outputHash: hashJson({ text: LONG.trim() }) };
    expect((await adoptedInAll(claim, [output])).has(key)).toBe(true);
  });

  it('[CK2] keeps the JSON of an answer, in the log and beside it', async () => {
    const list = Array.from({ length: 3_000 }, (_value, index) => `item ${index}`);
    const output = { text: JSON.stringify(list, null, 2), json: list };
    const beside: Claim = {
      ...{ text: JSON.stringify(list), isLong: true, outputHash: hashJson(output) },
      output: blobOf(canonicalJson(output)),
    };
    expect(await (await adoptedInAll(inlineJson)).read(key)).toMatchObject({ output: AS_JSON });
    expect(await (await adoptedInAll(beside, [canonicalJson(output)])).read(key)).toMatchObject({ output });
  });

  const invented = { text: 'Invented.', json: VALUE };
  it.each<[string, Claim, readonly string[]]>([
    ['a long text whose bytes are gone', { ...long, given: null }, []],
    ['a long text of which the relay gives another', { ...long, given: `${LONG}!` }, []],
    ['a long text under the hash of another', { ...long, outputHash: hashJson({ text: 'Other.' }) }, []],
    ['a long text of a call that failed', { ...long, outcome: 'error' }, []],
    [
      'a long text that no call gave',
      { output: blobOf(canonicalJson({ text: LONG })), outputHash: hashJson({ text: LONG }) },
      [canonicalJson({ text: LONG })],
    ],
    [
      'a long output that is none',
      { output: blobOf('{"texts":1}'), outputHash: hashJson({ texts: 1 }) },
      ['{"texts":1}'],
    ],
    ['JSON that no answer was', { ...inlineJson, text: '{"people":[]}' }, []],
    ['JSON of an answer that is none', { ...inlineJson, text: 'Ada and Bo' }, []],
    [
      'JSON under words of somebody else',
      { ...inlineJson, output: { kind: 'inline', output: invented }, outputHash: hashJson(invented) },
      [],
    ],
    ['JSON and more', { ...inlineJson, ...withMore(AS_JSON) }, []],
  ])('[CK2] does not adopt %s', async (_name, claim, stored) => {
    expect((await adoptedInAll(claim, stored)).has(key)).toBe(false);
  });

  it('[CK2] one that cannot be had does not keep the next from being adopted', async () => {
    const { cache, long: outputs } = play(long);
    const lost = { ...outputs[0], ref: blobOf('gone'), cacheKey: 'f'.repeat(64) } as LongOutput;
    await adoptLongOutputs([lost, ...outputs], blobsOf({}, [LONG]), cache);
    expect([cache.has('f'.repeat(64)), cache.has(key)]).toEqual([false, true]);
  });

  it('leaves alone what is there already', async () => {
    const cache = createMemoryCache();
    const own = { outputHash: 'own', output: { text: 'Own.' }, costMicroUsd: 0 };
    cache.write(key, own);
    adoptOutputs(emptyRun('run'), [], cache);
    expect(await cache.read(key)).toEqual(own);
  });
});
