import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogEntry } from '#shared/run/events.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { emptyRun } from '#shared/run/state.ts';
import type { NodeRunner } from '../node-kit/types.ts';
import { createNodeRegistry } from './node-registry.ts';
import { answer } from './testing/fake-provider.ts';
import { hostOn } from './testing/test-host.ts';
import { testDefinition, testRegistry } from './testing/test-nodes.ts';
import { dagPlan, outputHashes, testEdge, testPlan, testPlanNode, type Dag } from './testing/test-plan.ts';
import { createTestRoom } from './testing/test-room.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';
import { model, registry, subjectOf, provider, startsOf } from './testing/asking-nodes.ts';

const dags: fc.Arbitrary<Dag> = fc.integer({ min: 1, max: 7 }).chain((size) =>
  fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 2 * size }).map((pairs) => ({
    size,
    edges: pairs.filter(([a, b]) => a !== b).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
  })),
);

async function whole(dag: Dag) {
  const clock = createVirtualClock();
  const room = createTestRoom({ clock, plan: dagPlan(dag, { model, samples: true }), provider });
  hostOn(room, { registry, clock });
  await clock.run();
  return room;
}

/** Every call was accepted after the log said that its node runs in that round. */
function expectRecordedFirst(log: readonly LogEntry[]): void {
  const running = new Set<string>();
  for (const entry of log) {
    if (entry.type === 'execution.node.status' && entry.data.status === 'running')
      running.add(`${entry.data.nodeId} ${entry.data.round}`);
    if (entry.type === 'call.accepted')
      expect(running.has(`${entry.data.nodeId} ${entry.data.round}`)).toBe(true);
  }
}

