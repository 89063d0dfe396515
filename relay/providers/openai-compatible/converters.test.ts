import { describe, expect, it } from 'vitest';
import { convertMessages } from './convert-messages.ts';
import { mapFinishReason } from './map-finish-reason.ts';
import { mapUsage } from './map-usage.ts';
import { createChunkReader } from './read-chunk.ts';

describe('messages', () => {
  const image = { type: 'image', blob: 'h', mediaType: 'image/png' } as const;
  it('text alone is a plain string; pictures make parts', () => {
    const messages = convertMessages(
      [
        {
          role: 'system',
          content: [
            { type: 'text', text: 'a' },
            { type: 'text', text: 'b' },
          ],
        },
        { role: 'user', content: [{ type: 'text', text: 'see' }, image] },
      ],
      new Map([['h', 'QUJD']]),
      { pictureFormat: 'data-url' },
    );
    expect(messages).toEqual([
      { role: 'system', content: 'a\n\nb' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'see' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,QUJD' } },
        ],
      },
    ]);
  });
});

describe('finish reasons', () => {
  it.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['model_length', 'length'],
    ['content_filter', 'refusal'],
    ['sensitive', 'refusal'],
    ['tool_calls', 'tool-calls'],
    ['error', 'error'],
    ['network_error', 'error'],
    ['something_new', 'other'],
    ['constructor', 'other'],
  ])('%s is %s', (reason, expected) => {
    expect(mapFinishReason(reason)).toBe(expected);
  });
});

describe('usage', () => {
  it('counts what is there and nothing that is not', () => {
    expect(mapUsage({ prompt_tokens: 5, completion_tokens: 2 })).toEqual({ inputTokens: 5, outputTokens: 2 });
    expect(mapUsage({ prompt_tokens: 5 })).toBeNull();
  });
});

describe('chunks', () => {
  it('a refusal turns the end into a refusal', () => {
    const reader = createChunkReader();
    expect(reader.read({ choices: [{ delta: { refusal: 'No.' } }] })).toEqual([
      { type: 'delta', channel: 'text', text: 'No.' },
    ]);
    expect(reader.read({ choices: [{ delta: {}, finish_reason: 'stop' }] })).toEqual([
      { type: 'finished', reason: 'refusal' },
    ]);
  });

  it.each([[{ choices: 'none' }], ['text'], [null], [{ choices: [{ delta: { content: 7 } }] }]])(
    '%j is malformed',
    (chunk) => {
      expect(() => createChunkReader().read(chunk)).toThrow('provider-malformed');
    },
  );
});
