import type {
  ChatCompletionCreateParamsStreaming,
  ChatCompletionFunctionTool,
} from 'openai/resources/chat/completions';
import type { TextCallRequest, ChatMessage } from '#shared/run/call.ts';
import type { Pictures } from '../load-pictures.ts';
import { convertMessages } from './convert-messages.ts';
import type { Dialect } from './dialect.ts';

type Parameters = { readonly [key: string]: string | number | boolean };

/**
 * The whole request body of a streaming chat completion. Pure: pictures are loaded before.
 * @param modelLimit most tokens of output that the model gives, where it is known
 */
export function buildBody(
  request: TextCallRequest,
  parameters: Parameters,
  pictures: Pictures,
  dialect: Dialect,
  modelLimit = Infinity,
): ChatCompletionCreateParamsStreaming {
  const tools = toolsOf(request);
  const asked = {
    model: request.model,
    hasTools: tools.length > 0,
    thinkingTokens: request.thinking?.budgetTokens ?? null,
  };
  return {
    ...(dialect.convertParameters?.(parameters, asked) ?? parameters),
    model: request.model,
    messages: convertMessages(withSchema(request, dialect), pictures, dialect),
    ...(tools.length === 0 ? {} : { tools }),
    stream: true,
    ...(dialect.includeUsage ? { stream_options: { include_usage: true } } : {}),
    ...temperatureOf(request, dialect),
    ...maxTokensOf(request, dialect, modelLimit),
    ...responseFormatOf(request, dialect),
  };
}

function toolsOf(request: TextCallRequest): ChatCompletionFunctionTool[] {
  return (request.tools ?? []).map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters: { type: 'object', properties: {}, ...parameters } },
  }));
}

function temperatureOf(request: TextCallRequest, dialect: Dialect): { temperature?: number } {
  if (request.temperature === undefined || dialect.temperature.refusedBy(request.model)) return {};
  return { temperature: Math.min(request.temperature, dialect.temperature.max) };
}

/** What a model thinks counts into its output everywhere: the answer keeps the room that it was given. */
function maxTokensOf(
  { maxOutputTokens, thinking }: TextCallRequest,
  { maxTokensField }: Dialect,
  modelLimit: number,
): { readonly [field: string]: number } {
  if (maxOutputTokens === undefined) return {};
  if (thinking === undefined) return { [maxTokensField]: maxOutputTokens };
  return { [maxTokensField]: Math.min(maxOutputTokens + thinking.budgetTokens, modelLimit) };
}

function responseFormatOf(
  request: TextCallRequest,
  dialect: Dialect,
): Pick<ChatCompletionCreateParamsStreaming, 'response_format'> {
  const format = request.responseFormat;
  if (format === undefined || isOnlySaid(request, dialect)) return {};
  if (dialect.jsonMode === 'json_object') return { response_format: { type: 'json_object' } };
  // Not strict: strict mode refuses schemas with optional members, which people's schemas have.
  const json_schema = { name: format.name || 'answer', schema: { ...format.schema }, strict: false };
  return { response_format: { type: 'json_schema', json_schema } };
}

/** Beside tools some servers take no format: the prompt asks for it then. */
function isOnlySaid(request: TextCallRequest, dialect: Dialect): boolean {
  return !dialect.jsonBesideTools && (request.tools ?? []).length > 0;
}

function withSchema(request: TextCallRequest, dialect: Dialect): readonly ChatMessage[] {
  if (request.responseFormat === undefined) return request.messages;
  if (dialect.jsonMode === 'json_schema' && !isOnlySaid(request, dialect)) return request.messages;
  const said = isOnlySaid(request, dialect) ? 'When you have called what you need, answer' : 'Answer';
  const text = `${said} with one JSON value that fits this JSON Schema, and nothing else:\n${JSON.stringify(request.responseFormat.schema)}`;
  return [{ role: 'system', content: [{ type: 'text', text }] }, ...request.messages];
}
