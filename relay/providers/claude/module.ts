import type { ProviderModule } from '../types.ts';
import { claudeDescription } from './description.ts';

export const claude: ProviderModule = {
  description: claudeDescription,
  variables: [],
  loadAdapter: async () => (await import('./adapter.ts')).claudeAdapter,
};
