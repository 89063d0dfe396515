import { describeProviderContract } from '../testing/contract.ts';

describeProviderContract({ provider: 'huggingface', keyVariable: 'HF_API_KEY', basePath: '/v1' });
