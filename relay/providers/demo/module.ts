import type { ProviderModule } from '../types.ts';
import { demoDescription } from './description.ts';

export const demo: ProviderModule = {
  description: demoDescription,
  variables: ['WEFT_DEMO_PACE'],
  loadAdapter: async () => (await import('./adapter.ts')).demoAdapter,
};
