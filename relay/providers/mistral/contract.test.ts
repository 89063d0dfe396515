import { describeProviderContract } from '../testing/contract.ts';

describeProviderContract({ provider: 'mistral', keyVariable: 'MISTRAL_API_KEY', basePath: '/v1' });
