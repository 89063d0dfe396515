import { askModel } from '../../node-kit/ask-model.ts';
import { missingInput } from '../../node-kit/missing-input.ts';
import { requirePicture } from '../../node-kit/pictures.ts';
import type { NodeRunner } from '../../node-kit/types.ts';
import { replaceInPictureWish, replaceInTextWish } from './prompt.ts';

/** One call: a rewrite of the text that came in, or, without one, a prompt from the picture. */
export const run: NodeRunner = async (context) => {
  const { guidance, inputs } = context;
  const { personas, text } = inputs;
  if (personas.length === 0)
    throw missingInput(
      'adapter-0',
      'No character came in. Look at the Consistent Character before this node.',
    );
  if (text.trim() !== '')
    return { text: await askModel(context, replaceInTextWish({ text, personas, guidance })) };
  const picture = requirePicture(context);
  return { text: await askModel(context, replaceInPictureWish({ picture, personas, guidance })) };
};