describe('host laws', () => {
  it('[EX1] a node with personas whose host is killed at any point asks the provider exactly twice', async () => {
    const nodes = [
      testPlanNode('prompt', {
        type: 'initialPrompt',
        config: { text: 'Mira walks home.' },
        model,
        samples: true,
      }),
      testPlanNode('mira', {
        type: 'consistentCharacter',
        config: { characterName: 'Mira', characterDescription: 'Tall, red hair.' },
      }),
      testPlanNode('story', { type: 'storyTeller', config: { idea: '', tags: '' }, model, samples: true }),
    ];
    const edges = [
      testEdge(0, 2),
      testEdge(1, 2, { sourceHandle: 'adapter-out', targetHandle: 'adapter-0' }),
    ];
    const plan = testPlan(nodes, edges);
    const real = createNodeRegistry();
    await Promise.all(nodes.map(({ type }) => real.runnerOf(type)));

    const run = async (killAfter: number, late: boolean) => {
      const clock = createVirtualClock();
      const room = createTestRoom({ clock, plan, provider });
      let host = hostOn(room, { registry: real, clock, hostId: 'first' });
      room.onStored = () => {
        if (room.log.length !== killAfter) return;
        const kill = () => {
          host.kill();
          clock.after(50, () => {
            host = hostOn(room, { registry: real, clock, hostId: 'second' });
          });
        };
        if (late) clock.soon(kill);
        else kill();
      };
      await clock.run();
      return room;
    };
    const unhurt = await run(0, false);
    expect(unhurt.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(unhurt.requests).toHaveLength(2);
    for (let killAfter = 3; killAfter < unhurt.log.length; killAfter += 1)
      for (const late of [false, true]) {
        const room = await run(killAfter, late);
        expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
        expect(room.requests.map(({ callId }) => callId)).toEqual(
          unhurt.requests.map(({ callId }) => callId),
        );
        expect(outputHashes(room.state())).toEqual(outputHashes(unhurt.state()));
      }
  });

  it('[HO2] a log cut at any place resumes to the same outputs, with the same calls', async () => {
    await fc.assert(
      fc.asyncProperty(dags, fc.double({ min: 0, max: 1, noNaN: true }), async (dag, where) => {
        const full = await whole(dag);
        const cut = full.log.slice(0, Math.max(1, Math.floor(where * full.log.length)));
        const clock = createVirtualClock(cut.at(-1)?.at ?? 0);
        const plan = dagPlan(dag, { model, samples: true });
        const room = createTestRoom({ clock, plan, provider, log: cut });
        if (!room.state().sealed && room.state().phase === 'running') hostOn(room, { registry, clock });
        await clock.run();
        const sealed =
          room.log.at(-1)?.type === 'execution.sealed' || cut.at(-1)?.type === 'execution.completed';
        expect(sealed).toBe(true);
        expect(outputHashes(room.state())).toEqual(outputHashes(full.state()));
        const ids = (log: readonly LogEntry[]) =>
          log.flatMap((entry) => (entry.type === 'call.accepted' ? [entry.data.callId] : [])).sort();
        expect(ids(room.log)).toEqual(ids(full.log));
      }),
      { numRuns: 60 },
    );
  });

  it('[HO1, SC2] records that a node runs before any of its calls, however often hosts change', async () => {
    await fc.assert(
      fc.asyncProperty(
        dags,
        fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 4 }),
        async (dag, kills) => {
          const clock = createVirtualClock();
          const room = createTestRoom({
            clock,
            plan: dagPlan(dag, { model, samples: true }),
            provider,
            linkMs: 3,
          });
          let host = hostOn(room, { registry, clock, hostId: 'host-0' });
          let left = [...kills];
          let next = room.log.length + (left.shift() ?? Infinity);
          room.onStored = () => {
            if (room.log.length < next || room.state().phase !== 'running') return;
            next = Infinity;
            host.kill();
            clock.after(20, () => {
              host = hostOn(room, { registry, clock, hostId: `host-${kills.length - left.length}` });
              next = room.log.length + (left[0] ?? Infinity);
              left = left.slice(1);
            });
          };
          await clock.run();
          expect(room.state().phase).toBe('completed');
          expectRecordedFirst(room.log);
          expect(new Set(startsOf(room.log)).size).toBe(startsOf(room.log).length);
          expect(room.requests).toHaveLength(2 * dag.size);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('[RM2] a host whose epoch has passed drops what was not confirmed and says so once', async () => {
    const clock = createVirtualClock();
    const plan = dagPlan(
      {
        size: 3,
        edges: [
          [0, 1],
          [1, 2],
        ],
      },
      { model, samples: true },
    );
    const room = createTestRoom({ clock, plan, provider, linkMs: 5 });
    const first = hostOn(room, { registry, clock, hostId: 'first' });
    await clock.run(12);
    const second = hostOn(room, { registry, clock, hostId: 'second' });
    await clock.run();
    expect([first.stale(), second.stale()]).toEqual([true, false]);
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(room.requests).toHaveLength(6);
  });

  it('[RL1] shows late joiners what the host saw', async () => {
    const room = await whole({
      size: 4,
      edges: [
        [0, 1],
        [0, 2],
        [1, 3],
        [2, 3],
      ],
    });
    for (let cut = 0; cut <= room.log.length; cut += 1) {
      const early = foldEntries(emptyRun(room.runId), room.log.slice(0, cut));
      expect(foldEntries(early, room.log.slice(cut))).toEqual(room.state());
    }
  });

  it('has no level barrier: the makespan of random nodes is their critical path', async () => {
    await fc.assert(
      fc.asyncProperty(
        dags,
        fc.array(fc.integer({ min: 100, max: 5_000 }), { minLength: 7, maxLength: 7 }),
        async (dag, durations) => {
          const clock = createVirtualClock();
          const once: NodeRunner = async ({ config, call }) => {
            const subject = String(config['index']);
            const result = await call({ messages: [], purpose: { task: 'free', details: {}, subject } });
            return { text: result.text };
          };
          const nodes = Array.from({ length: dag.size }, (_, index) =>
            testPlanNode(`n${index}`, { config: { index }, model, samples: true }),
          );
          const edges = dag.edges.map(([source, target]) => testEdge(source, target));
          const durationOf = (index: number) => durations[index] ?? 100;
          const room = createTestRoom({
            clock,
            plan: testPlan(nodes, edges, { concurrency: 100 }),
            provider: (request) => answer('x', durationOf(Number(subjectOf(request)))),
          });
          hostOn(room, {
            registry: testRegistry([{ definition: testDefinition('echo'), run: once }]),
            clock,
          });
          await clock.run();
          const ends: number[] = [];
          for (let index = 0; index < dag.size; index += 1) {
            const inputs = dag.edges
              .filter(([, target]) => target === index)
              .map(([source]) => ends[source] ?? 0);
            ends[index] = Math.max(0, ...inputs) + durationOf(index);
          }
          const critical = Math.max(...ends);
          expect(room.state().phase).toBe('completed');
          expect((room.state().endedAt ?? Infinity) - (room.state().startedAt ?? 0)).toBeLessThanOrEqual(
            1.02 * critical,
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});
