import type { NodeOutput } from '#shared/run/output.ts';
import { compareText } from '../../node-kit/judge/compare-text.ts';
import { judgeText } from '../../node-kit/judge/judge-text.ts';
import { mergeOutputs } from '../../node-kit/judge/merge-outputs.ts';
import { outputWords } from '../../node-kit/judge/output-words.ts';
import { requireText } from '../../node-kit/missing-input.ts';
import { configText, type NodeRunner, type RunContext } from '../../node-kit/types.ts';

/** Hands on what came in, at one of two exits. One call where a model is asked, else none. */
export const run: NodeRunner = (context) => {
  const output = mergeOutputs(context.inputs.at('text-in'));
  if (configText(context.config, 'compare') === 'ask') return judge(context, output);
  return goOn(output, compareText(outputWords(output), context.config));
};

const goOn = (output: NodeOutput, isSo: boolean): NodeOutput => ({
  ...output,
  exit: isSo ? 'yes-out' : 'no-out',
});

async function judge(context: RunContext, output: NodeOutput): Promise<NodeOutput> {
  const words = outputWords(output);
  return goOn(output, await judgeText(context, words === '' ? requireText(context) : words));
}
