import type { ModelUse } from './types.ts';

/** What a node type that writes text uses unless it says otherwise. */
export const DEFAULT_TEXT_MODEL: ModelUse = Object.freeze({
  kind: 'text',
  provider: 'mistral',
  model: 'ministral-14b-2512',
  temperature: 0.7,
  maxOutputTokens: 2_500,
});
