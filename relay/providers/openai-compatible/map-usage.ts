import { z } from 'zod';
import type { TokenUsage } from '#shared/run/call.ts';

const count = z.number().nonnegative().nullish();

export const usageSchema = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  prompt_tokens_details: z.object({ cached_tokens: count }).nullish(),
  completion_tokens_details: z.object({ reasoning_tokens: count }).nullish(),
});

/** Counts of a chat completion; reasoning is part of `completion_tokens` already. Null when it has no counts. */
export function mapUsage(usage: z.infer<typeof usageSchema>): TokenUsage | null {
  if (usage.prompt_tokens == null || usage.completion_tokens == null) return null;
  const cached = usage.prompt_tokens_details?.cached_tokens;
  const reasoning = usage.completion_tokens_details?.reasoning_tokens;
  return {
    inputTokens: Math.round(usage.prompt_tokens),
    outputTokens: Math.round(usage.completion_tokens),
    ...(cached == null ? {} : { cachedInputTokens: Math.round(cached) }),
    ...(reasoning == null ? {} : { reasoningTokens: Math.round(reasoning) }),
  };
}
