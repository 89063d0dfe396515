import { effortFor } from '../effort-for.ts';
import type { Asked } from '../openai-compatible/dialect.ts';

type Parameters = { readonly [key: string]: string | number | boolean };

/** Ollama, vLLM and LM Studio take thinking as an effort; what was chosen by hand stands. */
export function convertParameters(
  parameters: Parameters,
  { thinkingTokens }: Asked,
): { readonly [member: string]: unknown } {
  return thinkingTokens === null
    ? parameters
    : { reasoning_effort: effortFor(thinkingTokens), ...parameters };
}
