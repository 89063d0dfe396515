import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import { failNode, skipNode } from '../../node-kit/ask-people.ts';
import { askModel } from '../../node-kit/ask-model.ts';
import { mergeText } from '../../node-kit/merge.ts';
import { missingInput } from '../../node-kit/missing-input.ts';
import { configText, type IterationResult, type NodeRunner, type RunContext } from '../../node-kit/types.ts';
import { MOST_STEPS, planSchema, type PlanStep } from './plan.ts';
import { planWish, stepItem } from './prompt.ts';
import { readPlan, stepsOf } from './read-plan.ts';

/**
 * One call for the plan, a second where it is none, a question to people, then the nodes inside once per step, each with
 * the results before it.
 */
export const run: NodeRunner = async (context) => {
  const own = configText(context.config, 'task').trim();
  const came = mergeText(context.inputs.at('text-in')).trim();
  if (own === '' && came === '') throw missingInput('task', '“Task” is empty. Write what is to be planned.');
  const [task, text] = own === '' ? [came, ''] : [own, came];
  const plan = await reviewed(context, await planFor(context, task, text));
  if (JSON.stringify(plan).length <= KEPT_CHARACTERS)
    context.agent.keep(
      `plan/${context.agent.name}`,
      plan.map((step) => ({ ...step })),
    );
  const results = await doSteps(context, { task, text }, plan);
  return outputOf(context, plan, results);
};

/** A plan that is longer is not kept: an entry of the log has 64 KiB. */
const KEPT_CHARACTERS = 16_000;

const maxSteps = ({ config }: RunContext): number => {
  const most = config['maxSteps'];
  return typeof most === 'number' ? Math.min(MOST_STEPS, Math.max(1, Math.round(most))) : 5;
};

/** @throws WeftFailure when the model makes no plan, asked twice */
async function planFor(context: RunContext, task: string, text: string): Promise<readonly PlanStep[]> {
  const asked = { task, text, maxSteps: maxSteps(context), guidance: context.guidance };
  let problem: string | null = null;
  for (const _ of [1, 2]) {
    const read = readPlan(await askModel(context, planWish({ ...asked, problem })), asked.maxSteps);
    if (read.ok) return read.steps;
    problem = read.problem;
  }
  throw new WeftFailure(
    weftError(
      'invalid-output',
      `The model made no plan, asked twice: ${problem ?? ''}. Say more plainly what is to be done, or take another model.`,
      { retryable: true },
    ),
  );
}

/** The plan as a person approves it. @throws where they reject it */
async function reviewed(context: RunContext, steps: readonly PlanStep[]): Promise<readonly PlanStep[]> {
  if (context.config['review'] === false && !context.agent.reviewsPlans) return steps;
  const answer = await context.ask({
    kind: 'approval',
    title: `The plan of “${context.agent.label}”`,
    message: 'Each step is done with the results of those before it. Change what should be different.',
    ...{ text: '', images: [], form: planSchema(maxSteps(context), steps), mustExplain: false },
    options: ['reject', 'skip', 'redo', 'approve'],
    ...{ deadline: null, answerers: 'links', redoes: 'itself' },
  });
  if (answer.outcome === 'approve') return answer.values === null ? steps : stepsOf(answer.values);
  if (answer.outcome === 'skip') return skipNode(answer, 'Left out');
  return failNode(answer, 'Rejected');
}

async function doSteps(
  context: RunContext,
  whole: { readonly task: string; readonly text: string },
  plan: readonly PlanStep[],
): Promise<readonly string[]> {
  const results: string[] = [];
  for (const [index, { title }] of plan.entries()) {
    context.progress(index, plan.length, `Step ${index + 1} of ${plan.length}: ${title}`);
    const [result] = await context.iterate([{ item: [stepItem(whole, plan, index, results)] }]);
    results.push(resultText(context, result, index, title));
  }
  return results;
}

/** @throws WeftFailure when the step failed and the form says to stop there */
function resultText(
  { config }: RunContext,
  result: IterationResult | undefined,
  index: number,
  title: string,
): string {
  if (result?.outcome === 'ok') return mergeText(result.outputs['result'] ?? []);
  const why = result?.error?.message ?? 'It brought nothing.';
  if (config['onFail'] !== 'go-on')
    throw new WeftFailure(weftError('upstream-failed', `Step ${index + 1}, “${title}”, failed: ${why}`));
  return `(This step failed: ${why})`;
}

function outputOf({ config }: RunContext, plan: readonly PlanStep[], results: readonly string[]): NodeOutput {
  const parts = plan.map(({ title }, index) => `## ${index + 1}. ${title}\n\n${results[index] ?? ''}`);
  const text = config['output'] === 'last' ? (results.at(-1) ?? '') : parts.join('\n\n');
  const steps = plan.map((step, index) => ({ ...step, result: results[index] ?? '' }));
  return { text, json: { steps } };
}
