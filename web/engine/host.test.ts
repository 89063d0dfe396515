import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '#shared/protocol/limits.ts';
import type { CommandBody } from '#shared/protocol/messages.ts';
import { chunkedGet } from '#shared/run/chunked.ts';
import type { RunState } from '#shared/run/state.ts';
import type { NodeRunner } from '../node-kit/types.ts';
import { answer } from './testing/fake-provider.ts';
import { hostOn } from './testing/test-host.ts';
import { testDefinition, testRegistry } from './testing/test-nodes.ts';
import { dagPlan, outputHashes, testEdge, testPlan, testPlanNode } from './testing/test-plan.ts';
import { createTestRoom } from './testing/test-room.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const echo: NodeRunner = async ({ inputs }) => ({ text: `${inputs.text}.` });
const registry = testRegistry([{ definition: testDefinition('echo'), run: echo }]);

describe('host', () => {
  it('runs a small flow to its end', async () => {
    const clock = createVirtualClock();
    const nodes = ['a', 'b', 'c'].map((id) => testPlanNode(id));
    const room = createTestRoom({ clock, plan: testPlan(nodes, [testEdge(0, 1), testEdge(1, 2)]) });
    hostOn(room, { registry, clock });
    await clock.run();
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok', sealed: true });
    expect(room.log.map((entry) => entry.type)).toEqual([
      'execution.started',
      'execution.host.changed',
      'dag.created',
      ...Array.from({ length: 3 }, () => ['execution.node.status', 'execution.node.completed']).flat(),
      'execution.completed',
      'execution.sealed',
    ]);
  });

  it('[HO2] makes the next try of a call that was due before it took over', async () => {
    const clock = createVirtualClock();
    const asks: NodeRunner = async ({ call }) => {
      const { text } = await call({
        messages: [{ role: 'user', content: [{ type: 'text', text: 'hello' }] }],
        purpose: { task: 'free', details: {}, subject: 'hello' },
      });
      return { text };
    };
    const model = { provider: 'mistral', model: 'm', parameters: {} };
    const calling = testRegistry([{ definition: testDefinition('echo'), run: asks }]);
    let calls = 0;
    const lost = { durationMs: 10, end: { outcome: 'unknown', retry: 'ask' } } as const;
    const provider = () => ((calls += 1) === 1 ? lost : answer('hello back'));
    const room = createTestRoom({ clock, plan: testPlan([testPlanNode('a', { model })], []), provider });
    const first = hostOn(room, { registry: calling, clock });
    await clock.run();
    const callId = room.requests[0]?.callId ?? '';
    first.kill();
    room.command({ type: 'call.resolveUnknown', data: { callId, resolution: 'retry' } });
    hostOn(room, { registry: calling, clock, hostId: 'second' });
    await clock.run();
    expect([room.requests.length, room.state().sealed]).toEqual([2, true]);
  });

  it('runs nodes that answer at once like those that answer with a promise, failing ones too', async () => {
    const phasesOf = (run: RunState) =>
      run.plan?.plan.nodes.map((_, index) => chunkedGet(run.nodes, index)?.phase);
    const atOnce: NodeRunner = ({ inputs, config }) => {
      if (config['fails'] === true) throw new Error('no');
      return { text: `${inputs.text.length}.` };
    };
    const runners: readonly NodeRunner[] = [
      atOnce,
      async (context) => atOnce(context),
      (context) => (context.config['waits'] === true ? Promise.resolve(atOnce(context)) : atOnce(context)),
    ];
    const dags = fc.integer({ min: 1, max: 12 }).chain((size) =>
      fc.record({
        nodes: fc.array(fc.record({ fails: fc.constantFrom(false, false, true), waits: fc.boolean() }), {
          minLength: size,
          maxLength: size,
        }),
        threads: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: size }),
        concurrency: fc.integer({ min: 1, max: 5 }),
      }),
    );
    const property = fc.asyncProperty(dags, async ({ nodes, threads, concurrency }) => {
      const edges = threads.filter(([a, b]) => a < b).map(([a, b]) => testEdge(a, b));
      const plan = testPlan(
        nodes.map((config, index) => testPlanNode(`n${index}`, { config })),
        edges,
        { concurrency },
      );
      const seen = [];
      for (const run of runners) {
        const clock = createVirtualClock();
        const room = createTestRoom({ clock, plan });
        hostOn(room, { registry: testRegistry([{ definition: testDefinition('echo'), run }]), clock });
        await clock.run();
        const state = room.state();
        seen.push({ sealed: state.sealed, phases: phasesOf(state), hashes: outputHashes(state) });
      }
      expect(seen[0]?.sealed).toBe(true);
      expect(seen[1]).toEqual(seen[0]);
      expect(seen[2]).toEqual(seen[0]);
    });
    await fc.assert(property, { numRuns: 40 });
  });

  it('has no more of its own facts under way than the window, however long a chain answers at once', async () => {
    const size = 3 * LIMITS.hostWindow;
    const clock = createVirtualClock();
    const edges = Array.from({ length: size - 1 }, (_, index) => [index, index + 1] as const);
    const room = createTestRoom({ clock, plan: dagPlan({ size, edges }), linkMs: 10 });
    const batches: number[] = [];
    const run: NodeRunner = ({ inputs }) => ({ text: inputs.text.slice(0, 3) });
    const connect = room.connect;
    const watched = {
      ...room,
      connect(...given: Parameters<typeof connect>) {
        const connection = connect(...given);
        const send = (command: CommandBody) => {
          if (command.type === 'host.append') batches.push(command.data.facts.length);
          return connection.send(command);
        };
        return { ...connection, send };
      },
    };
    hostOn(watched, { registry: testRegistry([{ definition: testDefinition('echo'), run }]), clock });
    await clock.run();
    expect(room.state()).toMatchObject({ phase: 'completed', counts: { completed: size } });
    expect(Math.max(...batches)).toBeLessThanOrEqual(LIMITS.hostWindow);
    expect(batches.length).toBeLessThan(size / 50);
  });
});
