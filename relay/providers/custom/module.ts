import type { ProviderModule } from '../types.ts';
import { customDescription } from './description.ts';

export const custom: ProviderModule = {
  description: customDescription,
  variables: [],
  loadAdapter: async () => (await import('./adapter.ts')).customAdapter,
};
