import type {
  ChatCompletionContentPart,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import type { ChatMessage, MessagePart } from '#shared/run/call.ts';
import type { Pictures } from '../load-pictures.ts';

/** How a server wants pictures: as data URLs, or (Z.ai) the bare base64. */
export type PictureFormat = 'data-url' | 'base64';

/**
 * Weft's messages in the chat-completions format. Messages without pictures become plain strings, which every server
 * understands.
 */
export function convertMessages(
  messages: readonly ChatMessage[],
  pictures: Pictures,
  format: PictureFormat,
): ChatCompletionMessageParam[] {
  return messages.map((message) => {
    const text = plainText(message.content);
    if (message.role === 'system') return { role: 'system', content: text };
    if (message.role === 'assistant') return { role: 'assistant', content: text };
    if (message.content.every((part) => part.type === 'text')) return { role: 'user', content: text };
    return { role: 'user', content: message.content.map((part) => convertPart(part, pictures, format)) };
  });
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
