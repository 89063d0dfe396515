import { describe, expect, it } from 'vitest';
import { weftError } from '#shared/run/errors.ts';
import {
  callIdOf,
  callStart,
  createHostedRoom,
  createTestRoom,
  endOf,
  entriesIn,
  grantOf,
  planOf,
  typesOf,
} from './testing.ts';

const PAYER = { ringId: 'ring-of-the-tests-aaaaaaa', grantId: 'g' };
const reason = weftError('budget-exceeded', 'The budget is used up.');

describe('a call that nobody pays for', () => {
  it('[VA4] waits again, unsent, and the run is paused with the reason; resumed it is made', () => {
    const test = createHostedRoom();
    test.command('ann', callStart(1));
    test.command('ann', callStart(2));
    test.give({ type: 'call.refused', callId: callIdOf(1), error: reason });
    expect(test.room().header()?.phase).toBe('paused');
    test.give({ type: 'call.refused', callId: callIdOf(2), error: reason });
    const entries = entriesIn(test.take('ann'));
    expect(entries.at(-1)).toMatchObject({ type: 'execution.paused', data: { reason }, by: null });
    expect(typesOf(entries)).not.toContain('call.ended');
    expect(typesOf(entries).filter((type) => type === 'execution.paused')).toHaveLength(1);
    test.command('ann', { type: 'execution.resume', data: {} });
    const [one, two] = [callIdOf(1), callIdOf(2)];
    expect(test.providerRequests).toEqual([one, two, one, two]);
    test.give({ type: 'call.sent', callId: one });
    test.give({ type: 'call.ended', callId: one, end: endOf('Hello') });
    expect(typesOf(entriesIn(test.take('ann')))).toEqual(['execution.resumed', 'call.sent', 'call.ended']);
  });

  it('lets the others at work end, and changes nothing once it was sent or has ended', () => {
    const test = createHostedRoom();
    test.command('ann', callStart(1));
    test.command('ann', callStart(2));
    test.give({ type: 'call.sent', callId: callIdOf(1) });
    test.give({ type: 'call.refused', callId: callIdOf(1), error: reason });
    expect(test.room().header()?.phase).toBe('running');
    test.give({ type: 'call.refused', callId: callIdOf(2), error: reason });
    test.give({ type: 'call.ended', callId: callIdOf(1), end: endOf('Hello') });
    expect(test.room().call(callIdOf(1))?.phase).toBe('ended');
    expect(test.room().call(callIdOf(2))?.phase).toBe('accepted');
  });

  it('[VA9] one that waits for its turn says why, until it is sent or the run is paused', () => {
    const test = createHostedRoom();
    test.command('ann', callStart(1));
    const message = 'Waiting its turn at Mistral (3 before).';
    test.give({ type: 'call.waiting', callId: callIdOf(1), message });
    expect(entriesIn(test.take('ann')).at(-1)).toMatchObject({
      ...{ type: 'call.waiting', by: null },
      data: { callId: callIdOf(1), message },
    });
    test.command('ann', { type: 'execution.pause', data: {} });
    test.give({ type: 'call.waiting', callId: callIdOf(1), message });
    test.command('ann', { type: 'execution.resume', data: {} });
    test.give({ type: 'call.sent', callId: callIdOf(1) });
    test.give({ type: 'call.waiting', callId: callIdOf(1), message });
    expect(typesOf(entriesIn(test.take('ann')))).not.toContain('call.waiting');
  });

  it('[RK1] one that waits for others of its run says how many are before it, once that takes a second', () => {
    const test = createHostedRoom();
    for (let number = 1; number <= 7; number += 1) test.command('ann', callStart(number));
    expect(test.providerRequests).toHaveLength(4);
    const told = () =>
      entriesIn(test.take('ann')).flatMap((entry) =>
        entry.type === 'call.waiting' ? [`${entry.data.callId} ${entry.data.message}`] : [],
      );
    test.now += 900;
    test.give({ type: 'tick' });
    expect(told()).toEqual([]);
    test.now += 100;
    test.give({ type: 'tick' });
    expect(told()).toEqual([
      `${callIdOf(5)} Next in turn.`,
      `${callIdOf(6)} Waiting its turn (1 before).`,
      `${callIdOf(7)} Waiting its turn (2 before).`,
    ]);
    test.now += 5_000;
    test.give({ type: 'tick' });
    expect(told()).toEqual([]);
    test.give({ type: 'call.sent', callId: callIdOf(1) });
    test.give({ type: 'call.ended', callId: callIdOf(1), end: endOf('Hello') });
    test.now += 5_000;
    test.give({ type: 'tick' });
    expect(told()).toEqual([`${callIdOf(6)} Next in turn.`, `${callIdOf(7)} Waiting its turn (1 before).`]);
  });

  it('survives a restart: it is asked for again when somebody resumes', async () => {
    const test = createHostedRoom();
    test.command('ann', callStart(1));
    test.give({ type: 'call.refused', callId: callIdOf(1), error: reason });
    await test.restart();
    test.connect('ann', grantOf('ann'));
    expect(test.providerRequests).toHaveLength(1);
    test.command('ann', { type: 'execution.resume', data: {} });
    expect(test.providerRequests).toEqual([callIdOf(1), callIdOf(1)]);
  });
});

describe('who pays', () => {
  it('[VA7] stands in the log, and stays whoever takes the run over', async () => {
    const test = createTestRoom();
    test.start({ payer: PAYER, host: { hostId: 'h1', visible: true } });
    const payer = { kind: 'ring', ...PAYER };
    expect((await test.log())[0]).toMatchObject({ type: 'execution.started', data: { payer } });
    test.pass(60_000);
    test.connect('bea', grantOf('bea'));
    test.command('bea', { type: 'host.claim', data: { hostId: 'h2', visible: true, name: 'Bea' } });
    test.pass(1_000);
    expect(test.room().header()).toMatchObject({
      payer,
      startedBy: { personId: 'ann' },
      host: { hostId: 'h2' },
    });
    await test.restart();
    expect(test.room().header()).toMatchObject({ payer });
  });

  it('[VA7] is nobody on the demo, whatever was wished, and the relay where nothing was', () => {
    const demo = createTestRoom();
    const plan = { ...planOf(), demo: true };
    demo.start({ plan, payer: PAYER });
    expect(demo.room().header()?.payer).toEqual({ kind: 'demo' });
    const own = createTestRoom();
    own.start();
    expect(own.room().header()?.payer).toEqual({ kind: 'environment' });
  });
});
