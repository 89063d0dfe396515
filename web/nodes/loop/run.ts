import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import { compareText } from '../../node-kit/judge/compare-text.ts';
import { judgeText } from '../../node-kit/judge/judge-text.ts';
import { mergeOutputs } from '../../node-kit/judge/merge-outputs.ts';
import { outputWords } from '../../node-kit/judge/output-words.ts';
import { configText, type NodeRunner, type RunContext } from '../../node-kit/types.ts';

/** Of a value in the log: UTF-16 units. */
const NOTED_CHARACTERS = 2_000;

/** No call of its own, but where a model is asked whether it is done: then one each time. */
export const run: NodeRunner = async (context) => {
  const most = timesIn(context);
  let value = withGuidance(mergeOutputs(context.inputs.at('text-in')), context.guidance);
  for (let turn = 1; turn <= most; turn += 1) {
    const item = { value: [value], number: [{ text: String(turn) }] };
    const values = { value: outputWords(value).slice(0, NOTED_CHARACTERS), number: turn };
    const [result] = await context.iterate([item], { values });
    if (result?.outcome === 'failed')
      throw new WeftFailure(result.error ?? weftError('upstream-failed', 'A step inside failed.'));
    // A branch inside that leaves out what comes next ends the loop with what there is.
    if (result === undefined || result.outcome === 'left-out') return withoutExit(value);
    value = withGuidance(mergeOutputs(result.outputs['next'] ?? []), context.guidance);
    if (await isDone(context, value)) return withoutExit(value);
  }
  const message = `It was not done after ${most} times, the most that the form allows.`;
  if (configText(context.config, 'whenNever') === 'fail')
    throw new WeftFailure(
      weftError('never-done', `${message} Allow more, or ask for less.`, { field: 'most' }),
    );
  context.warn(`${message} What it had come to by then goes on.`);
  return withoutExit(value);
};

function timesIn({ config }: RunContext): number {
  const { most } = config;
  return typeof most === 'number' ? Math.min(LIMITS.loopTimes, Math.max(1, Math.floor(most))) : 10;
}

async function isDone(context: RunContext, value: NodeOutput): Promise<boolean> {
  const words = outputWords(value);
  if (configText(context.config, 'compare') !== 'ask') return compareText(words, context.config);
  return words !== '' && judgeText(context, words);
}

const withGuidance = (output: NodeOutput, guidance: string | null): NodeOutput =>
  guidance === null ? output : { ...output, guidance };

/** Where a branch inside went on is no news of the loop. */
function withoutExit({ exit: _exit, ...output }: NodeOutput): NodeOutput {
  return output;
}
