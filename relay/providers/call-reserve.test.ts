import { describe, expect, it } from 'vitest';
import type { CallEnd, ImageCallRequest, TextCallRequest } from '#shared/run/call.ts';
import { CEILING, countedFor, reserveFor } from './call-reserve.ts';
import { PROVIDER_MODULES } from './registry.ts';
import { resolveProvider, type ResolvedProvider } from './resolve-provider.ts';

const purpose = { task: 'free', details: {}, subject: '' };
const textOf = (more: Partial<TextCallRequest> = {}): TextCallRequest => ({
  ...{ kind: 'text', provider: 'openai', model: 'gpt-4.1-mini', purpose },
  messages: [{ role: 'user', content: [{ type: 'text', text: 'Say hello' }] }],
  ...more,
});
const imageOf = (model: string): ImageCallRequest => ({
  ...{ kind: 'image', provider: 'openai', model, prompt: 'A boat', purpose },
});
const endOf = (more: Partial<CallEnd>): CallEnd => ({
  ...{ outcome: 'ok', retry: 'never', costMicroUsd: null, durationMs: 5 },
  ...more,
});

function providerOf(id: string): ResolvedProvider {
  const provider = resolveProvider(id, {});
  if (provider === null) throw new Error(`No provider ${id}.`);
  return provider;
}
const openai = providerOf('openai');

describe('what is set aside for a call', () => {
  it('[CA2] is no less than the dearest answer it can get: bytes for tokens, and all that may be answered', () => {
    const request = textOf({ maxOutputTokens: 1_000 });
    const { microUsd } = reserveFor(request, openai, true);
    // 0.4 dollars for a million tokens in, 1.6 out.
    expect(microUsd).toBeGreaterThanOrEqual(1_600 + 4);
    const longer = textOf({
      maxOutputTokens: 1_000,
      messages: [{ role: 'user', content: [{ type: 'text', text: '語'.repeat(10_000) }] }],
    });
    expect(reserveFor(longer, openai, true).microUsd - microUsd).toBeGreaterThanOrEqual(10_000 * 0.4);
    const seeing = textOf({
      maxOutputTokens: 1_000,
      messages: [
        { role: 'user', content: [{ type: 'image', blob: 'a'.repeat(64), mediaType: 'image/png' }] },
      ],
    });
    expect(reserveFor(seeing, openai, true).microUsd).toBeGreaterThan(8_000 * 0.4);
  });

  it('limits the answer where a ring pays and nobody said how long it may be', () => {
    const { request, microUsd } = reserveFor(textOf(), openai, true);
    expect(request).toMatchObject({ maxOutputTokens: 8_192 });
    const own = reserveFor(textOf(), openai, false);
    expect(own.request).toEqual(textOf());
    expect(own.microUsd).toBeLessThanOrEqual(microUsd);
  });

  it('[CA2] counts the thinking that a model may do besides', () => {
    const claude = providerOf('claude');
    const of = (more: Partial<TextCallRequest>) =>
      reserveFor(
        textOf({ provider: 'claude', model: 'claude-sonnet-5-5', maxOutputTokens: 100, ...more }),
        claude,
        true,
      ).microUsd;
    expect(of({})).toBeGreaterThanOrEqual((100 + 8_192) * 10);
    expect(of({ thinking: { budgetTokens: 4_000 } }) - of({})).toBeGreaterThanOrEqual(40_000);
    expect(of({ parameters: { thinking_budget: 2_000 } }) - of({})).toBeGreaterThanOrEqual(20_000);
  });

  it('[VA8] is a ceiling where the price is not known, above every listed price', () => {
    const listed = PROVIDER_MODULES.flatMap(({ description }) => description.models).flatMap(
      ({ price }) => price ?? [],
    );
    expect(listed.length).toBeGreaterThan(5);
    for (const price of listed) {
      expect(price.inputMicroUsdPerMillion).toBeLessThan(CEILING.inputMicroUsdPerMillion);
      expect(price.outputMicroUsdPerMillion).toBeLessThan(CEILING.outputMicroUsdPerMillion);
      expect(price.microUsdPerPicture ?? 0).toBeLessThan(CEILING.microUsdPerPicture);
    }
    const unlisted = reserveFor(textOf({ model: 'typed-by-hand', maxOutputTokens: 1_000 }), openai, true);
    expect(unlisted.microUsd).toBeGreaterThanOrEqual(50_000);
    expect(reserveFor(imageOf('typed-by-hand'), openai, true).microUsd).toBe(250_000);
  });

  it('[VA8] every price has a source and the day on which it was read', () => {
    for (const { id, models } of PROVIDER_MODULES.map(({ description }) => description))
      for (const { id: model, price } of models)
        if (price !== null)
          expect([id, model, price.source.length > 0, /^\d{4}-\d{2}-\d{2}$/.test(price.asOf)]).toEqual([
            ...[id, model, true, true],
          ]);
  });
});

describe('what a budget counts for a call that has ended', () => {
  const reserve = reserveFor(textOf({ maxOutputTokens: 1_000 }), openai, true);
  const unlisted = reserveFor(textOf({ model: 'typed-by-hand', maxOutputTokens: 1_000 }), openai, true);
  const usage = { inputTokens: 10, outputTokens: 5 };

  it.each([
    ['its cost', reserve, endOf({ costMicroUsd: 12, usage }), 12],
    ['nothing of what was not billed', reserve, endOf({ outcome: 'error', costMicroUsd: 0 }), 0],
    ['all of what may have been billed', reserve, endOf({ outcome: 'unknown' }), reserve.microUsd],
    ['all of what was stopped half-way', reserve, endOf({ outcome: 'aborted', usage }), reserve.microUsd],
    ['what it used at the ceiling', unlisted, endOf({ usage }), 350],
    ['all of it when nobody says what it used', unlisted, endOf({}), unlisted.microUsd],
  ])('[VA8] is %s', (_what, held, end, expected) => {
    expect(countedFor(end, held, openai)).toBe(expected);
  });
});
