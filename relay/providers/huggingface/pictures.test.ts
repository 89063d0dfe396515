import { expect, it } from 'vitest';
import { describePictureContract } from '../testing/picture-contract.ts';

describePictureContract(
  {
    provider: 'huggingface',
    keyVariable: 'HF_API_KEY',
    sent: {
      inputs: 'A red boat on a quiet sea.',
      parameters: { width: 1_504, height: 1_000, negative_prompt: 'fog' },
    },
  },
  ({ server, call }) => {
    it('asks the model at its own address', async () => {
      await call('black-forest-labs/FLUX.1-schnell');
      expect(server().requests[0]?.path).toBe('/models/black-forest-labs/FLUX.1-schnell');
    });
  },
);
