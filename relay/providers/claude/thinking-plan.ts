import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages';
import type { ChatMessage, TextCallRequest } from '#shared/run/call.ts';
import { carriedBlocks } from './carried-blocks.ts';

/** What an answer may cost when the request does not say: the API wants a number. Four times a node's 2,500 characters. */
const DEFAULT_MAX_TOKENS = 4_096;

/** Thinking counts into `max_tokens`, so models that think by themselves get room for it. */
const THINKING_ROOM_TOKENS = 8_192;

/** The smallest budget that the API takes ("Extended thinking"). */
const SMALLEST_BUDGET_TOKENS = 1_024;

/** From the 4.7 generation on, models refuse a temperature and a budget (platform.claude.com, model pages). */
const OLDER = /^claude-(haiku-4-5|sonnet-4-[0-6]|opus-4-[0-6]|3)/;

/** How a model is told to think, and how much room all of the output gets. */
export interface ThinkingPlan {
  readonly maxTokens: number;
  readonly thinking: Pick<MessageCreateParamsStreaming, 'thinking'>;
  /** A temperature may be set: never with thinking. */
  readonly takesTemperature: boolean;
}

/**
 * @param chosenBudget what a person set for the model by hand, in tokens; 0 = nothing
 * @param modelLimit most tokens of output that the model gives; the budget has to stay below the whole
 */
export function planThinking(
  request: TextCallRequest,
  chosenBudget: number,
  modelLimit: number,
): ThinkingPlan {
  const answer = request.maxOutputTokens ?? DEFAULT_MAX_TOKENS;
  const asked = request.thinking?.budgetTokens ?? chosenBudget;
  if (!OLDER.test(request.model)) {
    const maxTokens = Math.min(answer + Math.max(THINKING_ROOM_TOKENS, asked), modelLimit);
    return {
      maxTokens,
      thinking: { thinking: { type: 'adaptive', display: 'summarized' } },
      takesTemperature: false,
    };
  }
  const budget = Math.min(Math.max(asked, SMALLEST_BUDGET_TOKENS), modelLimit - 1);
  if (asked === 0 || budget < SMALLEST_BUDGET_TOKENS || !hasItsThinking(request.messages))
    return { maxTokens: Math.min(answer, modelLimit), thinking: {}, takesTemperature: true };
  return {
    maxTokens: Math.min(answer + budget, modelLimit),
    thinking: { thinking: { type: 'enabled', budget_tokens: budget } },
    takesTemperature: false,
  };
}

/** With thinking on, older models refuse a turn of theirs that called tools without any: another model may have made it. */
function hasItsThinking(messages: readonly ChatMessage[]): boolean {
  return messages.every(
    (message) =>
      message.role !== 'assistant' ||
      (message.toolCalls ?? []).length === 0 ||
      carriedBlocks(message.carry).length > 0,
  );
}
