import { describe, expect, it } from 'vitest';
import { effectiveConfig } from '../../node-kit/effective-config.ts';
import { fieldProblems } from '../../node-kit/field-problems.ts';
import { fakeRun, TEST_PICTURE } from '../../node-kit/testing.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

const none = { wiredInputs: new Set<string>() };
const ownPicture = { ...TEST_PICTURE, name: 'harbour.jpg', width: 640, height: 480 };

describe('Image Input', () => {
  it('puts out its picture without a call, by hash, kind and bytes alone', async () => {
    const fake = fakeRun(definition, { config: { image: ownPicture } });
    expect(await run(fake.context)).toEqual({ image: TEST_PICTURE });
    expect(fake.calls).toEqual([]);
  });

  it('[ND4] asks for a picture before a run', () => {
    expect(fieldProblems(definition, {}, none)).toMatchObject([{ code: 'missing-input', field: 'image' }]);
    expect(fieldProblems(definition, { image: ownPicture }, none)).toEqual([]);
  });

  it.each(['data:image/png;base64,iVBORw0KGgo=', { blob: 'short' }, 7])(
    '[ND4] refuses %j before a run: no picture of Weft',
    (image) => {
      expect(fieldProblems(definition, { image }, none)).toMatchObject([
        { code: 'invalid-config', field: 'image' },
      ]);
    },
  );

  it('is the same picture under another name', () => {
    const renamed = { ...ownPicture, name: 'sea.jpg' };
    expect(effectiveConfig(definition, { image: renamed })).toEqual(
      effectiveConfig(definition, { image: ownPicture }),
    );
  });
});
