import type { ModelUse } from './types.ts';

/** What a node type that looks at pictures uses unless it says otherwise: Claude, with that provider's own default. */
export const DEFAULT_VISION_MODEL: ModelUse = Object.freeze({
  kind: 'vision',
  provider: 'claude',
  model: '',
  temperature: 0.7,
  maxOutputTokens: 2_500,
});
