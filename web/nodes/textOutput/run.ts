import { requireText } from '../../node-kit/missing-input.ts';
import type { NodeRunner } from '../../node-kit/types.ts';

export const run: NodeRunner = async (context) => ({ text: requireText(context) });
