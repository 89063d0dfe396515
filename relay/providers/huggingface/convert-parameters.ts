import { effortFor } from '../effort-for.ts';
import type { Asked } from '../openai-compatible/dialect.ts';

type Parameters = { readonly [key: string]: string | number | boolean };

/** Of the models behind the router those of GPT-OSS take an effort (huggingface.co/openai/gpt-oss-120b). */
const REASONS = /gpt-oss/;

/** Parameters as they are, and thinking as an effort. */
export function convertParameters(
  parameters: Parameters,
  { model, thinkingTokens }: Asked,
): { readonly [member: string]: unknown } {
  if (thinkingTokens === null || !REASONS.test(model)) return parameters;
  return { reasoning_effort: effortFor(thinkingTokens), ...parameters };
}
