import { expect, it } from 'vitest';
import { callRequest, recordCall } from '../testing/harness.ts';
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
