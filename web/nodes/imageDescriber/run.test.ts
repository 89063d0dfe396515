import { describe, expect, it } from 'vitest';
import { fakeRun, TEST_PICTURE, textOf } from '../../node-kit/testing.ts';
import { definition } from './node.ts';
import { describeWish } from './prompt.ts';
import { run } from './run.ts';

const OTHER = { ...TEST_PICTURE, blob: 'b'.repeat(64) };

describe('the prompt that describes', () => {
  it('[ND2] picture, notes and guidance reach the message', () => {
    const wish = describeWish({ picture: TEST_PICTURE, notes: 'look at the hat', guidance: 'be brief' });
    const [picture] = wish.messages.at(-1)?.content ?? [];
    expect(picture).toEqual({ type: 'image', blob: TEST_PICTURE.blob, mediaType: 'image/png' });
    for (const part of ['look at the hat', 'be brief']) expect(textOf(wish, 'user')).toContain(part);
    expect(wish.purpose).toMatchObject({ task: 'describe', details: { notes: 'look at the hat' } });
  });
});

describe('Image Describer', () => {
  it('describes the picture that came in and passes it on', async () => {
    const fake = fakeRun(definition, {
      config: { image: { ...OTHER } },
      arrivals: [['image-in', { image: TEST_PICTURE, text: 'its prompt' }]],
      answers: ['A fox.'],
    });
    expect(await run(fake.context)).toEqual({ text: 'A fox.', image: TEST_PICTURE });
  });

  it('describes its own when nothing is connected', async () => {
    const fake = fakeRun(definition, { config: { image: { ...OTHER } } });
    expect(await run(fake.context)).toMatchObject({ image: OTHER });
  });

  it.each([
    ['no picture at all', {}],
    ['a data URL of another system', { image: 'data:image/png;base64,AAAA' }],
  ])('%s is an error before any call', async (_name, config) => {
    const fake = fakeRun(definition, { config, arrivals: [['image-in', { text: 'words only' }]] });
    await expect(run(fake.context)).rejects.toMatchObject({ error: { code: 'missing-input' } });
    expect(fake.calls).toEqual([]);
  });
});
