import { hashJson } from '#shared/hash.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { Plan, PlanBranch, PlanNode } from '#shared/run/plan.ts';
import type { RunSummary } from '#shared/protocol/messages.ts';
import type { BranchWish } from '../../../web/engine/api.ts';
import type { Witness } from './law-broken.ts';
import { readEntry, type BlobText } from './read-entry.ts';
import { descendantsOf, newRunRecord, plannedNode, type RunRecord } from './run-record.ts';

/** What a log says of itself, so that it may be another's. */
export interface BranchParts {
  readonly witness: Witness;
  readonly records: ReadonlyMap<string, RunRecord>;
  readonly blob: BlobText;
}

/** Branches of runs: what they share with the run that was left is what stood there, and nothing is done for it. */
export function checkRunBranch(parts: BranchParts, record: RunRecord, entry: LogEntry): void {
  const { plan } = record;
  if (plan?.branch === undefined) return;
  const { witness } = parts;
  if (entry.type === 'execution.started') return checkPlan(parts, plan, plan.branch);
  if (entry.type === 'execution.node.completed') return checkOutput(parts, record, plan.branch, entry);
  if (entry.type === 'execution.node.failed') return checkFailure(witness, record, entry);
  if (!WORK.includes(entry.type) || !('nodeId' in entry.data)) return;
  const node = plannedNode(record, entry.data.nodeId ?? '');
  if (node?.kept !== undefined)
    witness.broken('RB1', `${entry.type} #${entry.seq} of ${node.id}, which is kept`);
}

const WORK: readonly LogEntry['type'][] = [
  'call.accepted',
  'file.created',
  'file.updated',
  'approval.requested',
  'agent.tool_call',
  'state.updated',
];

/** Read from the other log alone, up to the entry at which it was left. */
function checkPlan({ witness, records, blob }: BranchParts, plan: Plan, branch: PlanBranch): void {
  const left = records.get(branch.parent);
  if (left === undefined || left.entries.length < branch.seq)
    return witness.broken('RB1', `a branch leaves ${branch.parent} at #${branch.seq}, which is not there`);
  const then = newRunRecord(branch.parent);
  for (const entry of left.entries.slice(0, branch.seq)) readEntry(then, entry, '', blob);
  if (then.plan === null) return witness.broken('RB1', 'a branch leaves a run without a plan');
  const runs = reachOf(then, then.plan, branch.nodeId);
  const kept = new Map<string, PlanNode>(plan.nodes.map((node) => [node.id, node]));
  for (const node of then.plan.nodes)
    checkNode(witness, then, { node, now: kept.get(node.id), runs, branch });
  const strange = plan.nodes.filter(({ id }) => !then.plan?.nodes.some((node) => node.id === id));
  if (strange.length > 0) witness.broken('RB1', `a branch has steps that nobody ran: ${strange[0]?.id}`);
  checkThreads(witness, then.plan, plan, branch);
}

/** The step, what follows, and what these need and the run that is left does not have. */
function reachOf(then: RunRecord, plan: Plan, nodeId: string): ReadonlySet<string> {
  const runs = new Set([nodeId, ...descendantsOf(plan, nodeId)]);
  for (const id of runs)
    for (const { source, target } of plan.edges) {
      const before = plan.nodes[source]?.id ?? '';
      if (plan.nodes[target]?.id === id && then.nodes.get(before)?.phase !== 'completed') runs.add(before);
    }
  return runs;
}

interface Pair {
  readonly node: PlanNode;
  readonly now: PlanNode | undefined;
  readonly runs: ReadonlySet<string>;
  readonly branch: PlanBranch;
}

function checkNode(witness: Witness, then: RunRecord, { node, now, runs, branch }: Pair): void {
  const { id } = node;
  const reading = then.nodes.get(id);
  const isThere = runs.has(id) || reading?.phase === 'completed';
  if (now === undefined) {
    if (isThere) witness.broken(runs.has(id) ? 'RB3' : 'RB1', `${id} is missing in a branch`);
    return;
  }
  if (!isThere && reading?.phase !== 'skipped')
    witness.broken('RB3', `${id} is in a branch, ${reading?.phase}`);
  const hash = runs.has(id) || reading?.phase !== 'completed' ? undefined : hashAt(then, id, reading.round);
  if (now.kept !== hash || (hash !== undefined && now.policy !== 'feed'))
    witness.broken('RB1', `${id} is kept as ${now.kept}, had put out ${hash}`);
  if (runs.has(id) && now.policy === 'feed' && node.policy !== 'feed')
    witness.broken('RB3', `${id} follows from the step and does not run`);
  const isLeaf = id === branch.nodeId;
  const mayDiffer = isLeaf && branch.changes.some((change) => change === 'model' || change === 'settings');
  const settings = ({ config, model, kind, disabled }: PlanNode) =>
    JSON.stringify([config, model, kind, disabled]);
  if (!mayDiffer && settings(now) !== settings(node))
    witness.broken('RB2', `${id} has other settings in a branch than in the run that was left`);
  if (isLeaf) checkLeaf(witness, now, branch);
}

function checkLeaf(witness: Witness, node: PlanNode, { changes }: PlanBranch): void {
  const isByHand = changes.includes('output');
  if (node.policy !== 'must-run' && node.policy !== 'feed')
    witness.broken('RB1', `${node.id} may be answered from a cache, and the branch leaves there`);
  if (isByHand !== (node.override !== null))
    witness.broken(
      'RB2',
      `the branch changes ${changes.join()}, and its step has the output ${node.override}`,
    );
  if (changes.includes('guidance') && (node.amendment?.guidance ?? null) === null)
    witness.broken('RB2', `${node.id} has no guidance in a branch that gives some`);
}

