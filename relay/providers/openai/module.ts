import type { ProviderModule } from '../types.ts';
import { openaiDescription } from './description.ts';

export const openai: ProviderModule = {
  description: openaiDescription,
  variables: [],
  loadAdapter: async () => (await import('./adapter.ts')).openaiAdapter,
};
