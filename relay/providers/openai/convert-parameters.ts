import { effortFor } from '../effort-for.ts';
import type { Asked } from '../openai-compatible/dialect.ts';

type Parameters = { readonly [key: string]: string | number | boolean };

/** From GPT-5.1 on chat completions take tools only without reasoning, and say so with a 400 (openai-openapi, 541). */
const TOOLS_WITHOUT_REASONING = /^gpt-5\.\d/;

const REASONS = /^(gpt-5|o\d)/;

/** Parameters as they are, and thinking as an effort where none was chosen. */
export function convertParameters(
  parameters: Parameters,
  { model, hasTools, thinkingTokens }: Asked,
): { readonly [member: string]: unknown } {
  if (hasTools && TOOLS_WITHOUT_REASONING.test(model)) return { ...parameters, reasoning_effort: 'none' };
  if (thinkingTokens === null || !REASONS.test(model)) return parameters;
  return { reasoning_effort: effortFor(thinkingTokens), ...parameters };
}
