import type { MessagePart, TextCallRequest } from '#shared/run/call.ts';
import type { ToolCall, ToolSpec } from '#shared/run/tool-call.ts';

/** A tool call of an earlier turn and what became of it. */
export interface Told {
  readonly call: ToolCall;
  readonly text: string;
  readonly failed: boolean;
}

/** What an agent of the demo goes by. */
export interface Conversation {
  /** In the person's words. */
  readonly task: string;
  /** Text that the first message holds in a section, beside the task. */
  readonly material: string;
  /** Tools that may still be called; none in the last turn. */
  readonly tools: readonly ToolSpec[];
  readonly told: readonly Told[];
  /** From 1. */
  readonly turn: number;
}

/** Named parts of a message; what stands in them is no task. */
const SECTION = /<([a-z-]+)>\n?([\s\S]*?)\n?<\/\1>/g;
/** Those that hold what is worked on: of an agent, and of a step of a plan. */
const MATERIAL = new Set(['text', 'results-so-far']);

/** Takes a conversation with tools apart. */
export function readConversation({ messages, purpose, tools }: TextCallRequest): Conversation {
  const asked = messages.find(({ role }) => role === 'user');
  const first = asked === undefined ? '' : textOf(asked.content);
  const calls = messages.flatMap((message) =>
    message.role === 'assistant' ? (message.toolCalls ?? []) : [],
  );
  const results = messages.filter((message) => message.role === 'tool');
  const told = calls.flatMap((call): readonly Told[] => {
    const result = results.find(({ toolCallId }) => toolCallId === call.id);
    return result === undefined
      ? []
      : [{ call, text: textOf(result.content), failed: result.failed === true }];
  });
  const whole = purpose.subject.trim() === '' ? first : purpose.subject;
  const own = whole.replace(SECTION, '').trim();
  return {
    task: own === '' ? whole.trim() : own,
    material: [...first.matchAll(SECTION)]
      .filter(([, name = '']) => MATERIAL.has(name))
      .map(([, , body = '']) => body.trim())
      .filter((body) => body !== '')
      .join('\n\n'),
    tools: purpose.details['isLast'] === 'yes' ? [] : (tools ?? []),
    told,
    turn: 1 + messages.filter(({ role }) => role === 'assistant').length,
  };
}

/** What was heard of a tool, as far as it worked. */
export function heardOf({ told }: Conversation, tool: string): readonly string[] {
  return told.filter(({ call, failed }) => call.name === tool && !failed).map(({ text }) => text);
}

export function hasCalled({ told }: Conversation, tool: string): boolean {
  return told.some(({ call }) => call.name === tool);
}

function textOf(parts: readonly MessagePart[]): string {
  return parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n');
}
