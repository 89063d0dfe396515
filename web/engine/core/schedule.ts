import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { ownerOf } from '#shared/run/grow-plan.ts';
import { planNode } from '#shared/run/plan-index.ts';
import { isDeadThread, isLeftOut } from '#shared/run/threads.ts';
import type { DueRetry, Frontier } from './frontier.ts';
import { gateOf } from './iteration-counts.ts';
import type { RunGlance } from './run-glance.ts';

/** Wishes of the scheduler: they live for microseconds and are never stored. */
export type ScheduleCommand =
  | { readonly type: 'announce-graph' }
  | { readonly type: 'start-node'; readonly index: number; readonly round: number }
  /** The log says that it works, but no runner of this host does: run it again, its journal answers. */
  | { readonly type: 'resume-node'; readonly index: number; readonly round: number }
  | {
      readonly type: 'skip-node';
      readonly index: number;
      readonly round: number;
      readonly reason: WeftError;
    }
  | { readonly type: 'announce-retry'; readonly index: number; readonly retry: DueRetry }
  | { readonly type: 'retry-call'; readonly index: number; readonly retry: DueRetry }
  | {
      readonly type: 'finish-run';
      readonly outcome: 'ok' | 'with-failures';
      readonly outputs: readonly string[];
    }
  /** The run as a whole cannot go on. */
  | { readonly type: 'fail-run'; readonly error: WeftError };

/** Commands given at once; the rest follows when these have become facts. */
const COMMANDS_AT_ONCE = LIMITS.hostWindow;

/**
 * What is to be done now. Level-triggered: it looks at where the run stands, not at what happened, so that resuming
 * after a crash, taking over and going on are the same call; asked twice without new facts it answers the same.
 * `now` is relay time in ms. O(commands given).
 */
export function schedule(state: RunGlance, frontier: Frontier, now: number): readonly ScheduleCommand[] {
  if (state.phase !== 'running') return [];
  if (state.plan === null) return [{ type: 'fail-run', error: PLAN_LOST }];
  const { nodes, concurrency } = state.plan.plan;
  const free = Math.min(COMMANDS_AT_ONCE, concurrency - frontier.running.size + frontier.waiting.size);
  const isAnnounced = state.levelSizes.length > 0 || nodes.length === 0;
  if (isAnnounced && isUndisturbed(frontier) && free > 0 && frontier.ready.size > 0)
    return frontier.ready.first(free).map((index) => startOf(frontier, index));
  const commands: ScheduleCommand[] = [];
  if (!isAnnounced) commands.push({ type: 'announce-graph' });
  for (const index of frontier.unattended.first(COMMANDS_AT_ONCE))
    commands.push({ type: 'resume-node', index, round: roundOf(frontier, index) });
  retryCalls(state, frontier, now, commands);
  for (const index of frontier.doomed.first(COMMANDS_AT_ONCE))
    commands.push({
      type: 'skip-node',
      index,
      round: roundOf(frontier, index),
      reason: skipReason(state, frontier, index),
    });
  if (free > 0 && frontier.ready.size > 0)
    for (const index of frontier.ready.first(free)) commands.push(startOf(frontier, index));
  if (commands.length === 0 && state.counts.pending === 0 && state.counts.running === 0)
    commands.push(finishRun(state));
  return commands;
}

const PLAN_LOST = weftError(
  'plan-lost',
  'The plan of this run can no longer be read, so nobody can go on with it. Start it again.',
);

/** Whether starting nodes is all that there may be to do. */
const isUndisturbed = ({ unattended, doomed, retries }: Frontier): boolean =>
  unattended.size === 0 && doomed.size === 0 && retries.size === 0;

/** Relay time of the next retry after `now`; null = none waits. */
export function nextDueAt(frontier: Frontier, now: number): number | null {
  if (frontier.retries.size === 0) return null;
  let earliest: number | null = null;
  for (const retries of frontier.retries.values())
    for (const { dueAt } of retries)
      if (dueAt > now && (earliest === null || dueAt < earliest)) earliest = dueAt;
  return earliest;
}

