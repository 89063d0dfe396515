import { describe, expect, it } from 'vitest';
import type { FlowDocument } from '#shared/graph/document.ts';
import { compileFlow, type CompileInput } from '../../engine/core/compile.ts';
import { TEST_DEFINITIONS, TEST_PROVIDERS, WRITER } from '../../engine/core/testing.ts';
import { testDefinition } from '../../engine/testing/test-nodes.ts';
import { testFlow, testNode } from '../testing.ts';
import { estimateOf } from './estimate.ts';

const writer = (id: string, idea = 'a fox') => testNode(id, 'writer', { config: { idea } });

const look = (document: FlowDocument, cached: readonly string[] = [], definitions = TEST_DEFINITIONS) => {
  const input: CompileInput = {
    ...{ document, definitions, providers: TEST_PROVIDERS },
    ...{ scope: { kind: 'all' }, demo: false, useCache: true },
    usable: new Map(cached.map((id) => [id, { cacheKey: id, outputHash: id }])),
  };
  return estimateOf(input, compileFlow(input));
};

describe('what a run would call', () => {
  const flow = testFlow([writer('a'), writer('b')]);

  it('counts the steps that ask a model, by model, and the range of their price', () => {
    const whole = look(flow);
    expect(whole).toMatchObject({
      ...{ calls: 2, unknown: false, problems: 0, more: false },
      models: [{ label: 'ALPHA-DEFAULT', steps: 2 }],
      saved: { calls: 0, highMicroUsd: 0 },
    });
    expect(whole.lowMicroUsd).toBeGreaterThan(0);
    expect(whole.highMicroUsd).toBeGreaterThan(whole.lowMicroUsd);
  });

  it('leaves out what the cache has and says what that saves: together they are the whole', () => {
    const [whole, half, none] = [look(flow), look(flow, ['a']), look(flow, ['a', 'b'])];
    expect([half.calls, half.saved.calls, none.calls, none.saved.calls]).toEqual([1, 1, 0, 2]);
    expect(half.highMicroUsd + half.saved.highMicroUsd).toBe(whole.highMicroUsd);
    expect(half.lowMicroUsd + half.saved.lowMicroUsd).toBe(whole.lowMicroUsd);
    expect([none.highMicroUsd, none.saved.highMicroUsd]).toEqual([0, whole.highMicroUsd]);
  });

  it('counts a step that only writes characters in where one is wired, and not otherwise', () => {
    const teller = testDefinition('teller', { ...WRITER, type: 'teller', asksForPersonas: true });
    const cast = testDefinition('cast', {
      ports: () => ({ inputs: [], outputs: [{ id: 'adapter-out', label: '', type: 'persona' }] }),
    });
    const definitions = new Map([teller, cast].map((each) => [each.type, each]));
    const nodes = [testNode('t', 'teller', { config: { idea: 'a fox' } }), testNode('c', 'cast')];
    const alone = look(testFlow(nodes), [], definitions);
    expect([alone.calls, alone.highMicroUsd, alone.unknown]).toEqual([0, 0, false]);
    const together = look(testFlow(nodes, ['c.adapter-out > t.adapter-0']), [], definitions);
    expect(together.calls).toBe(1);
    expect(together.highMicroUsd).toBeGreaterThan(0);
  });

  it('knows nothing but the problems while something must be mended', () => {
    expect(look(testFlow([writer('a', '')]))).toMatchObject({ calls: 0, problems: 1, unknown: false });
  });
});
