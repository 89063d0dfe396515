import { askModel } from '../../node-kit/ask-model.ts';
import { requireText } from '../../node-kit/missing-input.ts';
import { configText, type NodeRunner } from '../../node-kit/types.ts';
import { grammarWish } from './prompt.ts';

export const run: NodeRunner = async (context) => {
  const text = requireText(context);
  const style = configText(context.config, 'style');
  return { text: await askModel(context, grammarWish({ text, style, guidance: context.guidance })) };
};
