import { expect, it } from 'vitest';
import type { ProviderServer } from '../../../e2e/fixtures/provider-server/start-provider-server.ts';
import type { CallEnd, ChatMessage, TextCallRequest } from '#shared/run/call.ts';
import { readToolCalls, type ToolCall, type ToolSpec } from '#shared/run/tool-call.ts';
import { callRequest, type CallRecord } from './harness.ts';

const TOOLS: readonly ToolSpec[] = [
  {
    name: 'read_input',
    description: 'Reads an input.',
    parameters: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
  },
  { name: 'ask_person', description: 'Asks.', parameters: { type: 'object', properties: {} } },
];

interface Subject {
  readonly server: () => ProviderServer;
  readonly call: (request: TextCallRequest) => Promise<CallRecord>;
}

const user = (text: string): ChatMessage => ({ role: 'user', content: [{ type: 'text', text }] });

function toolRequest(model: string, changes: Partial<TextCallRequest> = {}): TextCallRequest {
  return callRequest({ model, tools: TOOLS, messages: [user('Look it up.')], ...changes });
}

function callsOf({ toolCalls }: CallEnd): readonly ToolCall[] {
  return toolCalls?.kind === 'inline' ? readToolCalls(toolCalls.text) : [];
}

/** What every adapter does with tools, over real HTTP through its SDK. */
export function registerToolTests({ server, call }: Subject): void {
  it.each(['tools', 'tools-whole'])(
    '[TC1] %s: calls come whole, in order, with what was said',
    async (model) => {
      const { end } = await call(toolRequest(model));
      expect(end).toMatchObject({ outcome: 'ok', finishReason: 'tool-calls' });
      expect(end.text).toEqual({ kind: 'inline', text: 'I look first. ' });
      expect(callsOf(end)).toEqual([
        { id: 't0c0x0000', name: 'read_input', arguments: { name: 'report é', lines: [1, 2] } },
        { id: 't0c1x0000', name: 'ask_person', arguments: {} },
      ]);
    },
  );

  it('[TC2] arguments that are no JSON come as they were written', async () => {
    const { end } = await call(toolRequest('tools-broken'));
    expect(callsOf(end)).toEqual([
      { id: 't0c0x0000', name: 'read_input', arguments: null, raw: '{"name":"report \\u00' },
      { id: 't0c1x0000', name: 'ask_person', arguments: {} },
    ]);
  });

  it.each(['tools-cut', 'tools-error', 'tools-huge'])(
    '[TC1] %s: half of a call is none, and what was said is kept',
    async (model) => {
      const { end } = await call(toolRequest(model));
      expect(end.outcome).not.toBe('ok');
      expect(end.toolCalls).toBeUndefined();
      expect(end.text).toMatchObject({ text: 'I look first. ' });
      expect(end.costMicroUsd).toBeNull();
    },
  );

  it('[TC1] offers the tools, and gives each result back to the call that it belongs to', async () => {
    const first = await call(toolRequest('tools'));
    const calls = callsOf(first.end);
    const messages: ChatMessage[] = [
      user('Look it up.'),
      { role: 'assistant', content: [{ type: 'text', text: 'I look first. ' }], toolCalls: calls },
      ...calls.map(({ id, name }): ChatMessage => {
        return {
          role: 'tool',
          toolCallId: id,
          content: [{ type: 'text', text: `of ${name}` }],
          failed: name === 'ask_person',
        };
      }),
    ];
    const second = await call(toolRequest('tools', { messages }));
    expect(second.end).toMatchObject({ outcome: 'ok', finishReason: 'stop' });
    expect(second.end.toolCalls).toBeUndefined();
    const [offered, answered] = server().requests.map(({ body }) => JSON.parse(body) as Body);
    expect(JSON.stringify(offered?.tools)).toMatch(/read_input.*"required":\["name"\].*ask_person/);
    expect(answersIn(answered)).toEqual([
      ['t0c0x0000', 'of read_input'],
      ['t0c1x0000', 'of ask_person'],
    ]);
  });

  it('[TC1] sends no tools where none are offered', async () => {
    await call(callRequest({ model: 'ok' }));
    expect(server().requests[0]?.body).not.toContain('tool');
  });
}

interface Body {
  readonly tools?: unknown;
  readonly messages: readonly {
    readonly role: string;
    readonly tool_call_id?: string;
    readonly content:
      | string
      | readonly { readonly type: string; readonly tool_use_id?: string; readonly content?: unknown }[];
  }[];
}

/** Results with the call that they answer, in either wire format. */
function answersIn(body: Body | undefined): readonly (readonly [string, string])[] {
  return (body?.messages ?? []).flatMap(({ role, tool_call_id: id, content }) => {
    if (role === 'tool' && typeof content === 'string') return [[id ?? '', content] as const];
    if (typeof content === 'string' || content === null) return [];
    return content
      .filter(({ type }) => type === 'tool_result')
      .map((block) => [block.tool_use_id ?? '', textIn(block.content)] as const);
  });
}

function textIn(content: unknown): string {
  return (content as readonly { readonly text: string }[]).map(({ text }) => text).join('');
}
