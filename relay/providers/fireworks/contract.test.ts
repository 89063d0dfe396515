import { expect, it } from 'vitest';
import { callRequest, imageRequest, recordCall } from '../testing/harness.ts';
import { describePictureContract } from '../testing/picture-contract.ts';

describePictureContract(
  { provider: 'fireworks', keyVariable: 'FIREWORKS_API_KEY', sent: { aspect_ratio: '3:2' } },
  ({ server, call }) => {
    const paidFor = () => server().requests.filter(({ path }) => !path.endsWith('/get_result')).length;

    it.each(['ok', 'lost-poll', 'failing-poll', 'garbled-poll'])(
      '[CA1] %s: handed in once, asked until it is there',
      async (model) => {
        const { end } = await call(model);
        expect(end.outcome).toBe('ok');
        expect([paidFor(), server().requests.length]).toEqual([1, 4]);
        expect(server().requests.at(-1)?.body).toEqual({ id: `id-${model}` });
      },
    );

    it.each([
      ['content-moderated', 'error', 'never', 'provider-refused'],
      ['request-moderated', 'error', 'never', 'provider-refused'],
      ['failed', 'error', 'ask', 'provider-error'],
      ['never', 'unknown', 'ask', 'deadline-total'],
    ])('%s ends as %s, %s, %s', async (model, outcome, retry, code) => {
      const { end } = await call(model);
      expect(end).toMatchObject({ outcome, retry, error: { code }, costMicroUsd: null });
      expect(paidFor()).toBe(1);
      expect(server().requests.length).toBe(model === 'never' ? 9 : 4);
    });

    it('[RK8] its number is kept before the first question, and is all that it takes to go on', async () => {
      const askedWhenKept: number[] = [];
      const onTicket = async (): Promise<void> => void askedWhenKept.push(server().requests.length);
      await call('ok', { onTicket });
      expect(askedWhenKept).toEqual([1]);
      server().reset();
      const handedIn = { ticket: 'id-ok', sentAt: Date.now() - 60_000 };
      const { end, sent, tickets } = await call('ok', { handedIn });
      expect(end).toMatchObject({ outcome: 'ok', image: { mediaType: 'image/png' } });
      expect(end.durationMs).toBeGreaterThanOrEqual(60_000);
      expect([paidFor(), sent, tickets, server().requests.length]).toEqual([0, 0, [], 3]);
      expect(server().requests[0]?.body).toEqual({ id: 'id-ok' });
    });

    it.each([
      ['never', 'unknown', 'ask', 'deadline-total'],
      ['failed', 'error', 'ask', 'provider-error'],
      ['content-moderated', 'error', 'never', 'provider-refused'],
    ])('[RK8, CA1] %s, gone on with: %s, %s, %s, and nothing is handed in', async (model, ...expected) => {
      const handedIn = { ticket: `id-${model}`, sentAt: Date.now() };
      const { end } = await call(model, { handedIn });
      expect([end.outcome, end.retry, end.error?.code, end.costMicroUsd, paidFor()]).toEqual([
        ...expected,
        null,
        0,
      ]);
    });

    it('[RK8] stopped while one goes on asking: stopped, and perhaps paid', async () => {
      const controller = new AbortController();
      const handedIn = { ticket: 'id-never', sentAt: Date.now() };
      const ended = call('never', { signal: controller.signal, handedIn });
      while (server().requests.length < 2) await new Promise((resolve) => setImmediate(resolve));
      controller.abort();
      expect((await ended).end).toMatchObject({ outcome: 'aborted', retry: 'never', costMicroUsd: null });
    });

    it('[RK8, CA1] a relay that came back without its key asks people, and hands nothing in', async () => {
      const request = imageRequest({ provider: 'fireworks' });
      const handedIn = { ticket: 'id-ok', sentAt: Date.now() };
      const { end } = await recordCall(request, {}, { handedIn });
      expect(end).toMatchObject({ outcome: 'unknown', retry: 'ask', error: { code: 'missing-key' } });
      expect(end.costMicroUsd).toBeNull();
      expect(server().requests).toHaveLength(0);
    });

    it('stops between two questions', async () => {
      const controller = new AbortController();
      const ended = call('never', { signal: controller.signal });
      while (server().requests.length < 3) await new Promise((resolve) => setImmediate(resolve));
      controller.abort();
      expect((await ended).end).toMatchObject({ outcome: 'aborted', retry: 'never' });
    });

    it('a listed model costs its price, whatever it takes', async () => {
      const { end } = await call('flux-kontext-pro');
      expect(end).toMatchObject({ outcome: 'ok', costMicroUsd: 40_000 });
    });

    it('writes no text, and says so unsent', async () => {
      const { end } = await recordCall(callRequest({ provider: 'fireworks' }), { FIREWORKS_API_KEY: 'k' });
      expect(end).toMatchObject({
        outcome: 'error',
        retry: 'never',
        error: { code: 'model-not-found' },
        costMicroUsd: 0,
      });
    });
  },
);
