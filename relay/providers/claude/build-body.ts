import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages';
import type { TextCallRequest } from '#shared/run/call.ts';
import type { Pictures } from '../load-pictures.ts';
import { convertMessages } from './convert-messages.ts';
import { fitSchema } from './fit-schema.ts';

type Parameters = { readonly [key: string]: string | number | boolean };

/** What an answer may cost when the request does not say: the API wants a number. Four times a node's 2,500 characters. */
const DEFAULT_MAX_TOKENS = 4_096;

/** Thinking counts into `max_tokens`, so models that think by themselves get room for it. */
const THINKING_ROOM_TOKENS = 8_192;

/** From the 4.7 generation on, models refuse a temperature (platform.claude.com, model pages). */
const TAKES_TEMPERATURE = /^claude-(haiku-4-5|sonnet-4-[0-6]|opus-4-[0-6]|3)/;

/** The whole request body of a streaming message. Pure: pictures are loaded before. */
export function buildBody(
  request: TextCallRequest,
  parameters: Parameters,
  pictures: Pictures,
): MessageCreateParamsStreaming {
  const { system, messages } = convertMessages(request.messages, pictures);
  const older = TAKES_TEMPERATURE.test(request.model);
  const budget = typeof parameters['thinking_budget'] === 'number' ? parameters['thinking_budget'] : 0;
  const answer = request.maxOutputTokens ?? DEFAULT_MAX_TOKENS;
  const sampled = older && budget === 0 && request.temperature !== undefined;
  return {
    model: request.model,
    max_tokens: answer + (older ? budget : THINKING_ROOM_TOKENS),
    messages,
    stream: true,
    ...(system === '' ? {} : { system }),
    ...(sampled ? { temperature: Math.min(request.temperature ?? 1, 1) } : {}),
    ...thinkingOf(older, budget),
    ...outputConfigOf(request, parameters),
  };
}

function thinkingOf(older: boolean, budget: number): Pick<MessageCreateParamsStreaming, 'thinking'> {
  if (!older) return { thinking: { type: 'adaptive', display: 'summarized' } };
  return budget === 0 ? {} : { thinking: { type: 'enabled', budget_tokens: budget } };
}

function outputConfigOf(
  request: TextCallRequest,
  parameters: Parameters,
): Pick<MessageCreateParamsStreaming, 'output_config'> {
  const effort = parameters['effort'] as 'low' | 'medium' | 'high' | 'xhigh' | 'max' | undefined;
  const schema = request.responseFormat?.schema;
  if (effort === undefined && schema === undefined) return {};
  return {
    output_config: {
      ...(effort === undefined ? {} : { effort }),
      ...(schema === undefined ? {} : { format: { type: 'json_schema', schema: fitSchema(schema) } }),
    },
  };
}
