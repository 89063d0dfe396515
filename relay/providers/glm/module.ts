import type { ProviderModule } from '../types.ts';
import { glmDescription } from './description.ts';

export const glm: ProviderModule = {
  description: glmDescription,
  variables: [],
  loadAdapter: async () => (await import('./adapter.ts')).glmAdapter,
};
