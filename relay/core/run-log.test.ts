import fc from 'fast-check';
import { runningFact } from '#shared/run/testing.ts';
import { describe, expect, it } from 'vitest';
import {
  callIdOf,
  callStart,
  createHostedRoom,
  createTestRoom,
  endOf,
  grantOf,
  planOf,
  requestOf,
  typesOf,
} from './testing.ts';
import type { TestRoom } from './testing.ts';

/** Things that may happen to a room, each harmless to give at any time. */
const happening = fc.oneof(
  fc
    .constantFrom('execution.pause', 'execution.resume', 'execution.cancel')
    .map((type) => (test: TestRoom) => {
      test.command('ann', { type, data: {} });
    }),
  fc.constantFrom('a', 'b').map((nodeId) => (test: TestRoom) => {
    test.command('ann', { type: 'host.append', data: { epoch: 1, facts: [runningFact(nodeId)] } });
  }),
  fc.integer({ min: 1, max: 6 }).map((number) => (test: TestRoom) => {
    test.command('ann', callStart(number));
  }),
  fc.integer({ min: 1, max: 6 }).map((number) => (test: TestRoom) => {
    test.give({ type: 'call.sent', callId: callIdOf(number) });
  }),
  fc.integer({ min: 1, max: 6 }).map((number) => (test: TestRoom) => {
    test.give({ type: 'call.ended', callId: callIdOf(number), end: endOf('text', { costMicroUsd: 7 }) });
  }),
  fc.integer({ min: 1, max: 15_000 }).map((ms) => (test: TestRoom) => test.pass(ms)),
);

