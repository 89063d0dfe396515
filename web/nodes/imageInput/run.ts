import { requirePicture } from '../../node-kit/pictures.ts';
import type { NodeRunner } from '../../node-kit/types.ts';

/** No call: the picture as it was put in. */
export const run: NodeRunner = (context) => ({ image: requirePicture(context) });
