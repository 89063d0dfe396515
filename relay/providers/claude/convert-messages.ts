import type { ContentBlockParam, ImageBlockParam, MessageParam } from '@anthropic-ai/sdk/resources/messages';
import type { ChatMessage, MessagePart } from '#shared/run/call.ts';
import type { Pictures } from '../load-pictures.ts';

export interface ConvertedMessages {
  /** All system messages, joined; empty when there are none. */
  readonly system: string;
  readonly messages: MessageParam[];
}

/**
 * Weft's messages in Anthropic's format: system apart, neighbours of one role joined (the API wants turns to alternate),
 * and a user's turn first.
 */
export function convertMessages(messages: readonly ChatMessage[], pictures: Pictures): ConvertedMessages {
  const system = messages
    .filter((message) => message.role === 'system')
    .flatMap(({ content }) => textsOf(content));
  const turns: { role: 'user' | 'assistant'; content: ContentBlockParam[] }[] = [];
  for (const message of messages) {
    if (message.role === 'system') continue;
    const blocks = message.content.flatMap((part) => convertPart(part, pictures));
    const last = turns.at(-1);
    const role = message.role === 'tool' ? 'user' : message.role;
    if (last !== undefined && last.role === role) last.content.push(...blocks);
    else turns.push({ role, content: blocks });
  }
  if (turns[0]?.role !== 'user')
    turns.unshift({ role: 'user', content: [{ type: 'text', text: '(begin)' }] });
  return { system: system.join('\n\n'), messages: turns };
}

function textsOf(parts: readonly MessagePart[]): readonly string[] {
  return parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
}

/** The API refuses empty text blocks. */
function convertPart(part: MessagePart, pictures: Pictures): readonly ContentBlockParam[] {
  if (part.type === 'text') return part.text === '' ? [] : [{ type: 'text', text: part.text }];
  const media_type = part.mediaType as 'image/png';
  const image: ImageBlockParam = {
    type: 'image',
    source: { type: 'base64', media_type, data: pictures.get(part.blob) ?? '' },
  };
  return [image];
}
