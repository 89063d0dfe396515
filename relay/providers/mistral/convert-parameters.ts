import type { Asked } from '../openai-compatible/dialect.ts';

type Parameters = { readonly [key: string]: string | number | boolean };

/** Small 4 thinks at `high` or not at all (its model card); the others refuse the member. */
const REASONS = /^mistral-small-(latest|2603)$/;

/** Parameters as they are, and thinking as an effort. */
export function convertParameters(
  parameters: Parameters,
  { model, thinkingTokens }: Asked,
): { readonly [member: string]: unknown } {
  return thinkingTokens === null || !REASONS.test(model)
    ? parameters
    : { ...parameters, reasoning_effort: 'high' };
}
