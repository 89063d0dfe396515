import { askModel } from '../../node-kit/ask-model.ts';
import { injectPersonas } from '../../node-kit/inject-personas.ts';
import { requireText } from '../../node-kit/missing-input.ts';
import { configText, type NodeRunner } from '../../node-kit/types.ts';
import { enhanceWish } from './prompt.ts';

/** One call, and a second one that weaves the wired characters in. */
export const run: NodeRunner = async (context) => {
  const prompt = requireText(context);
  const notes = configText(context.config, 'notes');
  const enhanced = await askModel(context, enhanceWish({ prompt, notes, guidance: context.guidance }));
  return { text: await injectPersonas(context, enhanced) };
};
