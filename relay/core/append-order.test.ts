import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runningFact } from '#shared/run/testing.ts';
import { createHostedRoom, grantOf, type TestRoom } from './testing.ts';

const trouble = (message: string) =>
  ({ type: 'error', data: { error: { code: 'internal', message, retryable: false } } }) as const;

function append(test: TestRoom, facts: readonly object[], more: { afresh?: true; n?: number } = {}) {
  const { n, ...flags } = more;
  const command = { type: 'host.append', data: { epoch: 1, facts, ...flags } } as const;
  return test.command('ann', command, { clientId: 'host', ...(n && { n }) })?.data;
}

const move = (test: TestRoom, type: 'execution.pause' | 'execution.resume') =>
  test.command('ann', { type, data: {} }, { clientId: 'person' });

const messagesOf = async (test: TestRoom) =>
  (await test.log()).flatMap((entry) => (entry.type === 'error' ? Number(entry.data.error.message) : []));

describe('appends of a host', () => {
  it('[RC7, RM3] behind a refused one are refused too, although the run was resumed in between', async () => {
    const test = createHostedRoom();
    append(test, [runningFact('a')], { afresh: true });
    move(test, 'execution.pause');
    expect(append(test, [runningFact('b')])).toMatchObject({ ok: false, error: { code: 'run-paused' } });
    move(test, 'execution.resume');
    // Sent before the host heard of the refusal: says that a node ended which never began.
    expect(append(test, [trouble('1')])).toMatchObject({ ok: false, error: { code: 'run-paused' } });
    expect(append(test, [trouble('2')], { afresh: true })).toMatchObject({ ok: true });
    expect(append(test, [trouble('3')])).toMatchObject({ ok: true });
    expect(await messagesOf(test)).toEqual([2, 3]);
  });

  it('stay refused after the relay was killed in between', async () => {
    const test = createHostedRoom();
    append(test, [runningFact('a')], { afresh: true, n: 1 });
    move(test, 'execution.pause');
    append(test, [runningFact('b')], { n: 2 });
    move(test, 'execution.resume');
    await test.restart();
    test.connect('ann', grantOf('ann'));
    expect(append(test, [trouble('1')], { n: 3 })?.error?.code).toBe('run-paused');
    expect(append(test, [trouble('2')], { afresh: true, n: 4 })?.ok).toBe(true);
  });

  it('are refused as stale first of all', () => {
    const test = createHostedRoom();
    append(test, [runningFact('a')], { afresh: true });
    move(test, 'execution.pause');
    append(test, [runningFact('b')]);
    const command = { type: 'host.append', data: { epoch: 0, facts: [trouble('1')] } } as const;
    expect(test.command('ann', command, { clientId: 'host' })?.data.error?.code).toBe('stale-epoch');
  });

  it('leave no gap, whenever a run is paused and resumed inside the window of what is under way', async () => {
    const steps = fc.array(fc.constantFrom('pause', 'resume', 'append', 'hear'), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const test = createHostedRoom();
        // What this host knows: its facts count up; once it hears of a refusal it goes on from what was stored.
        let next = 1;
        let stored = 0;
        let isRefused = false;
        let isAfresh = true;
        for (const step of list) {
          if (step === 'pause' || step === 'resume') move(test, `execution.${step}`);
          else if (step === 'append') {
            const facts = [runningFact('a'), trouble(String(next))];
            const ack = append(test, facts, isAfresh ? { afresh: true } : {});
            isAfresh = false;
            next += 1;
            if (ack?.ok) stored += 1;
            else isRefused = true;
          } else if (isRefused) {
            next = stored + 1;
            isRefused = false;
            isAfresh = true;
          }
        }
        const messages = await messagesOf(test);
        expect(messages).toEqual(messages.map((_, index) => index + 1));
      }),
    );
  });
});
