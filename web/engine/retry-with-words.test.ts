import { beforeAll, describe, expect, it } from 'vitest';
import { FLOW_FORMAT_VERSION, type FlowDocument } from '#shared/graph/document.ts';
import { weftError } from '#shared/run/errors.ts';
import type { Plan } from '#shared/run/plan.ts';
import type { NodeAmendment } from './api.ts';
import { compileFlow } from './core/compile.ts';
import { testProvider } from './core/testing.ts';
import { createNodeRegistry } from './node-registry.ts';
import { answer, type FakeProvider } from './testing/fake-provider.ts';
import { hostOn } from './testing/test-host.ts';
import { createTestRoom, type TestRoom } from './testing/test-room.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

/** Every type that asks a model for words, with what its form needs. */
const TYPES = {
  llm: { prompt: 'Write about: {{x}}' },
  promptEnhancer: {},
  storyTeller: {},
  grammarFix: {},
  translator: { language: 'de' },
} as const;
const GUIDANCE = 'Mention the red ladder.';
const registry = createNodeRegistry();
const PROVIDERS = ['alpha', 'beta'].map((id) => testProvider(id));
const OTHER = { provider: 'beta', model: 'beta-other' };

const ELSEWHERE = 'Something else.';
/** Another step takes so long that the run goes on. */
const refuses: FakeProvider = (request) =>
  JSON.stringify(request).includes(ELSEWHERE)
    ? answer('done', 1_000)
    : {
        durationMs: 5,
        end: { outcome: 'error', retry: 'never', error: weftError('provider-refused', 'No.') },
      };

function documentOf(type: keyof typeof TYPES): FlowDocument {
  const model = { provider: 'alpha', model: 'alpha-default' };
  const node = (id: string, nodeType: string, config: FlowDocument['nodes'][number]['config']) => ({
    ...{ id, type: nodeType, version: 1, position: { x: 0, y: 0 }, config: { ...config, model } },
  });
  const targetHandle = type === 'llm' ? 'var-x' : 'text-in';
  return {
    ...{ formatVersion: FLOW_FORMAT_VERSION, id: 'flow', name: 'Flow', settings: {} },
    nodes: [
      node('notes', 'initialPrompt', { text: 'Ladders are due.' }),
      node('step', type, TYPES[type]),
      node('other', 'llm', { prompt: ELSEWHERE }),
    ],
    edges: [{ id: 'e', source: 'notes', sourceHandle: 'text-out', target: 'step', targetHandle }],
  };
}

function planFor(type: keyof typeof TYPES, amendment?: NodeAmendment): Plan {
  const compiled = compileFlow({
    document: documentOf(type),
    definitions: registry.definitions,
    ...{ providers: PROVIDERS, demo: false, useCache: true, usable: new Map(), amendment },
    scope: amendment === undefined ? { kind: 'all' } : { kind: 'from', nodeId: amendment.nodeId },
  });
  if (!compiled.ok) throw new Error(compiled.problems.map(({ error }) => error.message).join(' '));
  return compiled.plan;
}

/** The requests for the step, in order. */
const askedOf = ({ requests }: TestRoom) =>
  requests.map(({ request }) => request).filter((request) => !JSON.stringify(request).includes(ELSEWHERE));

beforeAll(() => Promise.all(['initialPrompt', ...Object.keys(TYPES)].map((type) => registry.runnerOf(type))));

describe.each(Object.keys(TYPES) as (keyof typeof TYPES)[])('running %s again', (type) => {
  it('[ER3] in the run that is going on takes words and another model to its next request', async () => {
    const clock = createVirtualClock();
    const room = createTestRoom({ clock, plan: planFor(type), provider: refuses });
    hostOn(room, { registry, clock });
    await clock.run(100);
    room.command({
      type: 'execution.node.retry',
      data: { nodeId: 'step', guidance: GUIDANCE, model: OTHER },
    });
    await clock.run();
    const asked = askedOf(room);
    expect(asked).toHaveLength(2);
    expect(JSON.stringify(asked[0])).not.toContain(GUIDANCE);
    expect(JSON.stringify(asked[1])).toContain(GUIDANCE);
    expect(asked[1]).toMatchObject(OTHER);
  });

  it('[ER3] after its run is over does so in a new one', async () => {
    const clock = createVirtualClock();
    const plan = planFor(type, { nodeId: 'step', guidance: GUIDANCE, model: OTHER });
    const room = createTestRoom({ clock, plan, provider: () => answer('fine', 5) });
    hostOn(room, { registry, clock });
    await clock.run();
    const [asked] = askedOf(room);
    expect(JSON.stringify(asked)).toContain(GUIDANCE);
    expect(asked).toMatchObject(OTHER);
  });
});
