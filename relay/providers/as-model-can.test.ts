import { expect, it } from 'vitest';
import { callRequest, recordCall } from './testing/harness.ts';
import { listProviders } from './list-providers.ts';
import type { OutboundFetch } from './types.ts';

const TOOLS = [{ name: 'look', description: 'Looks.', parameters: { type: 'object' } }];
const KEYS = { OPENROUTER_API_KEY: 'k', MISTRAL_API_KEY: 'k' };

function answering(bodies: string[]): OutboundFetch {
  return async (_input, init) => {
    bodies.push(String(init?.body));
    const stream = `data: ${JSON.stringify({ choices: [{ delta: { content: 'Hi' }, finish_reason: 'stop' }] })}\n\n`;
    return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
  };
}

it('[TC6] a model that calls no tools is refused unsent and free, with its name', async () => {
  const bodies: string[] = [];
  const model = 'cognitivecomputations/dolphin-mistral-24b-venice-edition:free';
  const request = callRequest({ provider: 'openrouter', model, tools: TOOLS });
  const { end, sent } = await recordCall(request, KEYS, { fetch: answering(bodies) });
  expect(end).toMatchObject({
    outcome: 'error',
    retry: 'never',
    error: { code: 'invalid-config' },
    costMicroUsd: 0,
  });
  expect(end.error?.message).toContain('Dolphin Mistral 24B (free)');
  expect([sent, bodies]).toEqual([0, []]);
  const without = await recordCall(callRequest({ provider: 'openrouter', model }), KEYS, {
    fetch: answering(bodies),
  });
  expect(without.end.outcome).toBe('ok');
});

it('[TC6] a model that does not think answers without, with the room of its answer alone', async () => {
  const bodies: string[] = [];
  const thinking = { budgetTokens: 5_000 };
  for (const model of ['mistral-large-latest', 'mistral-small-latest']) {
    const request = callRequest({ provider: 'mistral', model, maxOutputTokens: 100, thinking });
    expect((await recordCall(request, KEYS, { fetch: answering(bodies) })).end.outcome).toBe('ok');
  }
  expect(bodies.map((body) => JSON.parse(body) as object)).toEqual([
    expect.objectContaining({ max_tokens: 100 }),
    expect.objectContaining({ max_tokens: 5_100, reasoning_effort: 'high' }),
  ]);
  expect(bodies[0]).not.toContain('reasoning');
});

it('[TC6] every listed text model says whether it thinks', () => {
  const models = listProviders({}).flatMap((provider) => provider.models);
  const texts = models.filter(({ kinds }) => kinds.includes('text'));
  expect(texts.filter(({ thinking }) => thinking === undefined)).toEqual([]);
  expect(texts.filter(({ tools }) => tools === true).length).toBeGreaterThan(15);
});