describe('the log of a run', () => {
  it('[RL2] numbers its entries without a gap, whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 40 }), async (happenings) => {
        const test = createHostedRoom();
        for (const happen of happenings) happen(test);
        const log = await test.log();
        expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
        expect(test.room().header()?.head).toBe(log.length);
      }),
    );
  });

  it('[RM1, RS1] tells nobody of anything before it is in the batch to be stored', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 40 }), async (happenings) => {
        const test = createHostedRoom();
        for (const happen of happenings) happen(test);
        let stored = 0;
        for (const { store, effects } of test.steps) {
          stored = store?.header.head ?? stored;
          for (const effect of effects) {
            if (effect.type !== 'send') continue;
            const { type, data } = JSON.parse(effect.frame) as { type: string; data: Record<string, number> };
            if (type === 'ack') expect(data['seq'] ?? 0).toBeLessThanOrEqual(stored);
            if (type === 'entries') expect(data['through']).toBeLessThanOrEqual(stored);
          }
        }
      }),
    );
  });

  it('[RM1] has everything it acknowledged after being killed at any point', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 30 }), async (happenings) => {
        const test = createHostedRoom();
        for (const happen of happenings) happen(test);
        const acked = test.take('ann').flatMap((frame) => (frame.type === 'ack' ? (frame.data.seq ?? 0) : 0));
        const before = await test.log();
        await test.restart();
        const after = await test.log();
        expect(after.slice(0, before.length)).toEqual(before);
        expect(after.length).toBeGreaterThanOrEqual(Math.max(0, ...acked));
      }),
    );
  });

  it('begins with the plan and the host', async () => {
    const test = createTestRoom();
    test.start({ host: { hostId: 'h1', visible: true } });
    const log = await test.log();
    expect(typesOf(log)).toEqual(['execution.started', 'execution.host.changed']);
    expect(log[1]?.data).toEqual({
      epoch: 1,
      host: { hostId: 'h1', personId: 'ann', name: 'ann' },
      reason: 'started',
    });
    expect(test.responses).toEqual([
      expect.objectContaining({ status: 202, body: { runId: 'run-of-the-tests' } }),
    ]);
  });

  it('starts once, however often it is asked to', async () => {
    const test = createTestRoom();
    test.start();
    test.start();
    expect(await test.log()).toHaveLength(2);
    expect(test.responses.map(({ status }) => status)).toEqual([202, 202]);
  });

  it('[RK4] keeps a large plan as a blob', async () => {
    const test = createTestRoom();
    const plan = planOf(Array.from({ length: 300 }, (_, index) => `n${index}`));
    test.start({ plan });
    const [started] = await test.log();
    const ref = started?.type === 'execution.started' ? started.data.plan : null;
    expect(ref?.kind).toBe('blob');
    const bytes = await test.store.blob(ref?.kind === 'blob' ? ref.hash : '');
    expect(JSON.parse(new TextDecoder().decode(bytes ?? new Uint8Array()))).toEqual(plan);
  });

  it('[RC4] refuses an entry beyond 64 KiB with a code, and all that came with it', async () => {
    const test = createHostedRoom();
    const before = await test.log();
    const completed = {
      type: 'execution.node.completed',
      data: {
        nodeId: 'a',
        round: 0,
        source: 'local',
        cacheKey: null,
        outputHash: '0'.repeat(64),
        output: { kind: 'inline', output: { text: 'é'.repeat(33_000) } },
      },
    } as const;
    const facts = [runningFact('a'), completed];
    const ack = test.command('ann', { type: 'host.append', data: { epoch: 1, facts } });
    expect(ack?.data).toMatchObject({ ok: false, error: { code: 'frame-too-large' } });
    expect(await test.log()).toHaveLength(before.length);
  });

  it('[RS3] refuses more when the run is full, and can still be stopped', async () => {
    const test = createHostedRoom({ entriesPerRun: 12 });
    const codes: (string | undefined)[] = [];
    for (let index = 0; index < 12; index += 1)
      codes.push(
        test.command('ann', { type: 'host.append', data: { epoch: 1, facts: [runningFact('a')] } })?.data
          .error?.code,
      );
    expect(codes.at(-1)).toBe('run-full');
    expect(test.command('ann', callStart(1))?.data.error?.code).toBe('run-full');
    expect(test.command('ann', { type: 'execution.cancel', data: {} })?.data.ok).toBe(true);
    const log = await test.log();
    expect(typesOf(log).slice(-2)).toEqual(['execution.cancelled', 'execution.sealed']);
    expect(log.length).toBeLessThanOrEqual(12);
  });

  it('[RK5, RC5] writes the end of a stopped run in order: cancelled, ends of calls, sealed', async () => {
    const test = createHostedRoom({ callsPerRun: 1 });
    test.command('ann', callStart(1));
    test.command('ann', callStart(2));
    test.give({ type: 'call.sent', callId: callIdOf(1) });
    test.command('ann', { type: 'execution.cancel', data: {} });
    expect(test.aborted).toEqual([callIdOf(1)]);
    expect(typesOf(await test.log()).slice(-2)).toEqual(['execution.cancelled', 'call.ended']);
    test.give({
      type: 'call.ended',
      callId: callIdOf(1),
      end: endOf('par', { outcome: 'aborted', costMicroUsd: null }),
    });
    expect(typesOf(await test.log()).slice(-4)).toEqual([
      'call.ended',
      'call.ended',
      'cost.updated',
      'execution.sealed',
    ]);
    expect(test.command('ann', { type: 'execution.resume', data: {} })?.data.error?.code).toBe('run-sealed');
  });

  it('[RK6] seals a completed run, and counts what calls cost', async () => {
    const test = createHostedRoom();
    test.command('ann', callStart(1));
    test.give({ type: 'call.ended', callId: callIdOf(1), end: endOf('x', { costMicroUsd: 12 }) });
    test.command('ann', callStart(2, { request: requestOf('two') }));
    test.give({ type: 'call.ended', callId: callIdOf(2), end: endOf('x', { costMicroUsd: null }) });
    const completed = { type: 'execution.completed', data: { outcome: 'ok', outputs: ['b'] } } as const;
    test.command('ann', { type: 'host.append', data: { epoch: 1, facts: [completed] } });
    const log = await test.log();
    expect(typesOf(log).slice(-2)).toEqual(['execution.completed', 'execution.sealed']);
    expect(test.room().header()).toMatchObject({
      totalMicroUsd: 12,
      unknownCalls: 1,
      outcome: 'ok',
      sealed: true,
    });
    const told = test.steps.flatMap(({ effects }) => effects).filter(({ type }) => type === 'report');
    expect(told.at(-1)).toMatchObject({ summary: { totalMicroUsd: 12, unknownCalls: 1, sealed: true } });
  });

  it('[SC3, RC5] starts nothing while paused: neither calls nor nodes; ends are written', async () => {
    const test = createHostedRoom({ callsPerRun: 1 });
    test.command('ann', callStart(1));
    test.command('ann', callStart(2));
    test.command('ann', { type: 'execution.pause', data: {} });
    expect(test.command('ann', callStart(3))?.data.error?.code).toBe('run-paused');
    expect(
      test.command('ann', { type: 'host.append', data: { epoch: 1, facts: [runningFact('b')] } })?.data.error
        ?.code,
    ).toBe('run-paused');
    test.give({ type: 'call.ended', callId: callIdOf(1), end: endOf('x') });
    expect(test.providerRequests).toEqual([callIdOf(1)]);
    test.command('ann', { type: 'execution.resume', data: {} });
    expect(test.providerRequests).toEqual([callIdOf(1), callIdOf(2)]);
  });

  it('[SC3, RK7] sends nothing that was handed out before the pause: it waits again, and comes first when resumed', async () => {
    const test = createHostedRoom({ callsPerRun: 2 });
    for (const number of [1, 2, 3]) test.command('ann', callStart(number));
    test.command('ann', { type: 'execution.pause', data: {} });
    for (const number of [1, 2]) test.give({ type: 'call.sent', callId: callIdOf(number) });
    expect(test.withdrawn).toEqual([callIdOf(1), callIdOf(2)]);
    expect(typesOf(await test.log())).not.toContain('call.sent');
    test.command('ann', { type: 'execution.resume', data: {} });
    expect(test.providerRequests.slice(2)).toEqual([callIdOf(1), callIdOf(2)]);
    test.give({ type: 'call.sent', callId: callIdOf(1) });
    test.give({ type: 'call.ended', callId: callIdOf(1), end: endOf('x') });
    expect(test.providerRequests.at(-1)).toBe(callIdOf(3));
  });

  it('[SC3, RK5] ends a call that was handed out before the pause unsent when the run is stopped', async () => {
    const test = createHostedRoom();
    test.command('ann', callStart(1));
    test.command('ann', { type: 'execution.pause', data: {} });
    test.give({ type: 'call.sent', callId: callIdOf(1) });
    test.command('ann', { type: 'execution.cancel', data: {} });
    const log = await test.log();
    expect(log.find(({ type }) => type === 'call.ended')?.data).toMatchObject({
      end: { outcome: 'aborted', costMicroUsd: 0 },
    });
    expect(typesOf(log).at(-1)).toBe('execution.sealed');
  });

  it('[RC8] gives every amendment a round that no node can have reached, so that the fold never ignores it', async () => {
    const test = createHostedRoom();
    test.command('ann', { type: 'execution.node.retry', data: { nodeId: 'a', guidance: 'shorter' } });
    test.command('ann', { type: 'execution.node.skip', data: { nodeId: 'b' } });
    test.command('ann', { type: 'execution.node.retry', data: { nodeId: '__proto__' } });
    const amended = (await test.log()).filter(({ type }) => type === 'execution.node.amended');
    expect(amended.map(({ data }) => data)).toEqual([
      { nodeId: 'a', action: 'retry', round: 1, guidance: 'shorter' },
      { nodeId: 'b', action: 'skip', round: 2 },
      { nodeId: '__proto__', action: 'retry', round: 3 },
    ]);
  });

  it('lets viewers read and do nothing else', () => {
    const test = createHostedRoom();
    test.connect('eve', grantOf('eve', 'viewer'));
    expect(test.command('eve', { type: 'execution.cancel', data: {} })?.data.error?.code).toBe('not-allowed');
    expect(test.room().header()?.phase).toBe('running');
  });

  it('[AU1, RC2] keeps nothing of what somebody without the right to it asks for', () => {
    const test = createHostedRoom();
    test.connect('eve', grantOf('eve', 'viewer'));
    const command = { clientId: 'eve-1', n: 1, type: 'execution.cancel', data: {} };
    const step = test.give({ type: 'message', connectionId: 'eve', value: command });
    expect(step.store).toBeNull();
    const bad = { clientId: 'eve-1', n: 7, type: 'host.append', data: 'nonsense' };
    expect(test.give({ type: 'message', connectionId: 'eve', value: bad }).store).toBeNull();
  });

  it('[AU1, RC2] who may answer and asks for more is refused, and the commands behind that are considered', () => {
    const test = createHostedRoom();
    test.connect('gus', grantOf('gus', 'run-answerer'));
    const send = (n: number, type: string, data: object) =>
      test.give({ type: 'message', connectionId: 'gus', value: { clientId: 'gus-1', n, type, data } });
    send(1, 'execution.cancel', {});
    expect(test.room().header()?.phase).toBe('running');
    const answer = { approvalId: 'a'.repeat(32), outcome: 'approve', name: 'Gus' };
    const { effects } = { effects: JSON.stringify(send(2, 'approval.resolve', answer)) };
    expect(effects).not.toContain('out-of-turn');
    expect(effects).toContain('"n":2');
  });
});
