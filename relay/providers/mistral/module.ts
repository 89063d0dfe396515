import type { ProviderModule } from '../types.ts';
import { mistralDescription } from './description.ts';

export const mistral: ProviderModule = {
  description: mistralDescription,
  variables: [],
  loadAdapter: async () => (await import('./adapter.ts')).mistralAdapter,
};
