import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import type { TextCallRequest, ChatMessage } from '#shared/run/call.ts';
import type { Pictures } from '../load-pictures.ts';
import { convertMessages } from './convert-messages.ts';
import type { Dialect } from './dialect.ts';

type Parameters = { readonly [key: string]: string | number | boolean };

/** The whole request body of a streaming chat completion. Pure: pictures are loaded before. */
export function buildBody(
  request: TextCallRequest,
  parameters: Parameters,
  pictures: Pictures,
  dialect: Dialect,
): ChatCompletionCreateParamsStreaming {
  const extra = dialect.convertParameters?.(parameters) ?? parameters;
  return {
    ...extra,
    model: request.model,
    messages: convertMessages(withSchema(request, dialect), pictures, dialect.pictureFormat),
    stream: true,
    ...(dialect.includeUsage ? { stream_options: { include_usage: true } } : {}),
    ...temperatureOf(request, dialect),
    ...(request.maxOutputTokens === undefined ? {} : { [dialect.maxTokensField]: request.maxOutputTokens }),
    ...responseFormatOf(request, dialect),
  };
}

function temperatureOf(request: TextCallRequest, dialect: Dialect): { temperature?: number } {
  if (request.temperature === undefined || dialect.temperature.refusedBy(request.model)) return {};
  return { temperature: Math.min(request.temperature, dialect.temperature.max) };
}

function responseFormatOf(
  request: TextCallRequest,
  dialect: Dialect,
): Pick<ChatCompletionCreateParamsStreaming, 'response_format'> {
  const format = request.responseFormat;
  if (format === undefined) return {};
  if (dialect.jsonMode === 'json_object') return { response_format: { type: 'json_object' } };
  // Not strict: strict mode refuses schemas with optional members, which people's schemas have.
  const json_schema = { name: format.name || 'answer', schema: { ...format.schema }, strict: false };
  return { response_format: { type: 'json_schema', json_schema } };
}

function withSchema(request: TextCallRequest, dialect: Dialect): readonly ChatMessage[] {
  if (request.responseFormat === undefined || dialect.jsonMode === 'json_schema') return request.messages;
  const text = `Answer with one JSON value that fits this JSON Schema, and nothing else:\n${JSON.stringify(request.responseFormat.schema)}`;
  return [{ role: 'system', content: [{ type: 'text', text }] }, ...request.messages];
}
