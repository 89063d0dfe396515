import { describe, expect, it } from 'vitest';
import type { Fact, LogEntry } from '#shared/run/events.ts';
import { nodeState } from '#shared/run/select.ts';
import type { NodeRunner } from '../node-kit/types.ts';
import { answer, type FakeProvider } from './testing/fake-provider.ts';
import { chainBody, each, EACH, eachNode, withBodies } from './testing/test-containers.ts';
import { hostOn } from './testing/test-host.ts';
import { testDefinition, testRegistry } from './testing/test-nodes.ts';
import { testEdge, testPlan, testPlanNode } from './testing/test-plan.ts';
import { createTestRoom } from './testing/test-room.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const model = { provider: 'demo', model: 'demo', temperature: 0.7, maxOutputTokens: 500, parameters: {} };
const begun: string[] = [];
const ask: NodeRunner = async ({ inputs, call }) => {
  begun.push(inputs.text);
  const content = [{ type: 'text', text: inputs.text }] as const;
  const purpose = { task: 'free', details: {}, subject: inputs.text };
  return { text: (await call({ messages: [{ role: 'user', content }], purpose })).text };
};
/** Asks before it repeats what is inside. */
const asksFirst: NodeRunner = async (context) => {
  const { text = '' } = await ask(context);
  const results = await context.iterate([1, 2].map((each) => ({ item: [{ text: `${text}${each}` }] })));
  return { text: results.map(({ outcome }) => outcome).join() };
};
const registry = testRegistry([
  { definition: EACH, run: each },
  { definition: { ...EACH, type: 'asks-first' }, run: asksFirst },
  { definition: testDefinition('echo'), run: ask },
  { definition: testDefinition('plain'), run: ({ inputs }) => ({ text: `<${inputs.text}>` }) },
]);
const echoNode = (id: string) => testPlanNode(id, { type: 'echo', model, samples: true });

describe('what others do while a step begins', () => {
  it('[IT4] news that comes while its start is on its way begins no step twice, and no container', async () => {
    begun.length = 0;
    const clock = createVirtualClock();
    const inner = eachNode('inner', { type: 'asks-first', model, samples: true });
    const plan = withBodies(testPlan([eachNode('map', { config: { items: ['a', 'bb'] } })], []), [
      chainBody('map', [echoNode('first'), inner]),
      chainBody('inner', [echoNode('leaf')]),
    ]);
    // The second answer comes while the step behind the first begins.
    const provider: FakeProvider = (request) => {
      const subject = request.kind === 'http' ? '' : request.purpose.subject;
      return answer(`${subject}.`, subject.length === 1 ? 100 : 110);
    };
    const room = createTestRoom({ clock, plan, provider, linkMs: 20 });
    hostOn(room, { registry, clock });
    await clock.run();
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(begun.toSorted()).toEqual(['a', 'a.', 'a..1', 'a..2', 'bb', 'bb.', 'bb..1', 'bb..2']);
    const grown = room.log.flatMap(({ type, data }) =>
      type === 'dag.updated' ? [`${data.template} ${data.count}`] : [],
    );
    expect(grown.toSorted()).toEqual(['inner@0 2', 'inner@1 2', 'map 2']);
  });

  it('[IT4] a container whose input somebody left out while it began fails in words, and what is inside ends', async () => {
    const plan = withBodies(
      testPlan([testPlanNode('list', { type: 'plain' }), eachNode('map')], [testEdge(0, 1)]),
      [chainBody('map', [echoNode('first'), echoNode('second')])],
    );
    const skip: Fact = { type: 'execution.node.amended', data: { nodeId: 'list', action: 'skip', round: 1 } };
    const clock = createVirtualClock();
    const first = createTestRoom({ clock, plan, provider: () => answer('never', 60_000) });
    const host = hostOn(first, { registry, clock });
    await clock.run(clock.now() + 1_000);
    host.kill();
    // As the relay numbers it: the person was faster than the host, which had not heard of it.
    const at = first.log.findIndex(({ type }) => type === 'dag.created');
    const own = first.log.filter(({ type }) => !type.startsWith('call.'));
    const entries = [...own.slice(0, at), { ...first.log[0], ...skip, by: 'person' }, ...own.slice(at)];
    const log = entries.map((entry, index) => ({ ...entry, seq: index + 1 }) as LogEntry);
    const room = createTestRoom({ clock, plan, log });
    hostOn(room, { registry, clock, hostId: 'second' });
    await clock.run();
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'with-failures' });
    const ends = ['map', 'first@0', 'second@0'].map((id) => nodeState(room.state(), id));
    expect(ends.map((node) => [node?.phase, node?.error?.code])).toEqual([
      ['failed', 'upstream-failed'],
      ['failed', 'upstream-failed'],
      ['skipped', 'upstream-failed'],
    ]);
  });
});
