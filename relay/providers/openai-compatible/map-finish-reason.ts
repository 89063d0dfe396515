import type { FinishReason } from '#shared/run/call.ts';

/** Sources: OpenAI chat-completions reference; Mistral (`model_length`); Z.ai (`sensitive`, `model_context_window_exceeded`). */
const REASONS: { readonly [reason: string]: FinishReason } = {
  stop: 'stop',
  eos: 'stop',
  end_turn: 'stop',
  length: 'length',
  model_length: 'length',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  content_filter: 'refusal',
  sensitive: 'refusal',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
};

/** Reasons that are failures: the text before them is not an answer. */
const FAILURES = new Set(['error', 'network_error']);

/** Why a chat completion ended; `error` when the server says that it broke off by its own fault. */
export function mapFinishReason(reason: string): FinishReason | 'error' {
  if (FAILURES.has(reason)) return 'error';
  return (Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined) ?? 'other';
}
