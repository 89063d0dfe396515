import { describe, expect, it } from 'vitest';
import type { FlowDocument, FlowNode } from '#shared/graph/document.ts';
import type { TextCallRequest } from '#shared/run/call.ts';
import { openApprovals } from '#shared/run/select-approval.ts';
import { nodeState } from '#shared/run/select.ts';
import { definition as agent } from '../nodes/agent/node.ts';
import { run as runAgent } from '../nodes/agent/run.ts';
import { definition as planner } from '../nodes/planner/node.ts';
import { run as runPlanner } from '../nodes/planner/run.ts';
import { compileFlow } from './core/compile.ts';
import { staleNodes } from './core/stale.ts';
import { TEST_PROVIDERS } from './core/testing.ts';
import { answer } from './testing/fake-provider.ts';
import { hostOn } from './testing/test-host.ts';
import { testRegistry } from './testing/test-nodes.ts';
import { createTestRoom } from './testing/test-room.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const registry = testRegistry([
  { definition: agent, run: runAgent },
  { definition: planner, run: runPlanner },
]);
const node = (id: string, type: string, more: Partial<FlowNode> = {}): FlowNode => ({
  ...{ id, type, version: 1, position: { x: 0, y: 0 }, config: {}, ...more },
});
const DRAWN: FlowDocument = {
  ...{ formatVersion: 1, id: 'flow', name: 'Flow', edges: [], settings: {} },
  nodes: [
    node('plan', 'planner', { config: { task: 'Make a guide', worker: 'inside' } }),
    node('worker', 'agent', { parent: 'plan' }),
  ],
};
const STEPS = [
  { title: 'Gather', task: 'Collect.' },
  { title: 'Write', task: 'Write it.' },
];

/** The same with an agent of its own. */
const HELD: FlowDocument = {
  ...DRAWN,
  nodes: [node('plan', 'planner', { config: { task: 'Make a guide', notes: 'off', maxTurns: 4 } })],
};

/** A flow on a provider that plans and answers. */
function stage(document = DRAWN) {
  const clock = createVirtualClock();
  const compiled = compileFlow({
    ...{ document, definitions: registry.definitions, providers: TEST_PROVIDERS, demo: true },
    ...{ scope: { kind: 'all' }, useCache: true, usable: new Map() },
  });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  const room = createTestRoom({
    ...{ clock, plan: compiled.plan },
    provider: (request) => {
      const { task, subject } = (request as TextCallRequest).purpose;
      return answer(task === 'plan' ? JSON.stringify({ steps: STEPS }) : `<${subject.slice(0, 6)}>`);
    },
  });
  const approve = async (values: object) => {
    const approvalId = openApprovals(room.state())[0]?.approval.approvalId;
    if (approvalId === undefined) return;
    const data = { approvalId, name: 'Bea', outcome: 'approve' as const, values: values as never };
    room.command({ type: 'approval.resolve', data });
    await clock.run();
  };
  return { room, clock, approve };
}
type Stage = ReturnType<typeof stage>;

const requests = ({ room }: Stage) =>
  room.requests.map(({ request }) => (request as TextCallRequest).messages);
const outputOf = ({ room }: Stage) => {
  const ref = nodeState(room.state(), 'plan')?.output;
  return ref?.kind === 'inline' ? ref.output.text : undefined;
};

describe('a planner in a run', () => {
  it('[AG9] its steps become nodes as a person approved them, each with the results before it', async () => {
    const on = stage();
    hostOn(on.room, { registry, clock: on.clock });
    await on.clock.run();
    expect(openApprovals(on.room.state())).toMatchObject([{ nodeId: 'plan' }]);
    await on.approve({ steps: [...STEPS, { title: 'Check', task: 'Check it.' }] });
    expect(on.room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(outputOf(on)).toBe(
      '## 1. Gather\n\n<Collec>\n\n## 2. Write\n\n<Write >\n\n## 3. Check\n\n<Check >',
    );
    for (const id of ['worker@0', 'worker@1', 'worker@2'])
      expect(nodeState(on.room.state(), id)?.phase).toBe('completed');
    expect(JSON.stringify(requests(on).at(-1))).toContain('<Write >');
  });

  it('[AG9] wherever its host dies, plan, question and steps are made once', async () => {
    const whole = stage();
    hostOn(whole.room, { registry, clock: whole.clock });
    await whole.clock.run();
    await whole.approve({ steps: STEPS });
    expect(whole.room.state().phase).toBe('completed');
    for (let cut = 2; cut < whole.room.log.length; cut += 1) {
      const on = stage();
      const first = hostOn(on.room, { registry, clock: on.clock });
      on.room.onStored = ({ seq }) => {
        if (seq === cut) first.kill();
      };
      await on.clock.run();
      await on.approve({ steps: STEPS });
      hostOn(on.room, { registry, clock: on.clock });
      await on.clock.run();
      await on.approve({ steps: STEPS });
      expect([cut, on.room.state().phase]).toEqual([cut, 'completed']);
      expect(requests(on)).toEqual(requests(whole));
      expect(outputOf(on)).toBe(outputOf(whole));
      expect(on.room.log.filter(({ type }) => type === 'approval.requested')).toHaveLength(1);
      expect(on.room.log.filter(({ type }) => type === 'state.updated')).toHaveLength(1);
    }
  });

  it('[AG9] has an agent of its own where nothing is drawn inside, with its form and its model', async () => {
    const on = stage(HELD);
    hostOn(on.room, { registry, clock: on.clock });
    await on.clock.run();
    await on.approve({ steps: STEPS });
    expect(on.room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(nodeState(on.room.state(), 'plan.worker@1')?.phase).toBe('completed');
    const [, request] = on.room.requests.map(({ request: made }) => made as TextCallRequest);
    expect(request?.tools).toBeUndefined();
    const model = { provider: 'alpha', model: 'alpha-other' };
    const nodes = HELD.nodes.map((each) => ({ ...each, config: { ...each.config, model } }));
    const compiled = compileFlow({
      ...{ document: { ...HELD, nodes }, definitions: registry.definitions, providers: TEST_PROVIDERS },
      ...{ demo: false, scope: { kind: 'all' }, useCache: true, usable: new Map() },
    });
    expect(compiled.ok && compiled.plan.bodies?.[0]?.nodes[0]).toMatchObject({
      config: { maxTurns: 4 },
      model,
    });
  });

  it('[AG9] what its steps made is stale when the planner is, and not before', async () => {
    const settled = {
      ...HELD,
      nodes: HELD.nodes.map((each) => ({ ...each, config: { ...each.config, review: false } })),
    };
    const on = stage(settled);
    hostOn(on.room, { registry, clock: on.clock });
    await on.clock.run();
    const run = on.room.state();
    expect(run.phase).toBe('completed');
    const input = { run, definitions: registry.definitions, providers: TEST_PROVIDERS };
    expect(staleNodes({ ...input, document: settled })).toEqual(new Set());
    expect(staleNodes({ ...input, document: HELD })).toEqual(
      new Set(['plan', 'plan.worker@0', 'plan.worker@1']),
    );
  });
});
