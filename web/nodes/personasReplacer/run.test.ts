import { describe, expect, it } from 'vitest';
import { arrives, fakeRun, persona, TEST_PICTURE, textOf } from '../../node-kit/testing.ts';
import { definition } from './node.ts';
import { replaceInPictureWish, replaceInTextWish } from './prompt.ts';
import { run } from './run.ts';

const PERSONAS = [
  { name: 'Wren', description: 'eight years old, gap tooth' },
  { name: 'Ines', description: 'seventy, silver braid' },
];

describe('the prompts that replace', () => {
  it('[ND2] in a text: text, every character in order, and guidance reach the message', () => {
    const wish = replaceInTextWish({
      text: 'a girl and a woman',
      personas: PERSONAS,
      guidance: 'keep the rain',
    });
    for (const part of ['a girl and a woman', '1. Wren: eight', '2. Ines: seventy', 'keep the rain'])
      expect(textOf(wish, 'user')).toContain(part);
    expect(wish.purpose).toEqual({
      task: 'replace',
      subject: 'a girl and a woman',
      details: { personas: JSON.stringify(PERSONAS) },
    });
  });

  it('[ND2] in a picture: picture, characters from left to right, and guidance reach the message', () => {
    const wish = replaceInPictureWish({
      picture: TEST_PICTURE,
      personas: PERSONAS,
      guidance: 'keep the rain',
    });
    expect(wish.messages.at(-1)?.content[0]).toMatchObject({ type: 'image', blob: TEST_PICTURE.blob });
    for (const part of ['1. Wren: eight', '2. Ines: seventy', 'keep the rain'])
      expect(textOf(wish, 'user')).toContain(part);
    expect(textOf(wish, 'system')).toContain('from left to right');
  });

  it('one character takes the main place', () => {
    const wish = replaceInPictureWish({
      picture: TEST_PICTURE,
      personas: PERSONAS.slice(0, 1),
      guidance: null,
    });
    expect(textOf(wish, 'system')).toContain('main person');
  });
});

describe('Personas Replacer', () => {
  const ines = persona('Ines', 'seventy');

  it('rewrites a text that came in, without looking at a picture', async () => {
    const fake = fakeRun(definition, {
      arrivals: [ines, arrives('a woman'), ['image-in', { image: TEST_PICTURE }]],
    });
    expect(await run(fake.context)).toEqual({ text: 'answer' });
    expect(fake.calls[0]?.messages.at(-1)?.content.map(({ type }) => type)).toEqual(['text']);
  });

  it('looks at the picture when no text came in', async () => {
    const fake = fakeRun(definition, { arrivals: [ines, ['image-in', { image: TEST_PICTURE }]] });
    await run(fake.context);
    expect(fake.calls[0]?.messages.at(-1)?.content.map(({ type }) => type)).toEqual(['image', 'text']);
  });

  it.each([
    ['no character', [['image-in', { image: TEST_PICTURE }]]],
    ['neither text nor picture', [ines]],
  ] as const)('%s is an error before any call', async (_name, arrivals) => {
    const fake = fakeRun(definition, { arrivals: [...arrivals] });
    await expect(run(fake.context)).rejects.toMatchObject({ error: { code: 'missing-input' } });
    expect(fake.calls).toEqual([]);
  });

  it('[ND4] what is not connected is an error before the run', () => {
    const codes = (...handles: string[]) =>
      definition.check({}, { wiredInputs: new Set(handles) }).map(({ field }) => field);
    expect(codes()).toEqual(['adapter-0', 'image-in']);
    expect(codes('adapter-1', 'text-in')).toEqual([]);
    expect(codes('adapter-0', 'image-in')).toEqual([]);
  });
});
