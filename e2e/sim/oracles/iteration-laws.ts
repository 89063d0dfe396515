import type { FactOf, LogEntry } from '#shared/run/events.ts';
import type { Witness } from './law-broken.ts';
import { containerOf, iterationOf, plannedNode, type RunRecord } from './run-record.ts';

/** Node types that repeat what is inside them. */
export const CONTAINER_TYPES: readonly string[] = ['map', 'loop'];

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
  const most = planned?.type === 'loop' ? Number(planned.config['most']) : Infinity;
  if (count > most) witness.broken('LV4', `${place}, ${most} are allowed`);
}

function checkBegun(witness: Witness, record: RunRecord, nodeId: string, seq: number): void {
  const body = containerOf(record, nodeId);
  if (iterationOf(nodeId).turn === null) return;
  const node = record.nodes.get(nodeId);
  if (body === null || node === undefined)
    return witness.broken('IT1', `${nodeId} begins and is in no iteration (#${seq})`);
  const known = record.iterations.get(body.container);
  // Who sends a step of an ended iteration back opens that one beside the others.
  if (known === undefined || record.entries.some(({ type }) => type === 'execution.node.amended')) return;
  const open = new Set([iterationOf(nodeId).turn]);
  for (let turn = 0; turn < known.count; turn += 1) {
    const phases = body.nodes.map(({ id }) => record.nodes.get(`${id}@${turn}`)?.phase);
    const hasBegun = phases.some((phase) => phase !== 'pending');
    const isOver = phases.every((phase) => phase !== 'pending' && phase !== 'running');
    if (hasBegun && !isOver) open.add(turn);
  }
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
  const body = record.plan?.bodies?.find(({ container }) => container === nodeId);
  if (known?.round !== round || body === undefined || record.nodes.get(nodeId)?.round !== round) return;
  const turns = Array.from({ length: known.count }, (_, turn) => turn);
  const open = turns.find((turn) =>
    body.nodes.some(({ id }) => {
      const node = record.nodes.get(`${id}@${turn}`);
      return node?.isOver !== true && (node?.phase === 'pending' || node?.phase === 'running');
    }),
  );
  if (open !== undefined) witness.broken('IT1', `${nodeId} is done before its iteration ${open} (#${seq})`);
  if (plannedNode(record, nodeId)?.type !== 'map' || output.kind !== 'inline') return;
  const last = body.nodes.at(-1)?.id ?? '';
  const ends = turns.map((turn) => record.nodes.get(`${last}@${turn}`));
  const texts = turns.map((turn) => record.texts.get(`${last}@${turn}/${ends[turn]?.round}`));
  if (ends.some((end) => end?.phase !== 'completed') || texts.includes(undefined)) return;
  if (JSON.stringify(output.output.json) !== JSON.stringify(texts))
    witness.broken(
      'IT1',
      `${nodeId} puts out other results than its iterations made, or in another order (#${seq})`,
    );
}
