import { describeProviderContract } from '../testing/contract.ts';

describeProviderContract({
  provider: 'custom',
  keyVariable: 'WEFT_CUSTOM_API_KEY',
  basePath: '/v1',
  environment: (url) => ({ WEFT_CUSTOM_ORIGINS: url }),
});
