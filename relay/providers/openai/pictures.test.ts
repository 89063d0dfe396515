import { expect, it } from 'vitest';
import { imageRequest, recordCall } from '../testing/harness.ts';
import { describePictureContract } from '../testing/picture-contract.ts';

describePictureContract(
  { provider: 'openai', keyVariable: 'OPENAI_API_KEY', sent: { model: 'ok', size: '1536x1024' } },
  ({ call }) => {
    it('says what was used; without a price the cost is unknown', async () => {
      const { end } = await call('ok');
      expect(end).toMatchObject({ usage: { inputTokens: 11, outputTokens: 1_056 }, costMicroUsd: null });
    });

    it('a model that only writes makes no pictures, and says so unsent', async () => {
      const { end, sent } = await recordCall(imageRequest({ model: 'gpt-4.1' }), { OPENAI_API_KEY: 'k' });
      expect(end).toMatchObject({ outcome: 'error', error: { code: 'invalid-config' }, costMicroUsd: 0 });
      expect(end.error?.message).toContain('makes no pictures');
      expect(sent).toBe(0);
    });
  },
);
