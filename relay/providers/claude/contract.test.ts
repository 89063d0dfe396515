import { describeProviderContract } from '../testing/contract.ts';

describeProviderContract({ provider: 'claude', keyVariable: 'ANTHROPIC_API_KEY', basePath: '' });
