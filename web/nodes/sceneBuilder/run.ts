import { weftError, WeftFailure } from '#shared/run/errors.ts';
import { composeScene } from '../../node-kit/compose-scene.ts';
import type { NodeRunner } from '../../node-kit/types.ts';

/** No call. A choice that stands for nothing is told on the node and left out. */
export const run: NodeRunner = async (context) => {
  const { text, unknown } = composeScene(context.config);
  for (const { value } of unknown)
    context.warn(`Weft does not know the choice “${value}” and left it out. Pick another one from the list.`);
  if (text === '')
    throw new WeftFailure(
      weftError('nothing-selected', 'Nothing is selected. Choose at least one part of the scene.', {
        field: 'imageStyle',
      }),
    );
  return { text };
};
