import type {
  ContentBlockParam,
  ImageBlockParam,
  MessageParam,
  TextBlockParam,
} from '@anthropic-ai/sdk/resources/messages';
import type { ChatMessage, MessagePart, ToolMessage } from '#shared/run/call.ts';
import type { Pictures } from '../load-pictures.ts';
import { carriedBlocks, rebuildTurn } from './carried-blocks.ts';

export interface ConvertedMessages {
  /** All system messages, joined; empty when there are none. */
  readonly system: string;
  readonly messages: MessageParam[];
}

/**
 * Weft's messages in Anthropic's format: system apart, neighbours of one role joined (the API wants turns to alternate,
 * and all results of a turn in one message, before any words), and a user's turn first.
 */
export function convertMessages(messages: readonly ChatMessage[], pictures: Pictures): ConvertedMessages {
  const system = messages
    .filter((message) => message.role === 'system')
    .flatMap(({ content }) => textsOf(content));
  const turns: { role: 'user' | 'assistant'; content: ContentBlockParam[] }[] = [];
  for (const message of messages) {
    if (message.role === 'system') continue;
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const blocks = blocksOf(message, pictures);
    const last = turns.at(-1);
    if (last !== undefined && last.role === role) last.content.push(...blocks);
    else turns.push({ role, content: [...blocks] });
  }
  if (turns[0]?.role !== 'user')
    turns.unshift({ role: 'user', content: [{ type: 'text', text: '(begin)' }] });
  return { system: system.join('\n\n'), messages: turns };
}

function blocksOf(message: ChatMessage, pictures: Pictures): readonly ContentBlockParam[] {
  if (message.role === 'tool') return [resultBlock(message, pictures)];
  const calls = message.toolCalls ?? [];
  if (message.role !== 'assistant' || (calls.length === 0 && message.carry === undefined))
    return message.content.flatMap((part) => convertPart(part, pictures));
  return rebuildTurn(textsOf(message.content).join('\n\n'), calls, carriedBlocks(message.carry));
}

function resultBlock(message: ToolMessage, pictures: Pictures): ContentBlockParam {
  const content = message.content.flatMap((part) => convertPart(part, pictures));
  return {
    type: 'tool_result',
    tool_use_id: message.toolCallId,
    ...(content.length === 0 ? {} : { content }),
    ...(message.failed === true ? { is_error: true } : {}),
  };
}

function textsOf(parts: readonly MessagePart[]): readonly string[] {
  return parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
}

/** The API refuses empty text blocks. */
function convertPart(part: MessagePart, pictures: Pictures): readonly (TextBlockParam | ImageBlockParam)[] {
  if (part.type === 'text') return part.text === '' ? [] : [{ type: 'text', text: part.text }];
  const media_type = part.mediaType as 'image/png';
  return [{ type: 'image', source: { type: 'base64', media_type, data: pictures.get(part.blob) ?? '' } }];
}
