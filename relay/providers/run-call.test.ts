import { describe, expect, it } from 'vitest';
import type { TextCallRequest } from '#shared/run/call.ts';
import { ERROR_CODES, weftErrorSchema } from '#shared/run/errors.ts';
import { errorWords } from './error-words.ts';
import { callRequest, recordCall } from './testing/harness.ts';
import type { OutboundFetch } from './types.ts';

const KEY = { OPENAI_API_KEY: 'sk-test' };

/** Answers with one finished stream and keeps the request's body. */
function answering(bodies: unknown[]): OutboundFetch {
  const chunk = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;
  const stream =
    chunk({ choices: [{ delta: { content: 'Hi' }, finish_reason: 'stop' }] }) +
    chunk({ choices: [], usage: { prompt_tokens: 1_000, completion_tokens: 100 } }) +
    'data: [DONE]\n\n';
  return async (_input, init) => {
    bodies.push(JSON.parse(String(init?.body)));
    return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
  };
}

describe('before sending', () => {
  it.each([
    [{ provider: 'nobody' }, 'invalid-config'],
    [{ provider: 'custom' }, 'invalid-config'],
    [{ provider: 'mistral' }, 'missing-key'],
    [{ provider: 'openai', parameters: { nonsense: 1 } }, 'invalid-config'],
    [
      {
        provider: 'openai',
        messages: [
          { role: 'user', content: [{ type: 'image', blob: 'a'.repeat(64), mediaType: 'image/png' }] },
        ],
      },
      'blob-missing',
    ],
  ] satisfies [Partial<TextCallRequest>, string][])(
    '%j ends as %s, unsent and free',
    async (changes, code) => {
      const bodies: unknown[] = [];
      const { end, sent } = await recordCall(callRequest(changes), KEY, { fetch: answering(bodies) });
      expect(end).toMatchObject({ outcome: 'error', retry: 'never', error: { code }, costMicroUsd: 0 });
      expect([bodies.length, sent]).toEqual([0, 0]);
    },
  );
});

describe('cost', () => {
  it('is the price of what was used, rounded up, and unknown without a price', async () => {
    const known = await recordCall(callRequest({ provider: 'openai', model: 'gpt-4.1-mini' }), KEY, {
      fetch: answering([]),
    });
    expect(known.end.costMicroUsd).toBe(400 + 160);
    const unknown = await recordCall(callRequest({ provider: 'openai', model: 'typed-by-hand' }), KEY, {
      fetch: answering([]),
    });
    expect(unknown.end).toMatchObject({ outcome: 'ok', costMicroUsd: null });
  });
});

describe('what is sent', () => {
  const body = async (
    changes: Partial<TextCallRequest>,
    environment: Record<string, string> = KEY,
  ): Promise<unknown> => {
    const bodies: unknown[] = [];
    await recordCall(callRequest(changes), environment, {
      fetch: answering(bodies),
      loadBlob: async () => new Uint8Array([1, 2, 3]),
    });
    return bodies[0];
  };

  it('OpenAI: reasoning models get no temperature, others do', async () => {
    const reasoning = await body({
      provider: 'openai',
      model: 'gpt-5.4-mini',
      temperature: 0.7,
      maxOutputTokens: 50,
      parameters: { reasoning_effort: 'low' },
    });
    expect(reasoning).toEqual({
      model: 'gpt-5.4-mini',
      stream: true,
      stream_options: { include_usage: true },
      max_completion_tokens: 50,
      reasoning_effort: 'low',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Say hello to the harbour.' },
      ],
    });
    expect(await body({ provider: 'openai', model: 'gpt-4.1', temperature: 0.7 })).toMatchObject({
      temperature: 0.7,
    });
  });

  it('Mistral: no unknown members, its own seed, temperature to 1.5', async () => {
    const sent = await body(
      { provider: 'mistral', model: 'ministral-14b-2512', temperature: 1.9, parameters: { random_seed: 7 } },
      { MISTRAL_API_KEY: 'k' },
    );
    expect(sent).toMatchObject({ temperature: 1.5, random_seed: 7 });
    expect(sent).not.toHaveProperty('stream_options');
  });

  it('GLM: thinking as an object, pictures as bare base64, the schema in the prompt', async () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } } };
    const sent = await body(
      {
        provider: 'glm',
        model: 'glm-4.6v',
        parameters: { thinking: 'enabled' },
        responseFormat: { type: 'json', name: 'x', schema },
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'What?' },
              { type: 'image', blob: 'b'.repeat(64), mediaType: 'image/png' },
            ],
          },
        ],
      },
      { GLM_API_KEY: 'k' },
    );
    expect(sent).toMatchObject({
      thinking: { type: 'enabled' },
      response_format: { type: 'json_object' },
      messages: [{ role: 'system' }, { content: [{ text: 'What?' }, { image_url: { url: 'AQID' } }] }],
    });
    expect(JSON.stringify(sent)).toContain('JSON Schema');
  });

  it('the purpose of a call never reaches a real provider', async () => {
    const sent = await body({
      provider: 'openai',
      purpose: { task: 'secret-task', details: { x: 'secret-detail' }, subject: 'secret-subject' },
    });
    expect(JSON.stringify(sent)).not.toContain('secret-');
  });
});

describe('words for people', () => {
  it.each(ERROR_CODES)('%s names the provider where it matters and fits', (code) => {
    const error = errorWords({
      providerId: 'mistral',
      label: 'Mistral',
      keyVariable: 'MISTRAL_API_KEY',
      model: 'm',
      failure: { code, outcome: 'error', retry: 'safe', retryAfterMs: 5, detail: '30 seconds' },
    });
    expect(weftErrorSchema.parse(error)).toEqual(error);
    expect(error).toMatchObject({ retryable: true, retryAfterMs: 5, providerId: 'mistral' });
    expect(error.message).not.toMatch(/undefined|\{|\}/);
    expect(error.message.match(/[.!?](\s|$)/g)?.length).toBeLessThanOrEqual(2);
  });
});
