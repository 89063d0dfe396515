import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readToolCalls, type ToolCall } from '#shared/run/tool-call.ts';
import { callRequest, recordCall, replayStream } from './testing/harness.ts';
import type { RelayEnvironment } from './types.ts';

const ENVIRONMENT: RelayEnvironment = {
  MISTRAL_API_KEY: 'k1',
  GLM_API_KEY: 'k2',
  OPENROUTER_API_KEY: 'k3',
  HF_API_KEY: 'k4',
  OPENAI_API_KEY: 'k5',
  ANTHROPIC_API_KEY: 'k6',
  WEFT_CUSTOM_ORIGINS: 'http://localhost:11434',
};

interface Expected {
  readonly calls: readonly (readonly [id: string, name: string])[];
  readonly thought?: string;
  readonly carry?: unknown;
  readonly tokens?: readonly [input: number, output: number];
}

const READ = { name: 'té' };

const CASES: readonly (readonly [provider: string, expected: Expected])[] = [
  [
    'mistral',
    {
      calls: [
        ['D681PevKs', 'read_input'],
        ['kQ7dW2xYz', 'list_files'],
      ],
      tokens: [94, 28],
    },
  ],
  [
    'openai',
    {
      calls: [
        ['call_DdmO9pD3xa9XTPNJ32zg2hcA', 'read_input'],
        ['call_2zg2hcADdmO9pD3xa9XTPNJ3', 'list_files'],
      ],
      tokens: [80, 30],
    },
  ],
  [
    'glm',
    {
      calls: [['call_-8137', 'read_input']],
      thought: 'I need the input.',
      carry: { reasoning_content: 'I need the input.' },
      tokens: [170, 40],
    },
  ],
  [
    'openrouter',
    {
      calls: [['toolu_vrtx_01', 'read_input']],
      thought: 'I need the input.',
      carry: {
        reasoning_details: [
          {
            type: 'reasoning.text',
            text: 'I need the input.',
            index: 0,
            format: 'anthropic-claude-v1',
            signature: 'EqQBCg==',
          },
        ],
      },
    },
  ],
  ['huggingface', { calls: [['0', 'read_input']], tokens: [50, 12] }],
  [
    'custom',
    {
      calls: [
        ['call_q1', 'read_input'],
        ['call_q2', 'list_files'],
      ],
      thought: 'I need the input.',
    },
  ],
  [
    'claude',
    {
      calls: [
        ['toolu_01T1', 'read_input'],
        ['toolu_01T2', 'list_files'],
      ],
      thought: 'I need the input.',
      carry: {
        claude: [
          { type: 'thinking', thinking: 'I need the input.', signature: 'EqQBCg==' },
          { type: 'redacted_thinking', data: 'RWRhY3RlZA==' },
          { type: 'text', characters: 10 },
          { type: 'tool_use', id: 'toolu_01T1' },
          { type: 'tool_use', id: 'toolu_01T2' },
        ],
      },
      tokens: [472, 89],
    },
  ],
];

function streamOf(provider: string): Promise<Uint8Array> {
  return readFile(new URL(`${provider}/fixtures/tools.sse`, import.meta.url));
}

describe('tools in the wire formats, from the documentation', () => {
  it.each(CASES)('[TC1, TC3] %s', async (provider, { calls, thought, carry, tokens }) => {
    const stream = await streamOf(provider);
    for (const piece of [1_000_000, 7, 1]) {
      const fetch = replayStream(stream, piece);
      const { end } = await recordCall(callRequest({ provider }), ENVIRONMENT, { fetch });
      expect(end).toMatchObject({ outcome: 'ok', finishReason: 'tool-calls' });
      const made = end.toolCalls?.kind === 'inline' ? readToolCalls(end.toolCalls.text) : [];
      const expected = calls.map(([id, name]): ToolCall => {
        const args = provider === 'claude' ? { name: 'téxt' } : READ;
        return { id, name, arguments: name === 'read_input' ? args : {} };
      });
      expect(made).toEqual(expected);
      expect(end.reasoning).toEqual(thought === undefined ? undefined : { kind: 'inline', text: thought });
      expect(end.carry?.kind === 'inline' ? JSON.parse(end.carry.text) : undefined).toEqual(carry);
      if (tokens !== undefined) expect([end.usage?.inputTokens, end.usage?.outputTokens]).toEqual(tokens);
    }
  });

  it.each(CASES)('[TC1] %s: cut anywhere before its end marker there is no call', async (provider) => {
    const stream = await streamOf(provider);
    const marker =
      provider === 'claude' ? 'event: message_stop' : /"finish_reason":\s?"/.exec(stream.toString())?.[0];
    const end = Buffer.from(stream).indexOf(marker ?? '');
    for (let cut = 0; cut < end; cut += 97) {
      const fetch = replayStream(stream.subarray(0, cut), 512);
      const { end: call } = await recordCall(callRequest({ provider }), ENVIRONMENT, { fetch });
      expect(call.outcome, `cut at ${cut}`).not.toBe('ok');
      expect(call.toolCalls, `cut at ${cut}`).toBeUndefined();
    }
  });
});