function hashAt({ entries }: RunRecord, nodeId: string, round: number): string | undefined {
  for (const { type, data } of entries.toReversed())
    if (type === 'execution.node.completed' && data.nodeId === nodeId && data.round === round)
      return data.outputHash;
  return undefined;
}

/** Every thread between what is there is there, in its order; those of the step itself may have changed with its form. */
function checkThreads(witness: Witness, then: Plan, plan: Plan, { nodeId, changes }: PlanBranch): void {
  const isThere = new Set(plan.nodes.map(({ id }) => id));
  const threads = ({ nodes, edges }: Plan): string =>
    edges
      .map(
        ({ source, target, ...handles }) =>
          [nodes[source]?.id ?? '', nodes[target]?.id ?? '', handles] as const,
      )
      .filter(([from, to]) => isThere.has(from) && isThere.has(to))
      .filter(([, to]) => to !== nodeId || !changes.includes('output'))
      .filter(([from, to]) => !changes.includes('settings') || (from !== nodeId && to !== nodeId))
      .map((thread) => JSON.stringify(thread))
      .join();
  if (threads(then) !== threads(plan))
    witness.broken('RB2', 'a branch has other threads than the run that was left');
  if (JSON.stringify(then.bodies) !== JSON.stringify(plan.bodies))
    witness.broken('RB2', 'what a branch repeats is something else than in the run that was left');
}

function checkOutput(
  { witness, blob }: BranchParts,
  record: RunRecord,
  { nodeId: leaf, changes }: PlanBranch,
  { data, seq }: Extract<LogEntry, { type: 'execution.node.completed' }>,
): void {
  const { nodeId, source, outputHash, output } = data;
  const node = plannedNode(record, nodeId);
  if (node === undefined) return;
  const isKept = node.kept !== undefined && !nodeId.includes('@');
  if (isKept !== (source === 'parent')) witness.broken('RB1', `${nodeId} is done by ${source} (#${seq})`);
  if (isKept && outputHash !== node.kept)
    witness.broken('RB1', `${nodeId} has another output than in the run that was left (#${seq})`);
  if (nodeId === leaf && node.policy !== 'feed' && source === 'cache')
    witness.broken('RB1', `${nodeId} is answered from a cache, and the branch leaves there (#${seq})`);
  if (nodeId === leaf && changes.includes('output') && source !== 'manual')
    witness.broken('RB2', `${nodeId} is done by ${source}, and was put in by hand (#${seq})`);
  if (!isKept || output.kind === 'call') return;
  const text = output.kind === 'blob' ? blob(output.hash) : undefined;
  const made =
    output.kind === 'inline' ? output.output : text === undefined ? null : (JSON.parse(text) as object);
  if (made === null || hashJson(made) !== outputHash)
    witness.broken('RB1', `${nodeId} does not have the bytes of its hash (#${seq})`);
}

/** The run that was left may be out of reach for a while; it never lacks anything. */
function checkFailure(
  witness: Witness,
  record: RunRecord,
  { data, seq }: Extract<LogEntry, { type: 'execution.node.failed' }>,
): void {
  const node = plannedNode(record, data.nodeId);
  if (node?.kept === undefined || data.nodeId.includes('@') || data.error.retryable) return;
  witness.broken('RB1', `${data.nodeId} fails with ${data.error.code} and is kept (#${seq})`);
}

/** What somebody wished for is what the plan says. */
export function checkWish(witness: Witness, record: RunRecord | undefined, wish: BranchWish): void {
  const branch = record?.plan?.branch;
  const { parent, seq, nodeId, guidance, model, config, output } = wish;
  const wished = { output, guidance, model, settings: config };
  const changes = Object.entries(wished).flatMap(([change, value]) => (value === undefined ? [] : [change]));
  const said = [branch?.parent, branch?.seq, branch?.nodeId, branch?.changes];
  if (String(said) !== String([parent, seq, nodeId, changes]))
    witness.broken('RB2', `a branch says ${said}, wished was ${[parent, seq, nodeId, changes]}`);
  const leaf = record?.plan?.nodes.find(({ id }) => id === nodeId);
  for (const [key, value] of Object.entries(config ?? {}))
    if (leaf?.config[key] !== value)
      witness.broken('RB2', `${nodeId} does not have the ${key} that was wished for`);
  if (leaf !== undefined && leaf.model !== null && model !== undefined && leaf.model.model !== model.model)
    witness.broken('RB2', `${nodeId} has the model ${leaf.model.model}, wished was ${model.model}`);
}

/** The list of runs says of each where it comes from. */
export function checkList(
  witness: Witness,
  records: ReadonlyMap<string, RunRecord>,
  runs: readonly RunSummary[],
): void {
  for (const { runId, parent, branch } of runs) {
    const { plan } = records.get(runId) ?? { plan: null };
    if (plan === null) continue;
    const left = plan.branch;
    const label = plan.nodes.find(({ id }) => id === left?.nodeId)?.label;
    const said = left && { nodeId: left.nodeId, label, changes: left.changes };
    if (parent !== left?.parent || JSON.stringify(branch) !== JSON.stringify(said))
      witness.broken(
        'RB5',
        `the list says of ${runId} that it comes from ${parent} ${JSON.stringify(branch)}`,
      );
  }
}
