import type { ProviderModule } from '../types.ts';
import { openrouterDescription } from './description.ts';

export const openrouter: ProviderModule = {
  description: openrouterDescription,
  variables: [],
  loadAdapter: async () => (await import('./adapter.ts')).openrouterAdapter,
};
