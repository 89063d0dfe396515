import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallText } from '#shared/run/call.ts';
import { httpRequestTo } from '#shared/run/testing.ts';
import { readToolCalls, writeToolCalls, type ToolCall } from '#shared/run/tool-call.ts';
import { createCallQueue } from './call-queue.ts';
import {
  callIdOf,
  callStart,
  createHostedRoom,
  createTestRoom,
  endOf,
  grantOf,
  requestOf,
  typesOf,
} from './testing.ts';

const step = fc.oneof(
  fc.record({ kind: fc.constant('start' as const), call: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('sent' as const), call: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('ticket' as const), call: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('ended' as const), call: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('restart' as const), call: fc.constant(0) }),
);

describe('calls', () => {
  it('[CA1, RK8] reach the provider once at most, however often they are asked for and wherever the relay is killed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const test = createHostedRoom();
        const sent: string[] = [];
        const atWork = new Set<string>();
        let taken = 0;
        for (const { kind, call } of steps) {
          const callId = callIdOf(call);
          if (kind === 'start') test.command('ann', callStart(call, { request: requestOf(`call ${call}`) }));
          if (kind === 'sent' && atWork.has(callId) && !sent.includes(callId)) {
            test.give({ type: 'call.sent', callId });
            sent.push(callId);
          }
          if (kind === 'ticket' && sent.includes(callId) && atWork.has(callId))
            test.give({ type: 'call.ticket', callId, ticket: `id-${call}` });
          if (kind === 'ended' && sent.includes(callId) && atWork.has(callId)) {
            test.give({ type: 'call.ended', callId, end: endOf('x') });
            atWork.delete(callId);
          }
          if (kind === 'restart') {
            atWork.clear();
            taken = test.providerRequests.length;
            await test.restart();
            test.connect('ann', grantOf('ann'));
            for (const resumed of test.resumed.splice(0)) {
              expect(sent).toContain(resumed.callId);
              atWork.add(resumed.callId);
            }
          }
          for (const started of test.providerRequests.slice(taken)) {
            // What was sent before may never be started again.
            expect(sent).not.toContain(started);
            atWork.add(started);
          }
          taken = test.providerRequests.length;
        }
        expect(new Set(sent).size).toBe(sent.length);
      }),
    );
  });

  it('[CA1] with a known id and another request are refused', () => {
    const test = createHostedRoom();
    expect(test.command('ann', callStart(1))?.data).toMatchObject({ ok: true, seq: 3 });
    expect(test.command('ann', callStart(1))?.data).toMatchObject({ ok: true, seq: 3 });
    const other = test.command('ann', callStart(1, { request: requestOf('something else') }));
    expect(other?.data.error?.code).toBe('nondeterministic-runner');
    expect(test.providerRequests).toEqual([callIdOf(1)]);
  });

  it('[CA1, RK3] that were accepted and not sent go on after a restart; what was sent ends as unknown with its text', async () => {
    const test = createHostedRoom({ callsPerRun: 1 });
    test.command('ann', callStart(1));
    test.command('ann', callStart(2, { request: requestOf('a long one '.repeat(3_000)) }));
    test.give({ type: 'call.sent', callId: callIdOf(1) });
    test.give({ type: 'call.delta', callId: callIdOf(1), channel: 'text', text: 'half an ' });
    test.pass(250);
    await test.restart();
    expect(test.providerRequests).toEqual([callIdOf(1), callIdOf(2)]);
    const ended = (await test.log()).find(({ type }) => type === 'call.ended');
    expect(ended?.data).toMatchObject({
      callId: callIdOf(1),
      end: {
        outcome: 'unknown',
        retry: 'ask',
        costMicroUsd: null,
        text: { kind: 'inline', text: 'half an ' },
      },
    });
    expect(test.room().header()?.unknownCalls).toBe(1);
  });

  it('[RK8] that were handed in under a number are asked for after a restart, and sent by nobody', async () => {
    const test = createHostedRoom({ callsPerRun: 1 });
    test.command('ann', callStart(1, { request: requestOf('a long one '.repeat(3_000)) }));
    test.command('ann', callStart(2));
    test.give({ type: 'call.ticket', callId: callIdOf(1), ticket: 'too early' });
    test.give({ type: 'call.sent', callId: callIdOf(1) });
    test.give({ type: 'call.ticket', callId: callIdOf(1), ticket: 'id-7' });
    const { now } = test;
    test.pass(5_000);
    const before = await test.log();
    await test.restart();
    expect(test.resumed).toEqual([{ callId: callIdOf(1), ticket: 'id-7', sentAt: now }]);
    // It counts as at work: the second still waits for its turn.
    expect(test.providerRequests).toEqual([callIdOf(1)]);
    expect(typesOf((await test.log()).slice(before.length))).not.toContain('call.ended');
    test.give({ type: 'call.ended', callId: callIdOf(1), end: endOf('there') });
    expect(test.providerRequests).toEqual([callIdOf(1), callIdOf(2)]);
    test.give({ type: 'call.ticket', callId: callIdOf(1), ticket: 'too late' });
    await test.restart();
    expect(test.resumed).toHaveLength(1);
  });

  it('[RK8, CA1] are given up where nothing can be asked: the run was stopped before the restart', async () => {
    const test = createHostedRoom();
    test.command('ann', callStart(1));
    test.give({ type: 'call.sent', callId: callIdOf(1) });
    test.give({ type: 'call.ticket', callId: callIdOf(1), ticket: 'id-7' });
    test.command('ann', { type: 'execution.cancel', data: {} });
    await test.restart();
    expect(test.resumed).toEqual([]);
    const log = await test.log();
    expect(log.find(({ type }) => type === 'call.ended')?.data).toMatchObject({
      end: { outcome: 'unknown' },
    });
    expect(log.at(-1)?.type).toBe('execution.sealed');
  });

  it.each([
    ['GET', 'safe'],
    ['HEAD', 'safe'],
    ['POST', 'ask'],
    ['DELETE', 'ask'],
  ] as const)('[HR3] of the open web: a %s that was lost, %s', async (method, retry) => {
    const test = createHostedRoom();
    test.command('ann', callStart(1, { request: httpRequestTo('https://api.example.com/', { method }) }));
    test.give({ type: 'call.sent', callId: callIdOf(1) });
    await test.restart();
    expect(test.providerRequests).toEqual([callIdOf(1)]);
    const ended = (await test.log()).find(({ type }) => type === 'call.ended');
    expect(ended?.data).toMatchObject({ end: { outcome: 'unknown', retry, costMicroUsd: 0 } });
    expect(test.room().header()?.unknownCalls).toBe(0);
  });

  it('[RK3] to free providers may be repeated after they were lost', async () => {
    const test = createHostedRoom();
    test.command('ann', callStart(1, { request: requestOf('x', 'demo') }));
    test.give({ type: 'call.sent', callId: callIdOf(1) });
    await test.restart();
    const ended = (await test.log()).find(({ type }) => type === 'call.ended');
    expect(ended?.data).toMatchObject({ end: { outcome: 'unknown', retry: 'safe', costMicroUsd: 0 } });
  });

  it('of unknown outcome are decided once, by a person', () => {
    const test = createHostedRoom();
    const resolve = {
      type: 'call.resolveUnknown',
      data: { callId: callIdOf(1), resolution: 'retry' },
    } as const;
    test.command('ann', callStart(1));
    expect(test.command('ann', resolve)?.data.error?.code).toBe('out-of-turn');
    test.give({
      type: 'call.ended',
      callId: callIdOf(1),
      end: endOf('', { outcome: 'unknown', retry: 'ask' }),
    });
    expect(test.command('ann', resolve)?.data.ok).toBe(true);
    expect(test.command('ann', resolve)?.data.error?.code).toBe('out-of-turn');
  });

  it('[RK9] whose next try waits are tried at once or given up when a person says so, once', () => {
    const test = createHostedRoom();
    const say = (n: number, resolution: 'retry' | 'give-up' | 'count-as-billed') =>
      test.command('ann', { type: 'call.resolveUnknown', data: { callId: callIdOf(n), resolution } })?.data;
    const failed = (n: number) =>
      test.give({
        type: 'call.ended',
        callId: callIdOf(n),
        end: endOf('', { outcome: 'error', retry: 'safe' }),
      });
    const request = requestOf('same');
    test.command('ann', callStart(1, { request }));
    failed(1);
    expect(say(1, 'count-as-billed')?.error?.code).toBe('out-of-turn');
    expect(say(1, 'retry')?.ok).toBe(true);
    expect(say(1, 'give-up')?.error?.code).toBe('out-of-turn');
    test.command('ann', callStart(2, { request, try: 2 }));
    failed(2);
    expect(say(2, 'give-up')?.ok).toBe(true);
    // The host may not have heard of it: its next try is not taken.
    expect(test.command('ann', callStart(3, { request, try: 3 }))?.data.error?.code).toBe('out-of-turn');
  });

  it('[RK9] whose next try is under way wait for no word', () => {
    const test = createHostedRoom();
    const request = requestOf('same');
    test.command('ann', callStart(1, { request }));
    test.give({
      type: 'call.ended',
      callId: callIdOf(1),
      end: endOf('', { outcome: 'error', retry: 'safe' }),
    });
    test.command('ann', callStart(2, { request, try: 2 }));
    const late = test.command('ann', {
      type: 'call.resolveUnknown',
      data: { callId: callIdOf(1), resolution: 'give-up' },
    });
    expect(late?.data.error?.code).toBe('out-of-turn');
  });

  it('that wait end unsent when they are stopped; those at work are aborted', async () => {
    const test = createHostedRoom({ callsPerRun: 1 });
    test.command('ann', callStart(1));
    test.command('ann', callStart(2));
    test.command('ann', { type: 'call.abort', data: { epoch: 1, callId: callIdOf(2) } });
    test.command('ann', { type: 'call.abort', data: { epoch: 1, callId: callIdOf(1) } });
    expect(test.aborted).toEqual([callIdOf(1)]);
    expect((await test.log()).at(-1)?.data).toMatchObject({
      callId: callIdOf(2),
      end: { outcome: 'aborted' },
    });
  });

  it('[RK4] with long texts keep them as blobs of the run, and an entry stays an entry', async () => {
    const test = createHostedRoom();
    test.command('ann', callStart(1));
    const text = '"\u0001'.repeat(200_000);
    test.give({ type: 'call.ended', callId: callIdOf(1), end: endOf(text) });
    const ended = (await test.log()).find(({ type }) => type === 'call.ended');
    const ref = ended?.type === 'call.ended' ? ended.data.end.text : undefined;
    expect(ref).toMatchObject({ kind: 'blob', bytes: 400_000 });
    const bytes = await test.store.blob(ref?.kind === 'blob' ? ref.hash : '');
    expect(new TextDecoder().decode(bytes ?? undefined)).toBe(text);
  });

  it('[TC5] with tools keep calls and carry over a restart: as they are when short, as blobs when long', async () => {
    const test = createHostedRoom();
    const call = (id: string, file: string): ToolCall => ({ id, name: 'make_file', arguments: { file } });
    const calls = [[call('short', 'x')], [call('long', 'y'.repeat(300_000))]];
    for (const [index, made] of calls.entries()) {
      test.command('ann', callStart(index + 1));
      const toolCalls = { kind: 'inline', text: writeToolCalls(made) } as const;
      const carry = { kind: 'inline', text: JSON.stringify({ claude: made }) } as const;
      test.give({ type: 'call.ended', callId: callIdOf(index + 1), end: endOf('', { toolCalls, carry }) });
    }
    await test.restart();
    const ends = (await test.log()).flatMap((entry) => (entry.type === 'call.ended' ? [entry.data.end] : []));
    expect(ends.map(({ toolCalls, carry }) => [toolCalls?.kind, carry?.kind])).toEqual([
      ['inline', 'inline'],
      ['blob', 'blob'],
    ]);
    const textOf = async (text: CallText | undefined): Promise<string> => {
      if (text?.kind !== 'blob') return text?.text ?? '';
      return new TextDecoder().decode((await test.store.blob(text.hash)) ?? undefined);
    };
    const texts = await Promise.all(ends.map(({ toolCalls }) => textOf(toolCalls)));
    expect(texts.map(readToolCalls)).toEqual(calls);
    expect(JSON.parse(await textOf(ends[1]?.carry))).toEqual({ claude: calls[1] });
  });

  it('that JSON makes too long for an entry keep even short texts as blobs', async () => {
    const test = createHostedRoom();
    test.command('ann', callStart(1));
    const text = '\u0001'.repeat(16_000);
    test.give({ type: 'call.ended', callId: callIdOf(1), end: endOf(text) });
    expect((await test.log()).at(-1)?.data).toMatchObject({ end: { text: { kind: 'blob', bytes: 16_000 } } });
  });

  it('whose request lies in a blob take it from there', () => {
    const test = createHostedRoom();
    const body = { ...callStart(1), data: { ...callStart(1).data, request: { blob: 'f'.repeat(64) } } };
    expect(test.command('ann', body)?.data.error?.code).toBe('blob-missing');
    const requests = new Map([['f'.repeat(64), requestOf('from a blob')]]);
    const value = { clientId: 'client-ann', n: 2, ...body };
    test.give({ type: 'message', connectionId: 'ann', value, requests });
    expect(test.providerRequests).toEqual([callIdOf(1)]);
  });

  it('need no connection to go on', async () => {
    const test = createTestRoom();
    test.start({ host: { hostId: 'h1', visible: true } });
    const poll = { clientId: 'c', after: 0, commands: [{ clientId: 'c', n: 1, ...callStart(1) }] };
    test.give({ type: 'poll', requestId: 'p', grant: grantOf('ann'), poll });
    test.pass(60_000);
    test.give({ type: 'call.ended', callId: callIdOf(1), end: endOf('x') });
    expect(typesOf(await test.log()).at(-1)).toBe('call.ended');
  });
});

