import { outputText } from '../../node-kit/merge.ts';
import { missingInput } from '../../node-kit/missing-input.ts';
import { configText, type NodeRunner } from '../../node-kit/types.ts';
import { separatorOf } from './separators.ts';

/** No call. Threads that brought no words leave no gap and no number. */
export const run: NodeRunner = async (context) => {
  const texts = context.inputs
    .at('text-in')
    .map(outputText)
    .filter((text) => text !== '');
  if (texts.length === 0)
    throw missingInput(
      'text-in',
      'The threads into “texts” brought no words. Look at the nodes before this one.',
    );
  const { config } = context;
  const separator = separatorOf(configText(config, 'separator'), configText(config, 'ownSeparator'));
  const numbered = config['numbered'] === true;
  return { text: texts.map((text, index) => (numbered ? `${index + 1}. ${text}` : text)).join(separator) };
};
