import type { ApprovalMode, NodeAsks } from '#shared/graph/document.ts';
import type { ErrorCode } from '#shared/run/errors.ts';
import { WeftFailure } from '#shared/run/errors.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import type { PlanNode } from '#shared/run/plan.ts';
import { failNode, guidanceWith, skipNode } from '../node-kit/ask-people.ts';
import { NodeSkipped } from '../node-kit/node-skipped.ts';
import type { AskWish, NodeEffect } from '../node-kit/types.ts';
import type { RunnerContext } from './runner-context.ts';

/** Of the flow as a whole, or what a step says for itself. */
export type SupervisedMode = Exclude<ApprovalMode, 'custom' | 'after-planning'> | NodeAsks;

export interface SupervisedStep {
  readonly node: PlanNode;
  readonly context: RunnerContext;
  /** What its type does outside, beside asking a model. */
  readonly effect: NodeEffect | undefined;
}

/**
 * An approval mode round a runner: a person looks before a step, at what came out of it, or when it fails. What is asked
 * is an effect of the node like all others, numbered with them.
 */
export async function supervise(
  mode: SupervisedMode,
  step: SupervisedStep,
  run: () => NodeOutput | Promise<NodeOutput>,
): Promise<NodeOutput> {
  const { node, context } = step;
  switch (mode) {
    case 'each-step':
      if (node.model !== null || step.effect !== undefined) await askBefore(step);
      return run();
    case 'before':
      await askBefore(step);
      return run();
    case 'after':
      return askAbout(await run(), node, context);
    case 'on-error':
      return mended(node, context, run);
    default:
      return mode satisfies never;
  }
}

async function mended(
  node: PlanNode,
  context: RunnerContext,
  run: () => NodeOutput | Promise<NodeOutput>,
): Promise<NodeOutput> {
  try {
    return await run();
  } catch (caught) {
    if (caught instanceof WeftFailure && mayBeMended(caught)) await askAfter(node, context, caught);
    throw caught;
  }
}

const PLAIN = { kind: 'approval', images: [], form: null, mustExplain: false, deadline: null } as const;

/** What it is about to do, as a sentence; '' = nothing that leaves the run. */
function doing({ model }: PlanNode, effect: NodeEffect | undefined): string {
  if (model !== null) return `It asks ${model.model} of ${model.provider}. `;
  switch (effect) {
    case undefined:
      return '';
    case 'web':
      return 'It sends a request to a server of the web. ';
    case 'code':
      return 'It runs code that somebody wrote for this flow. ';
    case 'file':
      return 'It writes a file. ';
    default:
      return effect satisfies never;
  }
}

/** @throws when the person says no */
async function askBefore({ node, context, effect }: SupervisedStep): Promise<void> {
  const wish: AskWish = {
    ...PLAIN,
    title: `Run “${node.label}”?`,
    message: `${doing(node, effect)}What you say goes into ${node.model === null ? 'the next' : 'its'} prompt.`,
    text: context.inputs.text,
    options: ['approve', 'reject', 'skip', 'abort'],
    answerers: 'editors',
  };
  const answer = await context.ask(wish);
  if (answer.outcome === 'reject') failNode(answer, 'Rejected');
  if (answer.outcome !== 'approve') skipNode(answer, 'Left out');
  context.hear(answer.feedback);
}

/** What came out, as a person lets it go on. @throws when the person does not, or wants it otherwise */
async function askAbout(output: NodeOutput, node: PlanNode, context: RunnerContext): Promise<NodeOutput> {
  const { text = '', image } = output;
  const answer = await context.ask({
    ...PLAIN,
    title: `“${node.label}” is done`,
    message: 'Shall it go on like this? What you say goes into the next prompt.',
    text,
    images: image === undefined ? [] : [image],
    options: [
      'approve',
      'reject',
      ...(text === '' ? [] : (['edit'] as const)),
      'skip',
      'abort',
      'redo',
      'retry',
    ],
    answerers: 'editors',
    redoes: 'itself',
  });
  if (answer.outcome === 'reject') failNode(answer, 'Rejected');
  if (answer.outcome !== 'approve' && answer.outcome !== 'edit') skipNode(answer, 'Left out');
  const isEdited = answer.outcome === 'edit' && answer.text !== null;
  if (isEdited || answer.feedback !== null) context.changeByHand();
  return {
    ...output,
    ...(isEdited ? { text: answer.text } : {}),
    ...guidanceWith({ guidance: output.guidance ?? (node.model === null ? context.guidance : null) }, answer),
  };
}

/** What a person has decided, and what ends every runner, is no trouble to ask about. */
const DECIDED: readonly ErrorCode[] = [
  'rejected',
  'approval-expired',
  'aborted',
  'run-sealed',
  'stale-epoch',
  'nondeterministic-runner',
];

const mayBeMended = (failure: WeftFailure): boolean =>
  !(failure instanceof NodeSkipped) && !DECIDED.includes(failure.error.code);

/** To be tried again is written by the room: this round comes to nothing then. @throws when the branch is left out */
async function askAfter(node: PlanNode, context: RunnerContext, { error }: WeftFailure): Promise<void> {
  const answer = await context.ask({
    ...PLAIN,
    title: `“${node.label}” failed`,
    message: error.message,
    text: '',
    options: ['reject', 'skip', 'abort', 'redo', 'retry'],
    answerers: 'editors',
    redoes: 'itself',
  });
  if (answer.outcome === 'skip') skipNode(answer, 'Left out');
}
