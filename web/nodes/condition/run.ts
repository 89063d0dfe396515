import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import { askModel } from '../../node-kit/ask-model.ts';
import { requireText } from '../../node-kit/missing-input.ts';
import { mergeText } from '../../node-kit/merge.ts';
import { configText, type NodeRunner, type RunContext } from '../../node-kit/types.ts';
import { compareText } from './compare.ts';
import { judgeWish } from './prompt.ts';

/** Hands on what came in, at one of two exits. One call where a model is asked, else none. */
export const run: NodeRunner = (context) => {
  const output = handedOn(context);
  if (configText(context.config, 'compare') === 'ask') return judge(context, output);
  return goOn(output, compareText(wordsOf(output), context.config));
};

const goOn = (output: NodeOutput, isSo: boolean): NodeOutput => ({
  ...output,
  exit: isSo ? 'yes-out' : 'no-out',
});

async function judge(context: RunContext, output: NodeOutput): Promise<NodeOutput> {
  const text = wordsOf(output) === '' ? requireText(context) : wordsOf(output);
  const question = configText(context.config, 'question');
  const answer = await askModel(context, judgeWish({ text, question, guidance: context.guidance }));
  const [, word] = /^[^\p{L}]*(yes|no)(?!\p{L})/iu.exec(answer) ?? [];
  if (word !== undefined) return goOn(output, word.toLowerCase() === 'yes');
  const message = `The model answered neither yes nor no, but “${answer.slice(0, 80)}”. Ask more plainly, or run the node again.`;
  throw new WeftFailure(weftError('invalid-output', message, { retryable: true, field: 'question' }));
}

/** One thread as it is; several become one text, with the first picture and the first JSON among them. */
function handedOn({ inputs }: RunContext): NodeOutput {
  const arrived = inputs.at('text-in');
  const [only] = arrived;
  if (arrived.length === 1 && only !== undefined) return only;
  const text = mergeText(arrived);
  const image = arrived.find((output) => output.image !== undefined)?.image;
  const json = arrived.find((output) => output.json !== undefined)?.json;
  return {
    ...(text === '' ? {} : { text }),
    ...(image === undefined ? {} : { image }),
    ...(json === undefined ? {} : { json }),
  };
}

/** What is looked at: its words, else its JSON as a text, where an empty list or object is nothing. */
function wordsOf(output: NodeOutput): string {
  const text = mergeText([output]);
  const { json } = output;
  if (text !== '' || json === undefined || json === null) return text;
  const isBare = typeof json === 'object' && Object.keys(json).length === 0;
  return isBare ? '' : typeof json === 'string' ? json : JSON.stringify(json);
}
