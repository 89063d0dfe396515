import { askModel } from '../../node-kit/ask-model.ts';
import { requireText } from '../../node-kit/missing-input.ts';
import { SHORT_TEXT_CHARACTERS } from '../../node-kit/prompt.ts';
import type { NodeRunner } from '../../node-kit/types.ts';
import { compressWish } from './prompt.ts';

/** One call, or none when the text is short enough already. */
export const run: NodeRunner = async (context) => {
  const text = requireText(context);
  if (text.length <= SHORT_TEXT_CHARACTERS) return { text };
  return { text: await askModel(context, compressWish({ text, guidance: context.guidance })) };
};
