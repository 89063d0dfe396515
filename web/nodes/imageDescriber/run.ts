import { askModel } from '../../node-kit/ask-model.ts';
import { requirePicture } from '../../node-kit/pictures.ts';
import { configText, type NodeRunner } from '../../node-kit/types.ts';
import { describeWish } from './prompt.ts';

/** One call to a model that sees. The picture goes on beside its description. */
export const run: NodeRunner = async (context) => {
  const picture = requirePicture(context);
  const notes = configText(context.config, 'notes');
  const text = await askModel(context, describeWish({ picture, notes, guidance: context.guidance }));
  return { text, image: picture };
};
