import { describeProviderContract } from '../testing/contract.ts';

describeProviderContract({ provider: 'glm', keyVariable: 'GLM_API_KEY', basePath: '/api/coding/paas/v4' });
