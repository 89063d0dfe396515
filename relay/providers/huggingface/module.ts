import type { ProviderModule } from '../types.ts';
import { huggingfaceDescription } from './description.ts';

export const huggingface: ProviderModule = {
  description: huggingfaceDescription,
  variables: [],
  loadAdapter: async () => (await import('./adapter.ts')).huggingfaceAdapter,
};
