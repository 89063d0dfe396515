import type { PlanStep } from '../../../web/nodes/planner/plan.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { JsonObject } from '#shared/json.ts';
import { planIn } from '../relay/scripted-model.ts';
import type { Witness } from './law-broken.ts';
import { insideOf, iterationOf, plannedNode, type CallReading, type RunRecord } from './run-record.ts';

/** Planners: a plan that is one, looked at where it has to be, its steps one after another, and their results in order. */
export function checkPlanner(witness: Witness, record: RunRecord, entry: LogEntry): void {
  if (entry.type === 'dag.updated') return checkStep(witness, record, entry);
  if (entry.type === 'call.accepted') return checkAsked(witness, record, entry);
  if (entry.type === 'state.updated') return checkKept(witness, record, entry);
  if (entry.type === 'execution.node.completed') checkDone(witness, record, entry);
}

const isPlanner = (record: RunRecord, nodeId: string): boolean =>
  plannedNode(record, nodeId)?.type === 'planner';

/** The plan by which it goes now, as its model made it or as a person left it; null = none yet, or not to be known. */
function planOf(record: RunRecord, nodeId: string, round: number): readonly PlanStep[] | null {
  const answer = answerOf(record, nodeId, round);
  const edited = answer?.outcome === 'approve' ? answer.values : undefined;
  if (edited !== undefined) return stepsIn(edited);
  const last = madeBy(record, nodeId, round).at(-1);
  return last?.question == null ? null : planIn(last.question);
}

const stepsIn = ({ steps }: JsonObject): readonly PlanStep[] => steps as unknown as readonly PlanStep[];

const madeBy = ({ calls }: RunRecord, nodeId: string, round: number): readonly CallReading[] =>
  [...calls.values()].filter(
    (call) => call.nodeId === nodeId && call.round === round && call.end?.outcome === 'ok',
  );

function answerOf({ approvals }: RunRecord, nodeId: string, round: number) {
  const own = [...approvals.values()].filter((each) => each.nodeId === nodeId && each.round === round);
  return own.at(-1)?.answer ?? null;
}

function isReviewed(record: RunRecord, nodeId: string): boolean {
  const isAsked = plannedNode(record, nodeId)?.config['review'] !== false;
  return isAsked || record.plan?.approvals === 'after-planning';
}

/** A plan is asked for once more where the first answer was none, and no more. */
function checkAsked(
  witness: Witness,
  record: RunRecord,
  { data, seq }: Extract<LogEntry, { type: 'call.accepted' }>,
): void {
  const { nodeId, round, ordinal } = data;
  if (!isPlanner(record, nodeId)) return;
  const made = madeBy(record, nodeId, round);
  if (made.length > 1 || made.some(({ question }) => question !== null && planIn(question) !== null))
    witness.broken('AG10', `${nodeId}/${round} asks for a ${made.length + 1}th plan (#${seq}, ${ordinal})`);
}

/** Its steps begin when there is a plan, a person has approved it, and the step before is over. */
function checkStep(
  witness: Witness,
  record: RunRecord,
  { data, seq }: Extract<LogEntry, { type: 'dag.updated' }>,
): void {
  const { template: nodeId, round, count } = data;
  if (!isPlanner(record, nodeId)) return;
  const place = `step ${count} of ${nodeId}/${round} (#${seq})`;
  const steps = planOf(record, nodeId, round);
  const isKnown = madeBy(record, nodeId, round).at(-1)?.question !== null;
  if (isKnown && (steps === null || count > steps.length))
    witness.broken('AG9', `${place} begins, and there are ${steps?.length ?? 'no'} steps`);
  if (isReviewed(record, nodeId) && answerOf(record, nodeId, round)?.outcome !== 'approve')
    witness.broken('AG9', `${place} begins, and nobody has approved the plan`);
  const before = count < 2 ? [] : insideOf(record, nodeId, count - 2);
  const phases = before.map((id) => record.nodes.get(id)?.phase);
  if (phases.some((phase) => phase === 'pending' || phase === 'running'))
    witness.broken('AG9', `${place} begins before the one before it is over`);
  const stops = plannedNode(record, nodeId)?.config['onFail'] !== 'go-on';
  if (stops && before.length === 1 && phases[0] === 'failed')
    witness.broken('AG10', `${place} begins, and the one before it has failed`);
}

function checkKept(
  witness: Witness,
  record: RunRecord,
  { data, seq }: Extract<LogEntry, { type: 'state.updated' }>,
): void {
  const { nodeId, path, value } = data;
  if (!path.startsWith('plan/')) return;
  const round = record.nodes.get(nodeId)?.round ?? 0;
  const steps = planOf(record, nodeId, round);
  if (path !== `plan/${iterationOf(nodeId).template}`)
    witness.broken('AG9', `${nodeId} keeps its plan as ${path} (#${seq})`);
  if (steps !== null && JSON.stringify(value) !== JSON.stringify(steps))
    witness.broken('AG9', `${nodeId} keeps another plan than was made or approved (#${seq})`);
}

function checkDone(
  witness: Witness,
  record: RunRecord,
  { data, seq }: Extract<LogEntry, { type: 'execution.node.completed' }>,
): void {
  const { nodeId, round, source, output } = data;
  if (!isPlanner(record, nodeId) || (source !== 'call' && source !== 'local')) return;
  const steps = planOf(record, nodeId, round);
  const known = record.iterations.get(nodeId);
  if (steps === null || record.nodes.get(nodeId)?.round !== round) return;
  if (known?.round !== round || known.count !== steps.length)
    witness.broken('AG9', `${nodeId} is done after ${known?.count ?? 0} of ${steps.length} steps (#${seq})`);
  const made =
    output.kind === 'inline' ? (output.output.json as { steps: readonly PlanStep[] } | undefined) : undefined;
  const told = made?.steps.map(({ title, task }) => ({ title, task }));
  if (told !== undefined && JSON.stringify(told) !== JSON.stringify(steps))
    witness.broken('AG9', `${nodeId} puts out other steps than those of its plan (#${seq})`);
}
