import type { LogEntry } from '#shared/run/events.ts';
import type { PlanEdge } from '#shared/run/plan.ts';
import type { Witness } from './law-broken.ts';
import type { RunRecord } from './run-record.ts';

/** Branches: what hangs on the other way is left out and nothing else, and nothing runs that nothing comes into. */
export function checkBranch(witness: Witness, record: RunRecord, entry: LogEntry): void {
  const { plan } = record;
  if (entry.type !== 'execution.node.status' || !plan?.nodes.some(({ kind }) => kind === 'branch')) return;
  const { nodeId, round, status, reason } = entry.data;
  const node = record.nodes.get(nodeId);
  if (node?.phase !== 'pending' || node.round !== round) return;
  const index = plan.nodes.findIndex(({ id }) => id === nodeId);
  // Flows of the simulation have no branches inside of containers.
  if (index < 0) return;
  const edges = plan.edges.filter(({ target }) => target === index);
  const sources = edges.map(({ source }) => plan.nodes[source]?.id ?? '');
  if (isUnheard(record, sources, entry.at)) return;
  const ways = edges.map((edge) => wayOf(record, edge));
  // Someone sent a source back or left it out, and the host may not have heard of it when it said this.
  if (ways.includes('amended')) return;
  const isCut = ways.includes('cut') && !ways.includes('other') && cutsOff(record, index, edges, ways);
  if (status === 'running' && (isCut || ways.includes('other')))
    witness.broken('BR2', `${nodeId} starts, but ${ways.join(', ')} comes in (#${entry.seq})`);
  if (status === 'skipped' && (reason?.code === 'branch-not-taken') !== isCut)
    witness.broken(
      'BR1',
      `${nodeId} is skipped as ${reason?.code ?? '?'}: ${ways.join(', ')} (#${entry.seq})`,
    );
}

/** A host that has not heard of anything for longer than its lease is none any more. */
const UNHEARD_MS = 15_000;

/** Whether a person has said something of these nodes that the host may not know yet. */
function isUnheard({ entries }: RunRecord, nodeIds: readonly string[], at: number): boolean {
  return entries.some(
    (entry) =>
      entry.type === 'execution.node.amended' &&
      entry.at > at - UNHEARD_MS &&
      // A step of an iteration opens its container again.
      (nodeIds.includes(entry.data.nodeId) || entry.data.nodeId.includes('@')),
  );
}

type Way = 'live' | 'cut' | 'other' | 'amended';

/** Read from the end of the log: the last thing that it says of the source in its round. */
function wayOf({ entries, nodes, plan }: RunRecord, { source, sourceHandle }: PlanEdge): Way {
  const id = plan?.nodes[source]?.id ?? '';
  const node = nodes.get(id);
  const other = node === undefined || node.round === 0 ? 'other' : 'amended';
  if (node?.phase !== 'completed' && node?.phase !== 'skipped') return other;
  for (const { type, data } of entries.toReversed()) {
    if (!('nodeId' in data) || data.nodeId !== id) continue;
    // What was said of a round that never came, as leaving out what is done already, changes nothing.
    if (type === 'execution.node.amended' && data.round === node.round) return other;
    if (type === 'execution.node.status' && data.status === 'skipped' && data.round === node.round)
      return data.reason?.code === 'branch-not-taken' ? 'cut' : other;
    if (type === 'execution.node.completed' && data.round === node.round)
      return data.exit === undefined || data.exit === sourceHandle ? 'live' : 'cut';
  }
  return other;
}

function cutsOff(
  { plan }: RunRecord,
  index: number,
  edges: readonly PlanEdge[],
  ways: readonly Way[],
): boolean {
  if (ways.every((way) => way === 'cut')) return true;
  const needs = plan?.nodes[index]?.needs ?? [];
  return needs.some((handle) => {
    const into = ways.filter((_, at) => edges[at]?.targetHandle === handle);
    return into.length > 0 && into.every((way) => way === 'cut');
  });
}
