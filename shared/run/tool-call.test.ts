import { describe, expect, it } from 'vitest';
import { callRequestSchema, type TextCallRequest } from './call.ts';
import { readToolCalls, TOOL_NAME, writeToolCalls, type ToolCall } from './tool-call.ts';

const CALL: ToolCall = { id: 'c1', name: 'read_input', arguments: { name: 'text' } };
const TOOL = { name: 'read_input', description: 'Reads.', parameters: { type: 'object', properties: {} } };

function request(changes: Partial<TextCallRequest> = {}): TextCallRequest {
  const content = [{ type: 'text', text: 'Go.' }] as const;
  const purpose = { task: 'agent', details: {}, subject: '' };
  return {
    kind: 'text',
    provider: 'demo',
    model: 'demo',
    messages: [{ role: 'user', content }],
    purpose,
    ...changes,
  };
}

describe('tool calls', () => {
  it('come back as they were written', () => {
    const broken: ToolCall = { id: 'c2', name: 'x', arguments: null, raw: '{"a":' };
    expect(readToolCalls(writeToolCalls([CALL, broken]))).toEqual([CALL, broken]);
  });

  it.each(['', 'null', '{}', '[{"id":1}]', '[null]', '[['])('%j holds none', (text) => {
    expect(readToolCalls(text)).toEqual([]);
  });

  it.each(['read_input', 'a-b_9', 'A'.repeat(64)])('%s is a name', (name) => {
    expect(TOOL_NAME.test(name)).toBe(true);
  });

  it.each(['', 'a b', 'é', 'a.b', 'A'.repeat(65)])('%j is no name', (name) => {
    expect(TOOL_NAME.test(name)).toBe(false);
  });
});

describe('requests with tools', () => {
  it('hold a whole conversation', () => {
    const messages: TextCallRequest['messages'] = [
      { role: 'user', content: [{ type: 'text', text: 'Go.' }] },
      { role: 'assistant', content: [], toolCalls: [CALL], carry: [{ type: 'thinking' }] },
      { role: 'tool', toolCallId: 'c1', content: [{ type: 'text', text: 'No.' }], failed: true },
    ];
    const whole = request({ messages, tools: [TOOL], thinking: { budgetTokens: 2_000 } });
    expect(callRequestSchema.parse(whole)).toEqual(whole);
  });

  it.each([
    ['two of a name', [TOOL, TOOL]],
    ['a name that no provider takes', [{ ...TOOL, name: 'read input' }]],
    ['more than there may be', Array.from({ length: 65 }, (_, index) => ({ ...TOOL, name: `t${index}` }))],
  ])('%s are refused', (_, tools) => {
    expect(callRequestSchema.safeParse(request({ tools })).success).toBe(false);
  });
});