const startOf = (frontier: Frontier, index: number): ScheduleCommand => ({
  type: 'start-node',
  index,
  round: roundOf(frontier, index),
});

const roundOf = (frontier: Frontier, index: number): number => frontier.rounds[index] ?? 0;

function retryCalls(state: RunGlance, frontier: Frontier, now: number, commands: ScheduleCommand[]): void {
  if (frontier.retries.size === 0) return;
  for (const [index, retries] of frontier.retries) {
    const announced = state.node(index)?.retry?.callId;
    for (const retry of retries) {
      if (retry.dueAt <= now) commands.push({ type: 'retry-call', index, retry });
      else if (announced !== retry.callId) commands.push({ type: 'announce-retry', index, retry });
    }
  }
}

/** Names the node at the root of it: what a skipped node was skipped for is handed down. */
function skipReason(state: RunGlance, frontier: Frontier, index: number): WeftError {
  const plan = state.plan?.plan;
  if ((frontier.blocked[index] ?? 0) === 0)
    return stopReason(state, frontier, index) ?? cutReason(state, index);
  const blocking = (state.plan?.inputs[index] ?? []).find((edge) => {
    const at = state.node(edge.source);
    return at !== undefined && (at.phase === 'failed' || (at.phase === 'skipped' && !isLeftOut(at)));
  });
  const source = blocking && plan?.nodes[blocking.source];
  const node = blocking && state.node(blocking.source);
  if (source === undefined || node === undefined)
    return weftError('upstream-failed', 'Skipped: something before it failed.');
  if (node.phase === 'skipped' && node.error?.nodeIds !== undefined && node.error.nodeIds.length > 0)
    return node.error;
  if (node.phase === 'skipped')
    return weftError('upstream-skipped', `Skipped, because “${source.label}” before it was skipped.`, {
      nodeIds: [source.id],
    });
  return weftError('upstream-failed', `Skipped, because “${source.label}” before it failed.`, {
    nodeIds: [source.id],
  });
}

/** Names the container that begins nothing more, because something in another of its iterations failed. */
function stopReason({ plan }: RunGlance, { iterations }: Frontier, index: number): WeftError | null {
  if (plan === null || iterations === null || gateOf(iterations, plan, index) !== 'stopped') return null;
  const container = plan.plan.nodes[ownerOf(plan, index)];
  const message = `Not begun, because something else in “${container?.label ?? ''}” failed.`;
  return weftError('iteration-stopped', message, { nodeIds: container === undefined ? [] : [container.id] });
}

/** Names the branch that went another way; handed down like the reasons of other skips. */
function cutReason(state: RunGlance, index: number): WeftError {
  for (const { source, sourceHandle } of state.plan?.inputs[index] ?? []) {
    const node = state.node(source);
    if (node === undefined || !isDeadThread(node, sourceHandle)) continue;
    if (node.error !== null) return node.error;
    const branch = state.plan?.plan.nodes[source];
    const message = `Left out, because “${branch?.label ?? ''}” went the other way.`;
    return weftError('branch-not-taken', message, { nodeIds: branch === undefined ? [] : [branch.id] });
  }
  return weftError('branch-not-taken', 'Left out, because a condition before it went the other way.');
}

/** Ids of at most this many characters in all, so that the entry stays far below its limit. */
const OUTPUT_ID_CHARACTERS = LIMITS.entryBytes / 4;

function finishRun(state: RunGlance): ScheduleCommand {
  const outputs: string[] = [];
  let characters = 0;
  const frozen = state.plan?.growth?.base ?? Infinity;
  state.plan?.successors.forEach((successors, index) => {
    if (successors.length > 0 || state.plan === null || index >= frozen) return;
    const { id } = planNode(state.plan.plan, index);
    characters += id.length;
    if (characters <= OUTPUT_ID_CHARACTERS) outputs.push(id);
  });
  return { type: 'finish-run', outcome: state.counts.failed > 0 ? 'with-failures' : 'ok', outputs };
}
