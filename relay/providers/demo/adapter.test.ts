import { describe, expect, it } from 'vitest';
import { createManualTimers, recordCall } from '../testing/harness.ts';
import { wordDelayMs, wordPieces } from './pace.ts';
import { demoRequest } from './testing.ts';

const AT_ONCE = { WEFT_DEMO_PACE: '0' };

describe('demo provider', () => {
  it('[DM2] gives the same answer to the same request, always', async () => {
    const request = demoRequest('story', 'A fox in the snow');
    const [one, other] = [await recordCall(request, AT_ONCE), await recordCall(request, AT_ONCE)];
    expect(one.end.text).toEqual(other.end.text);
    expect(one.end).toMatchObject({ outcome: 'ok', finishReason: 'stop', costMicroUsd: 0 });
    const elsewhere = await recordCall(demoRequest('story', 'A fox in the rain'), AT_ONCE);
    expect(elsewhere.end.text).not.toEqual(one.end.text);
  });

  it('makes no request at all, and records that it was sent', async () => {
    const fetch = (): Promise<Response> => Promise.reject(new Error('no network'));
    const { end, sent } = await recordCall(demoRequest('free', 'Explain tides'), AT_ONCE, { fetch });
    expect(end.outcome).toBe('ok');
    expect(sent).toBe(1);
  });

  it('writes word by word at its pace, and joined the words are the answer', async () => {
    const timers = createManualTimers();
    const ended = recordCall(
      demoRequest('enhance', 'a fox'),
      { WEFT_DEMO_PACE: '50' },
      { timers, now: timers.now },
    );
    let done = false;
    void ended.then(() => (done = true));
    while (!done) {
      timers.advance(20);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { end, deltas } = await ended;
    expect(deltas.length).toBeGreaterThan(20);
    expect(end.text).toEqual({ kind: 'inline', text: deltas.map((delta) => delta.text).join('') });
    expect(end.durationMs).toBeGreaterThanOrEqual(20 * deltas.length);
  });

  it('stops in the middle when it is stopped', async () => {
    const controller = new AbortController();
    const { end } = await recordCall(
      demoRequest('story', 'A fox'),
      { WEFT_DEMO_PACE: '1000' },
      {
        signal: controller.signal,
        onDelta: () => controller.abort(),
      },
    );
    expect(end).toMatchObject({ outcome: 'aborted', retry: 'never' });
  });

  it('what is lost of it may simply be repeated', async () => {
    const { end } = await recordCall(demoRequest('free', 'x'), AT_ONCE, { limits: { textOutputBytes: 10 } });
    expect(end).toMatchObject({
      outcome: 'error',
      retry: 'safe',
      error: { code: 'output-too-large' },
      costMicroUsd: 0,
    });
  });

  it('keeps to the limit of the node', async () => {
    const request = demoRequest('story', 'A fox', {}, { maxOutputTokens: 10 });
    const { end } = await recordCall(request, AT_ONCE);
    expect(end.text).toMatchObject({ text: expect.stringMatching(/^[\s\S]{1,40}$/) as string });
    expect(end.finishReason).toBe('length');
  });
});

describe('pace', () => {
  it.each([
    [undefined, 20],
    ['', 20],
    ['0', 0],
    ['100', 10],
    ['fast', 20],
    ['-3', 20],
  ])('WEFT_DEMO_PACE=%s waits %d ms', (variable, expected) => {
    expect(wordDelayMs(variable)).toBe(expected);
  });

  it.each(['One two\n\n- three', ' lead and trail ', '灯台守は来ない船を待っている。', '', '\n\n'])(
    'pieces of "%s" join to it',
    (text) => {
      expect(wordPieces(text).join('')).toBe(text);
    },
  );
});
