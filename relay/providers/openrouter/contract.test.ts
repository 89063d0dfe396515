import { describeProviderContract } from '../testing/contract.ts';

describeProviderContract({ provider: 'openrouter', keyVariable: 'OPENROUTER_API_KEY', basePath: '/api/v1' });
