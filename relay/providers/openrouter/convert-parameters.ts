import type { Asked } from '../openai-compatible/dialect.ts';

type Parameters = { readonly [key: string]: string | number | boolean };

/** OpenRouter's own form for all makers: `reasoning: { effort }` or `{ max_tokens }` (openrouter.ai/docs, "Reasoning tokens"). */
export function convertParameters(
  parameters: Parameters,
  { thinkingTokens }: Asked,
): { readonly [member: string]: unknown } {
  const { reasoning_effort: effort, ...others } = parameters;
  if (effort !== undefined) return { ...others, reasoning: { effort } };
  return thinkingTokens === null ? others : { ...others, reasoning: { max_tokens: thinkingTokens } };
}
