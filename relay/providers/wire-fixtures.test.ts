import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { CallEnd } from '#shared/run/call.ts';
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

const inline = (text: string): CallEnd['text'] => ({ kind: 'inline', text });

type Case = readonly [provider: string, fixture: string, expected: Partial<CallEnd>];

const CASES: readonly Case[] = [
  [
    'mistral',
    'text',
    { outcome: 'ok', text: inline('Bonjour, le port.'), usage: { inputTokens: 12, outputTokens: 5 } },
  ],
  [
    'mistral',
    'thinking',
    { finishReason: 'length', reasoning: inline('Two and two. '), text: inline('Four.') },
  ],
  [
    'glm',
    'thinking',
    {
      reasoning: inline('A harbour. '),
      text: inline('Good morning.'),
      usage: { inputTokens: 8, outputTokens: 30, cachedInputTokens: 4 },
    },
  ],
  [
    'glm',
    'sensitive',
    { outcome: 'error', retry: 'never', finishReason: 'refusal', text: inline('I would rather') },
  ],
  [
    'openrouter',
    'reasoning',
    {
      reasoning: inline('Short. '),
      text: inline('Hello.'),
      usage: { inputTokens: 7, outputTokens: 6, reasoningTokens: 3 },
    },
  ],
  ['openrouter', 'error', { outcome: 'error', retry: 'ask', text: inline('Hal') }],
  [
    'huggingface',
    'text',
    { finishReason: 'length', text: inline('Hi there'), usage: { inputTokens: 4, outputTokens: 2 } },
  ],
  ['openai', 'text', { outcome: 'ok', text: inline('Hello'), finishReason: 'stop' }],
  ['openai', 'refusal', { outcome: 'error', finishReason: 'refusal', text: inline("I'm sorry, no.") }],
  [
    'claude',
    'thinking',
    {
      reasoning: inline('They want a greeting.'),
      text: inline('Hello!'),
      usage: { inputTokens: 30, outputTokens: 15, cachedInputTokens: 5 },
    },
  ],
  ['claude', 'refusal', { outcome: 'error', retry: 'never', text: inline('Let me') }],
  [
    'custom',
    'ollama',
    { reasoning: inline('Hm. '), text: inline('Hi!'), usage: { inputTokens: 11, outputTokens: 4 } },
  ],
];

describe('wire formats, from the documentation', () => {
  it.each(CASES)('%s: %s', async (provider, fixture, expected) => {
    const stream = await readFile(new URL(`${provider}/fixtures/${fixture}.sse`, import.meta.url));
    for (const piece of [1_000_000, 7, 1]) {
      const { end } = await recordCall(callRequest({ provider }), ENVIRONMENT, {
        fetch: replayStream(stream, piece),
      });
      expect(end).toMatchObject(expected);
    }
  });

  it.each(CASES)(
    '%s: %s cut anywhere before its end marker is never a success',
    async (provider, fixture) => {
      const stream = await readFile(new URL(`${provider}/fixtures/${fixture}.sse`, import.meta.url));
      const marker =
        provider === 'claude' ? 'event: message_stop' : /"finish_reason":\s?"/.exec(stream.toString())?.[0];
      const end = stream.indexOf(marker ?? '');
      for (let cut = 0; cut < end; cut += 97) {
        const { end: call } = await recordCall(callRequest({ provider }), ENVIRONMENT, {
          fetch: replayStream(stream.subarray(0, cut), 512),
        });
        expect(call.outcome, `cut at ${cut}`).not.toBe('ok');
      }
    },
  );
});
