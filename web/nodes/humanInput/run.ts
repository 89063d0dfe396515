import { describeValues } from '#shared/forms/describe-values.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import { failNode, guidanceWith, skipNode, waitingOf } from '../../node-kit/ask-people.ts';
import { configText, type NodeRunner } from '../../node-kit/types.ts';
import { readSchema } from './schema.ts';

/** One question. Output: the values as JSON, and as lines of “Label: value” for prompts. */
export const run: NodeRunner = async (context) => {
  const { config, inputs } = context;
  const read = readSchema(configText(config, 'schema'));
  if (!read.ok) throw new WeftFailure(weftError('invalid-config', read.message, { field: 'schema' }));
  const answer = await context.ask({
    kind: 'form',
    title: configText(config, 'title'),
    message: configText(config, 'message'),
    ...{ text: inputs.text, images: [], form: read.schema, mustExplain: false },
    options: config['allowSkip'] === true ? ['submit', 'skip'] : ['submit'],
    ...waitingOf(config, { fail: 'reject', skip: 'skip', submit: 'submit' }),
  });
  switch (answer.outcome) {
    case 'submit': {
      const values = answer.values ?? {};
      return { text: describeValues(read.form, values), json: values, ...guidanceWith(context, answer) };
    }
    case 'skip':
      return skipNode(answer, 'Left out');
    default:
      return failNode(answer, 'Refused');
  }
};
