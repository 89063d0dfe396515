import { describeProviderContract } from '../testing/contract.ts';

describeProviderContract({ provider: 'openai', keyVariable: 'OPENAI_API_KEY', basePath: '/v1' });
