import { expect, it } from 'vitest';
import { describePictureContract } from '../testing/picture-contract.ts';

describePictureContract(
  { provider: 'glm', keyVariable: 'GLM_API_KEY', sent: { model: 'ok', size: '1568x1056' } },
  ({ server, call }) => {
    it('[SE1] fetches a picture from where it lies, without the key', async () => {
      const { end } = await call('by-url');
      expect(end).toMatchObject({ outcome: 'ok', image: { mediaType: 'image/png' } });
      expect(server().requests.map(({ path, key }) => [path, key === ''])).toEqual([
        ['/images/generations', false],
        ['/files/made.png', true],
      ]);
    });

    it.each(['private-address', 'metadata-address', 'internal-name'])(
      '[SE1] %s is never asked; it was paid for, so a person decides',
      async (model) => {
        const { end } = await call(model);
        expect(end).toMatchObject({ outcome: 'error', retry: 'ask', error: { code: 'provider-redirected' } });
        expect(server().requests).toHaveLength(1);
      },
    );
  },
);
