import { WeftFailure } from '#shared/run/errors.ts';
import { missingInput } from '../../node-kit/missing-input.ts';
import { parseTemplate, renderTemplate } from '../../node-kit/template-variables.ts';
import { configText, type NodeRunner } from '../../node-kit/types.ts';
import { variableValues } from '../../node-kit/variable-ports.ts';

/** No call: the text with its gaps filled. */
export const run: NodeRunner = async (context) => {
  const template = parseTemplate(configText(context.config, 'text'), 'text');
  if (template.problem !== null) throw new WeftFailure(template.problem);
  const text = renderTemplate(template, variableValues(template, context));
  if (text.trim() === '') throw missingInput('text', '“Text” is empty. Write the text to fill in.');
  return { text };
};
