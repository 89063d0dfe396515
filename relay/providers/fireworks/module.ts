import type { ProviderModule } from '../types.ts';
import { fireworksDescription } from './description.ts';

export const fireworks: ProviderModule = {
  description: fireworksDescription,
  variables: [],
  loadAdapter: async () => (await import('./adapter.ts')).fireworksAdapter,
};
