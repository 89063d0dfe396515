import { describe, expect, it } from 'vitest';
import { arrives, fakeRun, TEST_PICTURE } from '../../node-kit/testing.ts';
import { definition } from './node.ts';
import { generateWish } from './prompt.ts';
import { run } from './run.ts';

describe('the prompt that generates', () => {
  it('[ND2] prompt, size and guidance reach the request', () => {
    const size = { width: 640, height: 480 };
    const wish = generateWish({ prompt: 'a lantern', size, guidance: 'less fog' });
    expect(wish).toEqual({
      prompt: 'a lantern\n\nless fog',
      size,
      purpose: { task: 'picture', subject: 'a lantern\n\nless fog', details: { size: '640x480' } },
    });
  });
});

describe('Image Generator', () => {
  it('makes a picture of what came in, and says of what', async () => {
    const fake = fakeRun(definition, {
      config: { prompt: 'unused' },
      arrivals: [arrives('a fox'), arrives('in snow')],
    });
    expect(await run(fake.context)).toEqual({ image: TEST_PICTURE, text: 'a fox\n\nin snow' });
    expect(fake.pictures).toHaveLength(1);
    expect(fake.pictures[0]).not.toHaveProperty('size');
  });

  it('uses its own prompt when nothing is connected', async () => {
    const fake = fakeRun(definition, { config: { prompt: ' a fox ', width: 320, height: 200 } });
    await run(fake.context);
    expect(fake.pictures[0]).toMatchObject({ prompt: 'a fox', size: { width: 320, height: 200 } });
  });

  it('[ND4] half a size is an error before the run, at the empty side', () => {
    const wiring = { wiredInputs: new Set<string>() };
    expect(definition.check({ width: 320 }, wiring)).toMatchObject([{ field: 'height' }]);
    expect(definition.check({ height: 320 }, wiring)).toMatchObject([{ field: 'width' }]);
    expect(definition.check({ width: 1, height: 1 }, wiring)).toEqual([]);
  });

  it.each([
    ['nothing', '', 'missing-input'],
    ['far too much', 'x'.repeat(40_000), 'output-too-large'],
  ])('%s is refused before any call', async (_name, prompt, code) => {
    const fake = fakeRun(definition, { config: { prompt } });
    await expect(run(fake.context)).rejects.toMatchObject({ error: { code } });
    expect(fake.pictures).toEqual([]);
  });
});
