import { describe, expect, it } from 'vitest';
import { callRequest } from '../testing/harness.ts';
import { buildBody } from './build-body.ts';
import { convertMessages } from './convert-messages.ts';
import { fitSchema } from './fit-schema.ts';
import { createEventReader } from './read-event.ts';

const text = (value: string): { readonly type: 'text'; readonly text: string } => ({
  type: 'text',
  text: value,
});

describe('messages for Claude', () => {
  it('system apart, neighbours joined, a user first, pictures as base64', () => {
    const image = { type: 'image', blob: 'h', mediaType: 'image/jpeg' } as const;
    const converted = convertMessages(
      [
        { role: 'assistant', content: [text('Earlier.')] },
        { role: 'system', content: [text('One.')] },
        { role: 'user', content: [text('Look:'), text(''), image] },
        { role: 'user', content: [text('And?')] },
        { role: 'system', content: [text('Two.')] },
      ],
      new Map([['h', 'QUJD']]),
    );
    expect(converted).toEqual({
      system: 'One.\n\nTwo.',
      messages: [
        { role: 'user', content: [text('(begin)')] },
        { role: 'assistant', content: [text('Earlier.')] },
        {
          role: 'user',
          content: [
            text('Look:'),
            { type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: 'QUJD' } },
            text('And?'),
          ],
        },
      ],
    });
  });

  it('always sets max_tokens; new models think by themselves and take no temperature', () => {
    const body = buildBody(
      callRequest({ provider: 'claude', model: 'claude-sonnet-5-5', temperature: 0.9 }),
      { effort: 'low' },
      new Map(),
    );
    expect(body).toMatchObject({
      max_tokens: 12_288,
      thinking: { type: 'adaptive' },
      output_config: { effort: 'low' },
    });
    expect(body).not.toHaveProperty('temperature');
  });

  it('older models take a temperature up to 1, or a budget for thinking', () => {
    const request = callRequest({
      provider: 'claude',
      model: 'claude-haiku-4-5',
      temperature: 1.7,
      maxOutputTokens: 100,
    });
    expect(buildBody(request, {}, new Map())).toMatchObject({ temperature: 1, max_tokens: 100 });
    const thinking = buildBody(request, { thinking_budget: 2_000 }, new Map());
    expect(thinking).toMatchObject({
      max_tokens: 2_100,
      thinking: { type: 'enabled', budget_tokens: 2_000 },
    });
    expect(thinking).not.toHaveProperty('temperature');
  });
});

describe('schemas for Claude', () => {
  it('closes objects and drops bounds, but no member that is called like one', () => {
    const schema = {
      type: 'object',
      properties: {
        minimum: { type: 'number', minimum: 1 },
        list: { type: 'array', maxItems: 2, items: { type: 'object', properties: {} } },
      },
      required: ['minimum'],
    };
    expect(fitSchema(schema)).toEqual({
      type: 'object',
      properties: {
        minimum: { type: 'number' },
        list: { type: 'array', items: { type: 'object', properties: {}, additionalProperties: false } },
      },
      required: ['minimum'],
      additionalProperties: false,
    });
  });
});

describe('events of Claude', () => {
  it('the end is message_stop, its reason comes before', () => {
    const reader = createEventReader();
    expect(
      reader.read({
        type: 'message_delta',
        delta: { stop_reason: 'max_tokens' },
        usage: { output_tokens: 9 },
      }),
    ).toEqual([{ type: 'usage', usage: { inputTokens: 0, outputTokens: 9 } }]);
    expect(reader.read({ type: 'message_stop' })).toEqual([{ type: 'finished', reason: 'length' }]);
    expect(reader.read({ type: 'something_new', whatever: 1 })).toEqual([]);
    expect(() => reader.read('nonsense')).toThrow('provider-malformed');
  });
});
