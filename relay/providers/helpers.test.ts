import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '#shared/json.ts';
import { baseUrlOf, customOrigins } from './base-url.ts';
import { createCallCollector } from './call-collector.ts';
import { classifyStatus } from './classify-status.ts';
import { failureHint } from './failure-hint.ts';
import { readParameters } from './read-parameters.ts';
import { retryAfterMs } from './retry-after.ts';
import { createTimingTrack } from './timing-track.ts';
import { SEED, TOP_P, effortField } from './parameter-fields.ts';

describe('Retry-After', () => {
  const NOW = Date.parse('2026-11-21T12:00:00Z');
  it.each([
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '30' }, 30_000],
    [{ 'retry-after': '1.5' }, 1_500],
    [{ 'retry-after': '86400' }, 60_000],
    [{ 'retry-after': 'Sat, 21 Nov 2026 12:00:07 GMT' }, 7_000],
    [{ 'retry-after': 'Sat, 21 Nov 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': '1e9' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    [{ 'retry-after-ms': 'x', 'retry-after': '9' }, 9_000],
    [{}, undefined],
  ])('%j is %s ms', (headers, expected) => {
    expect(retryAfterMs(new Headers(headers as Record<string, string>), NOW)).toBe(expected);
  });

  it('is never more than a minute nor less than nothing, whatever comes', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer(), (value, now) => {
        const wait = retryAfterMs({ get: () => value }, now);
        expect(wait === undefined || (wait >= 0 && wait <= 60_000)).toBe(true);
      }),
    );
  });
});

describe('classification by status', () => {
  it('only 429 and 503 repeat by themselves', () => {
    for (let status = 300; status < 600; status += 1) {
      expect(classifyStatus(status, undefined, 1).retry === 'safe').toBe(status === 429 || status === 503);
    }
    expect(classifyStatus(429, 'no-credit', undefined)).toMatchObject({ retry: 'never', hint: 'no-credit' });
  });

  it.each([
    ['{"error":{"code":"insufficient_quota","message":"sk-secret"}}', 'no-credit'],
    ['{"error":{"type":"context_length_exceeded"}}', 'context-length'],
    ['{"error":{"code":1113}}', 'no-credit'],
    ['{"type":"error","error":{"type":"billing_error"}}', 'no-credit'],
    ['{"error":{"code":"toString"}}', undefined],
    ['<html>', undefined],
    ['null', undefined],
  ])('the body %s says %s and no more', (body, hint) => {
    expect(failureHint(body)).toBe(hint);
  });
});

describe('addresses', () => {
  it.each([
    ['{"mistral":"http://127.0.0.1:4310/v1/"}', 'http://127.0.0.1:4310/v1'],
    ['{"mistral":"http://localhost:1"}', 'http://localhost:1'],
    ['{"mistral":"https://evil.test/v1"}', 'https://own/v1'],
    ['{"mistral":"http://127.0.0.1.evil.test/v1"}', 'https://own/v1'],
    ['{"mistral":"file:///etc/passwd"}', 'https://own/v1'],
    ['{"other":"http://127.0.0.1:1"}', 'https://own/v1'],
    ['not json', 'https://own/v1'],
    ['null', 'https://own/v1'],
  ])('[SE1] %s leads to %s', (override, expected) => {
    expect(baseUrlOf('mistral', 'https://own/v1', { WEFT_PROVIDER_BASE_URLS: override }).url).toBe(expected);
  });

  it('custom servers are exact origins', () => {
    const WEFT_CUSTOM_ORIGINS =
      'http://localhost:11434, https://llm.example.org ,http://x/y,ftp://z,http://u:p@h,nonsense,http://localhost:11434/,';
    expect(customOrigins({ WEFT_CUSTOM_ORIGINS })).toEqual([
      'http://localhost:11434',
      'https://llm.example.org',
    ]);
  });
});

describe('parameters', () => {
  const schema = { top_p: TOP_P, seed: SEED, effort: effortField(['low', 'high']) };
  it('pass when they fit, empty ones left out', () => {
    expect(readParameters(schema, { top_p: 0.5, seed: null, effort: '' })).toEqual({
      ok: true,
      values: { top_p: 0.5 },
    });
  });
  const bad: readonly { readonly [key: string]: JsonValue }[] = [
    { top_p: 2 },
    { top_p: '0.5' },
    { seed: 1.5 },
    { seed: -1 },
    { effort: 'huge' },
    { base_url: 'https://evil.test' },
    { constructor: 1 },
    { top_p: { nested: true } },
  ];
  it.each(bad)('[SE1] refuses %j', (given) => {
    expect(readParameters(schema, given)).toMatchObject({ ok: false });
  });
});

describe('collecting', () => {
  it('keeps whole characters up to the limit of bytes', () => {
    const collector = createCallCollector({
      maxBytes: 10,
      maxPictureBytes: 1_000,
      elapsedMs: () => 0,
      onDelta: undefined,
    });
    expect(collector.take({ type: 'delta', channel: 'text', text: 'äöü' })).toBe(true);
    expect(collector.take({ type: 'delta', channel: 'text', text: 'a😀b' })).toBe(false);
    expect(collector.text('text')).toEqual({ kind: 'inline', text: 'äöüa' });
  });

  it('the timing track has at most 2,000 pairs, rises, and ends with the whole text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), (count) => {
        const track = createTimingTrack();
        for (let index = 1; index <= count; index += 1) track.add(index, index * 3);
        const pairs = track.pairs() ?? [];
        expect(pairs.length).toBeLessThanOrEqual(4_000);
        expect(pairs.slice(-2)).toEqual([count, count * 3]);
        const characters = pairs.filter((_value, index) => index % 2 === 0);
        expect(characters).toEqual([...new Set(characters)].sort((a, b) => a - b));
      }),
      { numRuns: 30 },
    );
  });
});
