import { askModel } from '../../node-kit/ask-model.ts';
import { injectPersonas } from '../../node-kit/inject-personas.ts';
import { missingInput } from '../../node-kit/missing-input.ts';
import { configText, type NodeRunner } from '../../node-kit/types.ts';
import { storyWish } from './prompt.ts';

/** One call, and a second one that gives the wired characters their looks. Text that comes in goes before the idea. */
export const run: NodeRunner = async (context) => {
  const upstream = context.inputs.text;
  const idea = upstream.trim() === '' ? configText(context.config, 'idea') : upstream;
  if (idea.trim() === '')
    throw missingInput('idea', '“Idea” is empty and no text came in. Write an idea or connect one.');
  const tags = configText(context.config, 'tags');
  const story = await askModel(context, storyWish({ idea, tags, guidance: context.guidance }));
  return { text: await injectPersonas(context, story) };
};
