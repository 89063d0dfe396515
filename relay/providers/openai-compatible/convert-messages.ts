import type {
  ChatCompletionContentPart,
  ChatCompletionMessageParam,
  ChatCompletionMessageToolCall,
} from 'openai/resources/chat/completions';
import type { ChatMessage, ImagePart, MessagePart, SpokenMessage } from '#shared/run/call.ts';
import type { ToolCall } from '#shared/run/tool-call.ts';
import { fittingName } from '../fitting-name.ts';
import type { Pictures } from '../load-pictures.ts';
import { carriedMembers } from './carried-reasoning.ts';
import type { Dialect } from './dialect.ts';

/** How a server wants pictures: as data URLs, or (Z.ai) the bare base64. */
export type PictureFormat = 'data-url' | 'base64';

/** What of a dialect messages depend on. */
export type MessageDialect = Pick<Dialect, 'pictureFormat' | 'carries' | 'toolCallId'>;

/**
 * Weft's messages in the chat-completions format. Messages without pictures become plain strings, which every server
 * understands. A tool's message takes words alone: pictures of tools follow as a user's, after the last answer of the turn.
 */
export function convertMessages(
  messages: readonly ChatMessage[],
  pictures: Pictures,
  dialect: MessageDialect,
): ChatCompletionMessageParam[] {
  const converted: ChatCompletionMessageParam[] = [];
  let shown: ImagePart[] = [];
  const showPictures = (): void => {
    if (shown.length > 0) converted.push(userMessage(shown, pictures, dialect.pictureFormat));
    shown = [];
  };
  for (const message of messages) {
    if (message.role === 'tool') {
      const tool_call_id = idFor(message.toolCallId, dialect);
      converted.push({ role: 'tool', tool_call_id, content: plainText(message.content) });
      shown.push(...message.content.filter((part) => part.type === 'image'));
    } else {
      showPictures();
      converted.push(convertSpoken(message, pictures, dialect));
    }
  }
  showPictures();
  return converted;
}

function convertSpoken(
  message: SpokenMessage,
  pictures: Pictures,
  dialect: MessageDialect,
): ChatCompletionMessageParam {
  const text = plainText(message.content);
  switch (message.role) {
    case 'system':
      return { role: 'system', content: text };
    case 'assistant': {
      const calls = message.toolCalls ?? [];
      if (calls.length === 0) return { role: 'assistant', content: text };
      return {
        role: 'assistant',
        content: text === '' ? null : text,
        tool_calls: calls.map((call) => convertCall(call, dialect)),
        ...carriedMembers(message.carry, dialect.carries),
      };
    }
    case 'user':
      if (message.content.every((part) => part.type === 'text')) return { role: 'user', content: text };
      return userMessage(message.content, pictures, dialect.pictureFormat);
    default:
      return message.role satisfies never;
  }
}

/** What was no JSON goes back as nothing: servers parse it again, and the tool's answer says what was wrong. */
function convertCall(call: ToolCall, dialect: MessageDialect): ChatCompletionMessageToolCall {
  const written = JSON.stringify(call.arguments ?? {});
  return {
    id: idFor(call.id, dialect),
    type: 'function',
    function: { name: fittingName(call.name), arguments: written },
  };
}

function idFor(id: string, dialect: MessageDialect): string {
  return dialect.toolCallId?.(id) ?? id;
}

function userMessage(
  parts: readonly MessagePart[],
  pictures: Pictures,
  format: PictureFormat,
): ChatCompletionMessageParam {
  return { role: 'user', content: parts.map((part) => convertPart(part, pictures, format)) };
}

function plainText(parts: readonly MessagePart[]): string {
  return parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n');
}

function convertPart(
  part: MessagePart,
  pictures: Pictures,
  format: PictureFormat,
): ChatCompletionContentPart {
  if (part.type === 'text') return { type: 'text', text: part.text };
  const base64 = pictures.get(part.blob) ?? '';
  const url = format === 'base64' ? base64 : `data:${part.mediaType};base64,${base64}`;
  return { type: 'image_url', image_url: { url } };
}
