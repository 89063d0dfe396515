import { describe, expect, it } from 'vitest';
import { weftError } from '#shared/run/errors.ts';
import type { RunHeader } from '../core/run-header.ts';
import { createTestRoom, endOf, requestOf } from '../core/testing.ts';
import type { CallRecord } from '../core/call-record.ts';
import type { Reserve, ReserveReply, Settle } from '../core/vault/vault-request.ts';
import type { MoneyRecord } from '../storage/money-store.ts';
import { createPayments } from './vault-payments.ts';

const PAYER = { ringId: 'ring-of-the-tests-aaaaaaa', grantId: 'g' };
const KEY = {
  ...{ ringId: PAYER.ringId, keyId: 'k', provider: 'mistral', addresses: ['https://api.mistral.ai/v1'] },
  ...{ sealedWith: 'x', iv: 'iv', ciphertext: 'c' },
};
const HELD: ReserveReply = { outcome: 'held', microUsd: 5, key: KEY };
const error = weftError('budget-exceeded', 'Used up.');

/** A run that a ring pays, a vault that answers as the test says, and time that passes when nothing else is to be done. */
function scene(
  environment: Record<string, string> = {},
  payer: RunHeader['payer'] = { kind: 'ring', ...PAYER },
) {
  const room = createTestRoom();
  room.start();
  const header = room.room().header();
  const replies: (ReserveReply | number)[] = [];
  const asked: { room: string; path: string; body: Reserve & Settle }[] = [];
  const kept = new Map<string, MoneyRecord>();
  const waits: number[] = [];
  const said: string[] = [];
  const calls = new Map<string, CallRecord>();
  const payments = createPayments({
    environment,
    timers: {
      setTimeout(callback, delayInMs) {
        waits.push(delayInMs);
        queueMicrotask(callback);
        return 0;
      },
      clearTimeout: () => undefined,
    },
    store: {
      load: async () => [...kept.values()],
      put: (record) => void kept.set(record.callId, record),
      drop: (callId) => void kept.delete(callId),
    },
    header: () => header && { ...header, payer },
    call: (callId) => calls.get(callId) ?? null,
    waiting: (callId, message) => void said.push(`${callId}: ${message}`),
    newId: () => `attempt-${asked.length}`,
    async ask(vaultRoom, path, body) {
      asked.push({ room: vaultRoom, path, body: JSON.parse(body) as Reserve & Settle });
      if (path === '/settle' || path === '/rest') return new Response(null, { status: 204 });
      const reply = replies.shift() ?? HELD;
      return typeof reply === 'number' ? new Response('', { status: reply }) : Response.json(reply);
    },
  });
  const begin = (provider = 'mistral', resumes = false) =>
    payments.begin('c1', requestOf('hi', provider), resumes);
  return { payments, replies, asked, kept, waits, said, calls, begin };
}
const live = () => new AbortController().signal;
const settled = async ({ payments }: ReturnType<typeof scene>) => {
  while (payments.owes()) await Promise.resolve();
};