describe('the queue of calls', () => {
  it('[RK1] never has more at work than the limits, and starves no node', () => {
    const calls = fc.array(
      fc.record({
        nodeId: fc.constantFrom('a', 'b', 'c'),
        provider: fc.constantFrom('p', 'q'),
        ends: fc.boolean(),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(calls, (added) => {
        const queue = createCallQueue({ callsPerRun: 3, callsPerProviderAndFlow: 2 });
        const atWork: { callId: string; provider: string }[] = [];
        let finished = 0;
        const drain = (): void => {
          for (let next = queue.next(); next !== null; next = queue.next()) atWork.push(next);
          expect(atWork.length).toBeLessThanOrEqual(3);
          for (const provider of ['p', 'q'])
            expect(atWork.filter((call) => call.provider === provider).length).toBeLessThanOrEqual(2);
        };
        const end = (): void => {
          const call = atWork.shift();
          if (!call) return;
          finished += 1;
          queue.ended(call.callId);
        };
        for (const [index, { nodeId, provider, ends }] of added.entries()) {
          queue.add({ callId: String(index), nodeId, provider });
          drain();
          if (ends) end();
        }
        for (drain(); atWork.length > 0; drain()) end();
        expect(finished).toBe(added.length);
        expect(queue.waiting()).toEqual([]);
      }),
    );
  });

  it('[RK1] takes nodes in turn', () => {
    const queue = createCallQueue({ callsPerRun: 10, callsPerProviderAndFlow: 10 });
    for (const callId of ['a1', 'a2', 'a3', 'b1', 'b2', 'c1'])
      queue.add({ callId, nodeId: callId.slice(0, 1), provider: 'p' });
    const order: string[] = [];
    for (let next = queue.next(); next !== null; next = queue.next()) order.push(next.callId);
    expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
  });
});
