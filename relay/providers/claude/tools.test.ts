import { describe, expect, it } from 'vitest';
import type { JsonValue } from '#shared/json.ts';
import type { ChatMessage } from '#shared/run/call.ts';
import type { ToolCall } from '#shared/run/tool-call.ts';
import { callRequest } from '../testing/harness.ts';
import { buildBody } from './build-body.ts';
import { convertMessages } from './convert-messages.ts';
import { createEventReader } from './read-event.ts';

const text = (value: string): { readonly type: 'text'; readonly text: string } => ({
  type: 'text',
  text: value,
});
const CALLS: readonly ToolCall[] = [
  { id: 't1', name: 'look', arguments: { a: 1 } },
  { id: 't2', name: 'ask', arguments: null, raw: '{' },
];
const THINKING = { type: 'thinking', thinking: 'Hm.', signature: 'sig' };
const CARRY: JsonValue = {
  claude: [
    THINKING,
    { type: 'text', characters: 6 },
    { type: 'tool_use', id: 't1' },
    { type: 'redacted_thinking', data: 'xyz' },
    { type: 'tool_use', id: 't2' },
  ],
};

function conversation(turn?: ChatMessage): readonly ChatMessage[] {
  return [
    { role: 'user', content: [text('Go.')] },
    turn ?? { role: 'assistant', content: [text('I see.')], toolCalls: CALLS, carry: CARRY },
    { role: 'tool', toolCallId: 't1', content: [text('seen')] },
    { role: 'tool', toolCallId: 't2', content: [text('No JSON.')], failed: true },
    { role: 'user', content: [text('Hurry.')] },
  ];
}

describe('turns with tools for Claude', () => {
  it('[TC3] a turn goes back block by block as it was, its results in one message before any words', () => {
    expect(convertMessages(conversation(), new Map()).messages).toEqual([
      { role: 'user', content: [text('Go.')] },
      {
        role: 'assistant',
        content: [
          THINKING,
          text('I see.'),
          { type: 'tool_use', id: 't1', name: 'look', input: { a: 1 } },
          { type: 'redacted_thinking', data: 'xyz' },
          { type: 'tool_use', id: 't2', name: 'ask', input: {} },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 't1', content: [text('seen')] },
          { type: 'tool_result', tool_use_id: 't2', content: [text('No JSON.')], is_error: true },
          text('Hurry.'),
        ],
      },
    ]);
  });

  it('[TC3] what another provider carried is left out; words come before calls', () => {
    const foreign = {
      role: 'assistant',
      content: [text('I see.')],
      toolCalls: CALLS,
      carry: { reasoning_content: 'Hm.' },
    } as const;
    const [, turn] = convertMessages(conversation(foreign), new Map()).messages;
    expect((turn?.content as { type: string }[]).map(({ type }) => type)).toEqual([
      'text',
      'tool_use',
      'tool_use',
    ]);
  });

  it('[TC3] calls that the carry does not know come last', () => {
    const more = {
      role: 'assistant',
      content: [text('I see. And more.')],
      toolCalls: [...CALLS, { id: 't3', name: 'look', arguments: {} }],
      carry: CARRY,
    } as const;
    const [, turn] = convertMessages(conversation(more), new Map()).messages;
    expect((turn?.content as { type: string }[]).map(({ type }) => type)).toEqual([
      'thinking',
      'text',
      'tool_use',
      'redacted_thinking',
      'tool_use',
      'text',
      'tool_use',
    ]);
  });
});

describe('bodies for Claude with tools and thinking', () => {
  const older = (changes: object): ReturnType<typeof buildBody> =>
    buildBody(
      callRequest({
        provider: 'claude',
        model: 'claude-haiku-4-5',
        maxOutputTokens: 500,
        temperature: 0.5,
        ...changes,
      }),
      {},
      new Map(),
      64_000,
    );

  it('[TC4] the budget comes on top of the answer and stays below the whole; no temperature beside it', () => {
    const body = older({ thinking: { budgetTokens: 4_000 } });
    expect(body).toMatchObject({ max_tokens: 4_500, thinking: { type: 'enabled', budget_tokens: 4_000 } });
    expect(body).not.toHaveProperty('temperature');
    expect(older({ thinking: { budgetTokens: 10 } })).toMatchObject({
      max_tokens: 1_524,
      thinking: { budget_tokens: 1_024 },
    });
    const most = older({ thinking: { budgetTokens: 200_000 } });
    expect(most).toMatchObject({ max_tokens: 64_000, thinking: { budget_tokens: 63_999 } });
  });

  it('[TC4] newer models think by themselves and get the room', () => {
    const request = callRequest({ provider: 'claude', model: 'claude-sonnet-5-5', maxOutputTokens: 500 });
    const body = buildBody({ ...request, thinking: { budgetTokens: 20_000 } }, {}, new Map());
    expect(body).toMatchObject({ max_tokens: 20_500, thinking: { type: 'adaptive' } });
  });

  it('[TC4] an older model does not think where a turn with calls has none of its thinking', () => {
    const without = { role: 'assistant', content: [], toolCalls: CALLS } as const;
    const body = older({ thinking: { budgetTokens: 4_000 }, messages: conversation(without) });
    expect(body).toMatchObject({ max_tokens: 500, temperature: 0.5 });
    expect(body).not.toHaveProperty('thinking');
    expect(older({ thinking: { budgetTokens: 4_000 }, messages: conversation() })).toHaveProperty('thinking');
  });

  it('[TC4] offers tools with a schema of an object, beside a schema for the answer', () => {
    const tools = [{ name: 'look', description: 'Looks.', parameters: {} }];
    const responseFormat = { type: 'json', name: 'plan', schema: { type: 'object' } } as const;
    expect(older({ tools, responseFormat })).toMatchObject({
      tools: [{ name: 'look', description: 'Looks.', input_schema: { type: 'object', properties: {} } }],
      output_config: { format: { type: 'json_schema' } },
    });
  });
});

describe('events of Claude with tools', () => {
  it('[TC2] arguments cut by the limit of the answer are no arguments', () => {
    const reader = createEventReader();
    reader.read({
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'tool_use', id: 't1', name: 'look', input: {} },
    });
    reader.read({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'input_json_delta', partial_json: '{"a":' },
    });
    reader.read({ type: 'message_delta', delta: { stop_reason: 'max_tokens' }, usage: { output_tokens: 9 } });
    expect(reader.read({ type: 'message_stop' })).toEqual([
      { type: 'tool-call', call: { id: 't1', name: 'look', arguments: null, raw: '{"a":' } },
      { type: 'finished', reason: 'length' },
    ]);
  });

  it('[TC1] tools that the provider itself runs are none of ours', () => {
    const reader = createEventReader();
    reader.read({
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'server_tool_use', id: 's1', name: 'web_search', input: {} },
    });
    expect(reader.read({ type: 'message_stop' })).toEqual([{ type: 'finished', reason: 'other' }]);
  });

  it('[TC1] arguments beyond what an output may be are refused', () => {
    const reader = createEventReader();
    const piece = {
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'input_json_delta', partial_json: 'x'.repeat(600_000) },
    };
    reader.read(piece);
    expect(() => reader.read(piece)).toThrow('output-too-large');
  });
});