describe('the money of a call', () => {
  it.each([
    ['the demo', 'demo', { kind: 'ring', ...PAYER }, {}],
    ['a provider without a key, on the relay’s own keys', 'mistral', { kind: 'environment' }, {}],
    [
      'keys of the relay without a limit',
      'mistral',
      { kind: 'environment' },
      { MISTRAL_API_KEY: 'k', WEFT_FLOW_BUDGET_USD_PER_DAY: 'none' },
    ],
    [
      'a server of the operator’s own without a key',
      'custom',
      { kind: 'environment' },
      { WEFT_CUSTOM_ORIGINS: 'http://127.0.0.1:9' },
    ],
  ] as const)('is nobody’s for %s: the vault is not asked', (_what, provider, payer, environment) => {
    expect(scene(environment, payer).begin(provider)).toBeNull();
  });

  it('is asked for once, with all that it may cost, and settled with what it cost', async () => {
    const test = scene();
    const payment = test.begin();
    expect(await payment?.reserve(live())).toMatchObject({
      type: 'go',
      key: KEY,
      request: { maxOutputTokens: 8_192 },
    });
    expect(test.asked).toMatchObject([
      { room: PAYER.ringId, path: '/reserve', body: { callId: 'c1', grantId: 'g', resumes: false } },
    ]);
    expect(test.asked[0]?.body.microUsd).toBeGreaterThan(0);
    payment?.sent();
    payment?.ended(endOf('Hello', { costMicroUsd: 7, usage: { inputTokens: 1, outputTokens: 2 } }));
    expect(test.kept.get('c1')?.settle).toMatchObject({ end: { costMicroUsd: 7 } });
    expect(test.payments.owes()).toBe(true);
    await settled(test);
    expect(test.asked[1]).toMatchObject({
      path: '/settle',
      body: { end: { outcome: 'ok', countedMicroUsd: 7, key: 'works' } },
    });
    expect(test.kept.size).toBe(0);
  });

  it('[VA5] is given back whole when the call was not sent', async () => {
    const test = scene();
    const payment = test.begin();
    await payment?.reserve(live());
    payment?.ended(endOf('', { outcome: 'aborted' }));
    await settled(test);
    expect(test.asked[1]).toMatchObject({ path: '/settle', body: { callId: 'c1', end: null } });
  });

  it('waits for money that other calls hold, and stops waiting when the call is stopped', async () => {
    const test = scene();
    test.replies.push({ outcome: 'wait', afterMs: 250, error }, { outcome: 'wait', afterMs: 250, error });
    expect(await test.begin()?.reserve(live())).toMatchObject({ type: 'go' });
    expect(test.waits).toEqual([250, 250]);
    const stopped = new AbortController();
    test.replies.push({ outcome: 'wait', afterMs: 250, error });
    stopped.abort();
    expect(await test.begin()?.reserve(stopped.signal)).toMatchObject({
      ...{ type: 'end', end: { outcome: 'aborted', costMicroUsd: 0 } },
    });
  });

  it('[VA9] says how many are before it once that takes a moment, and now and then', async () => {
    const test = scene();
    const inLine = (ahead: number): ReserveReply => ({ outcome: 'wait', afterMs: 50, error: slow, ahead });
    const slow = weftError('rate-limited-here', 'Not its turn.');
    test.replies.push(...[9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map(inLine));
    expect(await test.begin()?.reserve(live())).toMatchObject({ type: 'go' });
    expect(test.said).toEqual([
      'c1: Waiting its turn at Mistral (8 before).',
      'c1: Next in turn at Mistral.',
    ]);
    const shortly = scene();
    shortly.replies.push(inLine(0));
    await shortly.begin()?.reserve(live());
    shortly.replies.push({ ...inLine(0), error } as ReserveReply, { ...inLine(0), error } as ReserveReply);
    await shortly.begin()?.reserve(live());
    expect(shortly.said).toEqual(['c1: Used up.']);
  });

  it('[VA6] tells a longer wait: the call ends unsent and is made again at that time', async () => {
    const test = scene();
    const slow = weftError('rate-limited-here', 'Too fast.', { retryAfterMs: 9_000 });
    test.replies.push({ outcome: 'wait', afterMs: 9_000, error: slow });
    expect(await test.begin()?.reserve(live())).toMatchObject({
      type: 'end',
      end: { outcome: 'error', retry: 'safe', retryAfterMs: 9_000, costMicroUsd: 0, error: slow },
    });
  });

  it('[VA12] a run that ends says so to whoever pays, after all of it is settled; one that goes on is heard of again', async () => {
    const test = scene();
    const told = () => test.asked.filter(({ path }) => path === '/rest').length;
    test.payments.rest();
    expect(told()).toBe(0);
    const payment = test.begin();
    await payment?.reserve(live());
    payment?.sent();
    payment?.ended(endOf('Hello'));
    test.payments.rest();
    test.payments.rest();
    await settled(test);
    expect(test.asked.map(({ path }) => path)).toEqual(['/reserve', '/settle', '/rest']);
    expect(test.asked[2]).toMatchObject({ room: PAYER.ringId, body: { runId: test.asked[0]?.body.runId } });
    await test.begin()?.reserve(live());
    test.payments.rest();
    expect(told()).toBe(2);
  });

  it('stops for a person when it is refused', async () => {
    const test = scene();
    test.replies.push({ outcome: 'refused', error });
    expect(await test.begin()?.reserve(live())).toEqual({ type: 'stop', error });
    expect(test.kept.size).toBe(0);
  });

  it('a vault that cannot be asked lets nothing through, and nothing is lost', async () => {
    const test = scene();
    test.replies.push(503);
    const payment = test.begin();
    const admission = await payment?.reserve(live());
    expect(admission).toMatchObject({ type: 'end', end: { retry: 'safe', costMicroUsd: 0 } });
    payment?.ended(endOf(''));
    await settled(test);
    expect(test.asked.at(-1)).toMatchObject({ path: '/settle', body: { end: null } });
  });

  it('[VA7] goes to the relay’s own keys for what the ring is not for', async () => {
    const test = scene({ MISTRAL_API_KEY: 'own-key' });
    test.replies.push({ outcome: 'elsewhere' }, { outcome: 'held', microUsd: 5, key: null });
    expect(await test.begin()?.reserve(live())).toMatchObject({ type: 'go', key: undefined });
    expect(test.asked[1]).toMatchObject({ body: { grantId: 'environment', perDayMicroUsd: 50_000_000 } });
    const without = scene();
    without.replies.push({ outcome: 'elsewhere' });
    expect(await without.begin()?.reserve(live())).toMatchObject({
      type: 'stop',
      error: { code: 'missing-key' },
    });
  });

  it('[VA5] a call that its provider has is never given back: without its key nobody knows how it ended', async () => {
    const test = scene();
    test.replies.push({ outcome: 'refused', error });
    const payment = test.begin('mistral', true);
    const admission = await payment?.reserve(live());
    expect(admission).toMatchObject({ type: 'end', end: { outcome: 'unknown', retry: 'ask' } });
    if (admission?.type === 'end') payment?.ended(admission.end);
    await settled(test);
    expect(test.asked[1]?.body.end).toMatchObject({ outcome: 'unknown', costMicroUsd: null });
  });

  it('[VA5] settles after a kill what was left behind: told, unsent, or lost on the way', async () => {
    const test = scene();
    const record = { runId: 'r', room: 'ring', attempt: '1', microUsd: 90, settle: null };
    const call = {
      nodeId: 'a',
      provider: 'mistral',
      requestHash: 'h',
      acceptedSeq: 1,
      resolution: null,
    } as const;
    for (const callId of ['told', 'unsent', 'lost', 'waiting']) test.kept.set(callId, { ...record, callId });
    const told = { runId: 'r', callId: 'told', attempt: '1', end: null };
    test.kept.set('told', { ...record, callId: 'told', settle: told });
    test.calls.set('unsent', { ...call, callId: 'unsent', phase: 'ended', sentAt: null, retry: 'never' });
    test.calls.set('lost', { ...call, callId: 'lost', phase: 'ended', sentAt: 5, retry: 'ask' });
    test.calls.set('waiting', { ...call, callId: 'waiting', phase: 'accepted', sentAt: null, retry: null });
    await test.payments.recover();
    await settled(test);
    const ends = Object.fromEntries(test.asked.map(({ body }) => [body.callId, body.end]));
    expect(ends).toMatchObject({
      ...{ told: null, unsent: null },
      lost: { outcome: 'unknown', costMicroUsd: null, countedMicroUsd: 90 },
    });
    expect([...test.kept.keys()]).toEqual(['waiting']);
  });
});
