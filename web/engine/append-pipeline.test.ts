import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandBody } from '#shared/protocol/messages.ts';
import { weftError } from '#shared/run/errors.ts';
import type { HostFact, LogEntry } from '#shared/run/events.ts';
import type { NodeRunner } from '../node-kit/types.ts';
import { createAppendPipeline, type Refusal } from './append-pipeline.ts';
import type { Clock, CommandAck } from './ports.ts';
import { hostOn } from './testing/test-host.ts';
import { testDefinition, testRegistry } from './testing/test-nodes.ts';
import { dagPlan } from './testing/test-plan.ts';
import { createTestRoom } from './testing/test-room.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

type Append = Extract<CommandBody, { type: 'host.append' }>;

function setUp() {
  const clock = createVirtualClock();
  const sent: Append[] = [];
  const answers: ((ack: CommandAck) => void)[] = [];
  const refusals: Refusal[] = [];
  const pipeline = createAppendPipeline({
    clock,
    epoch: 3,
    onRefused: (refusal) => refusals.push(refusal),
    connection: {
      send(command) {
        if (command.type === 'host.append') sent.push(command);
        return new Promise((resolve) => answers.push(resolve));
      },
      wake: () => undefined,
      close: () => undefined,
    },
  });
  const answer = (index: number, seq: number | null) =>
    answers[index]?.({
      ...{ clientId: 'c', n: index + 1, ok: seq !== null },
      ...(seq === null ? { error: weftError('run-paused', 'Paused.', { retryable: true }) } : { seq }),
    });
  return { clock, sent, refusals, pipeline, answer };
}

const fact = (message: string): HostFact => ({
  type: 'error',
  data: { error: weftError('internal', message) },
});

describe('append pipeline', () => {
  it('sends what comes up in one turn together, and does not wait for answers', async () => {
    const { clock, sent, pipeline } = setUp();
    pipeline.push(fact('1'));
    pipeline.push(fact('2'));
    await clock.run();
    pipeline.push(fact('3'));
    await clock.run();
    expect(sent.map(({ data }) => data)).toEqual([
      { epoch: 3, afresh: true, facts: [fact('1'), fact('2')] },
      { epoch: 3, facts: [fact('3')] },
    ]);
  });

  it('keeps no more than 256 facts under way', async () => {
    const { clock, sent, pipeline } = setUp();
    const count = () => sent.reduce((sum, { data }) => sum + data.facts.length, 0);
    for (let index = 0; index < 300; index += 1) pipeline.push(fact(String(index)));
    await clock.run();
    expect(count()).toBe(256);
    pipeline.confirmed(10);
    await clock.run();
    expect(count()).toBe(266);
  });

  it('after a refusal says so once, when everything under way is answered, and begins afresh', async () => {
    const { clock, sent, refusals, pipeline, answer } = setUp();
    for (const message of ['1', '2', '3']) {
      pipeline.push(fact(message));
      await clock.run();
    }
    answer(1, null);
    pipeline.push(fact('4'));
    await clock.run();
    expect([sent.length, refusals]).toEqual([3, []]);
    answer(0, 7);
    answer(2, null);
    await clock.run();
    expect(refusals).toEqual([{ error: expect.objectContaining({ code: 'run-paused' }), seq: 7 }]);
    pipeline.reset();
    pipeline.push(fact('again'));
    pipeline.push(fact('and on'));
    await clock.run();
    expect(sent.at(-1)?.data).toEqual({ epoch: 3, afresh: true, facts: [fact('again'), fact('and on')] });
  });
});

/** Nodes that take 5 ms each, so that a link of 50 ms always has facts of several nodes on it. */
const slowRegistry = (clock: Clock) => {
  const run: NodeRunner = async ({ inputs }) => {
    await new Promise<void>((resolve) => void clock.after(5, resolve));
    return { text: `${inputs.text}.` };
  };
  return testRegistry([{ definition: testDefinition('echo'), run }]);
};

/** Of a log: ends of nodes that never began, and nodes that began twice. */
function flaws(log: readonly LogEntry[]): string[] {
  const begun = new Set<string>();
  const found: string[] = [];
  for (const entry of log) {
    if (entry.type === 'execution.node.status' && entry.data.status === 'running') {
      if (begun.has(entry.data.nodeId)) found.push(`${entry.data.nodeId} twice`);
      begun.add(entry.data.nodeId);
    }
    if (entry.type === 'execution.node.completed' && !begun.has(entry.data.nodeId))
      found.push(`${entry.data.nodeId} ended, never begun`);
  }
  return found;
}

describe('pausing and resuming inside the window', () => {
  it('[HO2] leaves no gap in the facts, however often and close together, and the run still ends', async () => {
    const moves = fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 60 })), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(moves, async (list) => {
        const clock = createVirtualClock();
        const chain = Array.from({ length: 40 }, (_, index) => [index, index + 1] as const);
        const room = createTestRoom({ clock, plan: dagPlan({ size: 41, edges: chain }), linkMs: 50 });
        hostOn(room, { registry: slowRegistry(clock), clock });
        for (const [afterMs, forMs] of list) {
          await clock.run(clock.now() + afterMs);
          if (room.state().phase !== 'running') continue;
          room.command({ type: 'execution.pause', data: {} });
          await clock.run(clock.now() + forMs);
          room.command({ type: 'execution.resume', data: {} });
        }
        await clock.run();
        expect(flaws(room.log)).toEqual([]);
        expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok', sealed: true });
      }),
    );
  });
});
