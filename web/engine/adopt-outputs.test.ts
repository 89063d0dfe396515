import { describe, expect, it } from 'vitest';
import { hashJson } from '#shared/hash.ts';
import type { Fact } from '#shared/run/events.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { emptyRun } from '#shared/run/state.ts';
import { numbered, startedFact } from '#shared/run/testing.ts';
import type { OutputRef } from '#shared/run/output.ts';
import { adoptOutputs } from './adopt-outputs.ts';
import { cacheKey } from './core/cache-key.ts';
import { createMemoryCache } from './memory-cache.ts';
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
  readonly outcome?: 'ok' | 'error';
}

/** What a collaborator's cache holds after a host has said this. */
function adopted(claim: Claim = {}) {
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
          text: { kind: 'inline', text },
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
  adoptOutputs(run, entries, cache);
  return cache;
}

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

  it('leaves alone what is there already', async () => {
    const cache = createMemoryCache();
    const own = { outputHash: 'own', output: { text: 'Own.' }, costMicroUsd: 0 };
    cache.write(key, own);
    adoptOutputs(emptyRun('run'), [], cache);
    expect(await cache.read(key)).toEqual(own);
  });
});
