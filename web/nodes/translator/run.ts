import { weftError, WeftFailure } from '#shared/run/errors.ts';
import { askModel } from '../../node-kit/ask-model.ts';
import { languageName } from '../../node-kit/languages.ts';
import { requireText } from '../../node-kit/missing-input.ts';
import { configText, type NodeRunner } from '../../node-kit/types.ts';
import { translateWish } from './prompt.ts';

/** One call, or none at all when no language is chosen. */
export const run: NodeRunner = async (context) => {
  const text = requireText(context);
  const code = configText(context.config, 'language').trim();
  if (code === '') return { text };
  const language = languageName(code);
  if (language === null)
    throw new WeftFailure(
      weftError('unknown-language', `Weft does not know the language “${code}”. Pick one from the list.`, {
        field: 'language',
      }),
    );
  return { text: await askModel(context, translateWish({ text, language, guidance: context.guidance })) };
};
