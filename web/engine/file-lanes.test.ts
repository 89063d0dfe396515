import { describe, expect, it } from 'vitest';
import { hashBytes } from '#shared/hash.ts';
import type { LogEntry } from '#shared/run/events.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { emptyRun } from '#shared/run/state.ts';
import type { NodeRunner, RunContext } from '../node-kit/types.ts';
import { answer } from './testing/fake-provider.ts';
import { hostOn } from './testing/test-host.ts';
import { testDefinition, testRegistry } from './testing/test-nodes.ts';
import { dagPlan } from './testing/test-plan.ts';
import { createTestRoom, type TestRoom } from './testing/test-room.ts';
import { createVirtualClock, type VirtualClock } from './testing/virtual-clock.ts';

const model = { provider: 'demo', model: 'demo', temperature: 0.7, maxOutputTokens: 500, parameters: {} };
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A file, a call, and the file again with what the call said. */
const writes: NodeRunner = async ({ call, file }) => {
  const first = await file({ name: 'a.txt', mediaType: 'text/plain', content: 'draft' });
  const { text } = await call({ messages: [], purpose: { task: 'free', details: {}, subject: first.name } });
  await file({ name: 'a.txt', mediaType: 'text/plain', content: text });
  return { text };
};
const one = dagPlan({ size: 1, edges: [] }, { model, samples: true });
const registryOf = (run: NodeRunner, more = {}) =>
  testRegistry([{ definition: testDefinition('echo', more), run }]);
const files = (log: readonly LogEntry[]) =>
  log.flatMap((entry) =>
    entry.type === 'file.created' || entry.type === 'file.updated' ? [entry.data] : [],
  );

interface Trial {
  readonly clock: VirtualClock;
  readonly room: TestRoom;
}

function trial(): Trial {
  const clock = createVirtualClock();
  return { clock, room: createTestRoom({ clock, plan: one, provider: () => answer('the end') }) };
}

async function runWith(run: NodeRunner): Promise<TestRoom> {
  const { clock, room } = trial();
  hostOn(room, { registry: registryOf(run), clock });
  await clock.run();
  return room;
}

describe('files of runners', () => {
  it('are effects among calls: each has an id of its own, and is there before the node is done', async () => {
    const room = await runWith(writes);
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(
      room.log.map(({ type }) => type).filter((type) => /^(file|call|execution\.node)/.test(type)),
    ).toEqual([
      'execution.node.status',
      'file.created',
      'call.accepted',
      'call.sent',
      'call.ended',
      'file.updated',
      'execution.node.completed',
    ]);
    expect(new Set(files(room.log).map(({ effectId }) => effectId)).size).toBe(2);
    expect(files(room.log).map(({ blob }) => blob)).toEqual(
      ['draft', 'the end'].map((text) => hashBytes(bytesOf(text))),
    );
  });

  it('[FI1] are written once, wherever the host is killed, in the same words', async () => {
    const whole = await runWith(writes);
    for (let killAfter = 3; killAfter < whole.log.length; killAfter += 1)
      for (const late of [false, true]) {
        const { clock, room } = trial();
        let host = hostOn(room, { registry: registryOf(writes), clock, hostId: 'first' });
        room.onStored = () => {
          if (room.log.length !== killAfter) return;
          const kill = () => {
            host.kill();
            clock.after(50, () => {
              host = hostOn(room, { registry: registryOf(writes), clock, hostId: 'second' });
            });
          };
          if (late) clock.soon(kill);
          else kill();
        };
        await clock.run();
        expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
        expect(files(room.log)).toEqual(files(whole.log));
        expect(room.requests).toHaveLength(1);
      }
  });

  it('[FI1] that are other ones after a takeover fail the node', async () => {
    const { clock, room } = trial();
    const says = (content: string): NodeRunner => {
      return async ({ file, call }) => {
        await file({ name: 'a.txt', mediaType: 'text/plain', content });
        return {
          text: (await call({ messages: [], purpose: { task: 'free', details: {}, subject: '' } })).text,
        };
      };
    };
    const first = hostOn(room, { registry: registryOf(says('one')), clock, hostId: 'first' });
    await clock.run(5);
    first.kill();
    hostOn(room, { registry: registryOf(says('two')), clock, hostId: 'second' });
    await clock.run();
    const failed = room.log.find(({ type }) => type === 'execution.node.failed');
    expect(failed?.data).toMatchObject({ error: { code: 'nondeterministic-runner' } });
  });

  it('[HO1] are asked for after the log says that their node runs', async () => {
    const { clock, room } = trial();
    hostOn(room, { registry: registryOf(writes), clock });
    await clock.run();
    const types = room.log.map(({ type }) => type);
    expect(types.indexOf('file.created')).toBeGreaterThan(types.indexOf('execution.node.status'));
  });

  it('[SC3] wait while the run is paused', async () => {
    const { clock, room } = trial();
    hostOn(room, { registry: registryOf(writes), clock });
    room.onStored = ({ type }) => {
      if (type === 'call.sent') clock.after(1, () => room.command({ type: 'execution.pause', data: {} }));
    };
    await clock.run(10_000);
    expect(files(room.log)).toHaveLength(1);
    room.command({ type: 'execution.resume', data: {} });
    await clock.run();
    expect(files(room.log)).toHaveLength(2);
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
  });

  it('bring a picture along that the run does not have, and say so when it is nowhere', async () => {
    const picture = { blob: hashBytes(bytesOf('pixels')), mediaType: 'image/png', bytes: 6 };
    const keepsPicture = async ({ file }: RunContext) => {
      await file({ name: 'a.png', mediaType: 'image/png', content: picture });
      return { image: picture };
    };
    const lost = await runWith(keepsPicture);
    expect(lost.log.find(({ type }) => type === 'execution.node.failed')?.data).toMatchObject({
      error: { code: 'blob-missing' },
    });
    const { clock, room } = trial();
    await room.blobs.put(bytesOf('pixels'));
    hostOn(room, { registry: registryOf(keepsPicture), clock });
    await clock.run();
    expect(files(room.log)).toMatchObject([{ name: 'a.png', blob: picture.blob }]);
  });

  it('are written anew in every run: no stored output stands in for a node that leaves a mark', async () => {
    const says: NodeRunner = async ({ file }) => {
      await file({ name: 'a.txt', mediaType: 'text/plain', content: 'same' });
      return { text: 'same' };
    };
    const registry = registryOf(says, { leavesMark: true });
    const first = trial();
    const { cache } = hostOn(first.room, { registry, clock: first.clock });
    await first.clock.run();
    const second = trial();
    hostOn(second.room, { registry, clock: second.clock, cache });
    await second.clock.run();
    for (const { room } of [first, second]) {
      expect(files(room.log)).toHaveLength(1);
      const { log } = room;
      expect(log.find(({ type }) => type === 'execution.node.completed')?.data).toMatchObject({
        source: 'local',
      });
      expect(foldEntries(emptyRun(room.runId), log).files[0]?.version).toBe(1);
    }
  });
});
