import type { JsonValue } from '#shared/json.ts';
import type { FactOf, LogEntry } from '#shared/run/events.ts';
import type { Witness } from './law-broken.ts';
import { containerOf, insideOf, iterationOf, plannedNode, type RunRecord } from './run-record.ts';

/** Node types that repeat what is inside them. */
export const CONTAINER_TYPES: readonly string[] = ['map', 'loop', 'planner', 'subflow'];

/** Containers: iterations in their order, no more open than may be, all over before their container, results in order. */
export function checkIterations(witness: Witness, record: RunRecord, entry: LogEntry): void {
  if (entry.type === 'dag.updated') return checkGrowth(witness, record, entry);
  if (entry.type === 'execution.node.status' && entry.data.status === 'running')
    return checkBegun(witness, record, entry.data.nodeId, entry.seq);
  if (entry.type === 'execution.node.completed') checkResults(witness, record, entry, entry.seq);
}

function checkGrowth(witness: Witness, record: RunRecord, entry: LogEntry & FactOf<'dag.updated'>): void {
  const { template, round, count } = entry.data;
  const node = record.nodes.get(template);
  const before = record.iterations.get(template);
  const planned = plannedNode(record, template);
  const place = `${template}/${round} with ${count} iterations (#${entry.seq})`;
  if (!CONTAINER_TYPES.includes(planned?.type ?? '')) witness.broken('IT1', `${place} is no container`);
  if (!record.starts.has(`${template}/${round}`)) witness.broken('IT1', `${place} has not begun`);
  if (node?.round === round && before?.round === round && count <= before.count)
    witness.broken('IT1', `${place} had ${before.count} before`);
  const { config = {}, type } = planned ?? {};
  const most = type === 'loop' ? config['most'] : type === 'planner' ? config['maxSteps'] : Infinity;
  if (count > Number(most)) witness.broken('LV4', `${place}, ${String(most)} are allowed`);
  if (type === 'subflow' && count > 1) witness.broken('SF1', `${place} goes round more than once`);
}

function checkBegun(witness: Witness, record: RunRecord, nodeId: string, seq: number): void {
  const { path } = iterationOf(nodeId);
  if (path.length === 0) return;
  const { container } = containerOf(record, nodeId) ?? { container: '' };
  const known = record.iterations.get(container);
  if (known === undefined || !record.nodes.has(nodeId))
    return witness.broken('IT1', `${nodeId} begins and is in no iteration (#${seq})`);
  // Who sends a step of an ended iteration back opens that one beside the others.
  if (record.entries.some(({ type }) => type === 'execution.node.amended')) return;
  const own = path.at(-1) ?? 0;
  const open = new Set([own]);
  let failed: string | undefined;
  let isFirst = true;
  for (let turn = 0; turn < known.count; turn += 1) {
    const ids = insideOf(record, container, turn);
    const phases = ids.map((id) => record.nodes.get(id)?.phase);
    const hasBegun = phases.some((phase) => phase !== 'pending' && phase !== 'skipped');
    const isOver = phases.every((phase) => phase !== 'pending' && phase !== 'running');
    if (hasBegun && !isOver) open.add(turn);
    failed ??= ids.find((_, index) => phases[index] === 'failed');
    isFirst &&= turn !== own || !hasBegun;
  }
  if (known.stops && failed !== undefined && isFirst)
    witness.broken('IT5', `${nodeId} begins, and ${failed} has failed (#${seq})`);
  if (open.size > known.parallel)
    witness.broken('IT3', `${nodeId} opens a ${open.size}th iteration of ${known.parallel} (#${seq})`);
}

/** Read from the end of the log: every iteration is over, and the list is theirs, one after another. */
function checkResults(
  witness: Witness,
  record: RunRecord,
  { data }: FactOf<'execution.node.completed'>,
  seq: number,
): void {
  const { nodeId, round, output } = data;
  const known = record.iterations.get(nodeId);
  if (known?.round !== round || record.nodes.get(nodeId)?.round !== round) return;
  const turns = Array.from({ length: known.count }, (_, turn) => insideOf(record, nodeId, turn));
  const isOpen = (id: string): boolean => {
    const node = record.nodes.get(id);
    return node?.isOver !== true && (node?.phase === 'pending' || node?.phase === 'running');
  };
  const open = turns.findIndex((ids) => ids.some(isOpen));
  if (open >= 0) witness.broken('IT1', `${nodeId} is done before its iteration ${open} (#${seq})`);
  if (plannedNode(record, nodeId)?.type !== 'map' || output.kind !== 'inline') return;
  const results = turns.map((ids) => resultOf(record, nodeId, ids));
  if (results.includes(undefined)) return;
  if (JSON.stringify(output.output.json) !== JSON.stringify(results))
    witness.broken(
      'IT1',
      `${nodeId} puts out other results than its iterations made, or in another order (#${seq})`,
    );
}

/** What the one node behind which nothing comes has made; null = it failed, undefined = that is not known here. */
function resultOf(record: RunRecord, container: string, ids: readonly string[]): JsonValue | undefined {
  const edges = record.plan?.bodies?.find(
    (body) => body.container === iterationOf(container).template,
  )?.edges;
  const isLast = (id: string): boolean => {
    const { template } = iterationOf(id);
    return (
      edges?.some(
        ({ source, target }) => source === template && target === iterationOf(container).template,
      ) ?? false
    );
  };
  const [last, ...others] = ids.filter(isLast);
  if (last === undefined || others.length > 0) return undefined;
  const node = record.nodes.get(last);
  if (node?.phase === 'failed') return null;
  const output = node?.phase === 'completed' ? record.outputs.get(`${last}/${node.round}`) : undefined;
  return output === undefined ? undefined : (output.json ?? output.text);
}
