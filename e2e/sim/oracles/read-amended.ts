import type { FactOf } from '#shared/run/events.ts';
import { containerOf, insideOf, iterationOf, type NodeReading, type RunRecord } from './run-record.ts';

/** What people change, and what iterations come and go with it: docs/spec/iterations.md, "Rounds", by hand. */
export function amend(record: RunRecord, { data }: FactOf<'execution.node.amended'>): void {
  const { nodes, plan } = record;
  const node = nodes.get(data.nodeId);
  if (node === undefined || plan === null || data.round <= node.round || node.isOver === true) return;
  if (data.action === 'skip') {
    if (node.phase === 'completed' || node.phase === 'skipped') return;
    closeIterations(record, data.nodeId);
    return set(node, 'skipped', data.round);
  }
  if (node.phase === 'pending') return;
  closeIterations(record, data.nodeId);
  set(node, 'pending', data.round);
  reopen(record, data.nodeId);
  openContainers(record, data.nodeId);
}

/** Results are waited for again, in the same round; what was never begun because something failed waits too. */
function openContainers(record: RunRecord, nodeId: string): void {
  for (let at = containerOf(record, nodeId); at !== null; at = containerOf(record, at.container)) {
    const node = record.nodes.get(at.container);
    if (node === undefined || node.phase === 'running') return;
    node.phase = 'running';
    for (const [, inside] of nodesInside(record, at.container))
      if (inside.phase === 'skipped' && inside.isStopped === true) set(inside, 'pending', inside.round + 1);
    reopen(record, at.container);
  }
}

/** What stood on the old output waits again; what still waited has nothing behind it that did. */
function reopen(record: RunRecord, nodeId: string): void {
  const reached = new Set([nodeId]);
  for (const { id, sources } of beside(record, nodeId)) {
    const node = record.nodes.get(id);
    const isBehind = sources.some((source) => reached.has(source));
    if (node === undefined || !isBehind || reached.has(id) || node.phase === 'pending') continue;
    reached.add(id);
    set(node, 'pending', node.round + 1);
    closeIterations(record, id);
  }
}

/** All nodes of the same iteration, or of the plan, in their order, with those that they follow. */
function beside(
  record: RunRecord,
  nodeId: string,
): readonly { readonly id: string; readonly sources: readonly string[] }[] {
  const { plan } = record;
  if (plan === null) return [];
  const at = containerOf(record, nodeId);
  if (at === null)
    return plan.nodes.map(({ id }, index) => {
      const edges = plan.edges.filter(({ target }) => target === index);
      return { id, sources: edges.map(({ source }) => plan.nodes[source]?.id ?? '') };
    });
  const named = (id: string): string => `${id}@${iterationOf(nodeId).path.join('.')}`;
  return at.body.nodes.map(({ id }) => {
    const edges = at.body.edges.filter(({ target }) => target === id);
    return { id: named(id), sources: edges.map(({ source }) => named(source)) };
  });
}

function* nodesInside(record: RunRecord, container: string): Generator<readonly [string, NodeReading]> {
  const most = record.iterations.get(container)?.most ?? 0;
  for (let turn = 0; turn < most; turn += 1)
    for (const id of insideOf(record, container, turn)) {
      const node = record.nodes.get(id);
      if (node !== undefined) yield [id, node];
    }
}

function closeIterations(record: RunRecord, container: string): void {
  for (const [id, node] of nodesInside(record, container)) {
    if (node.isOver === true) continue;
    set(node, 'skipped', node.round + 1);
    node.isOver = true;
    closeIterations(record, id);
  }
}

/** `dag.updated`: new nodes, and those of earlier rounds that are wanted again. */
export function readIterations(record: RunRecord, { data }: FactOf<'dag.updated'>): void {
  const { nodes, iterations } = record;
  const { template, round, count, parallel = count, stops = false } = data;
  const before = iterations.get(template);
  const container = nodes.get(template);
  const isOpen = container?.phase === 'running' && container.round === round;
  if (before?.round === round && before.count >= count) return;
  iterations.set(template, { round, count, parallel, stops, most: Math.max(before?.most ?? 0, count) });
  for (let turn = 0; turn < count; turn += 1)
    for (const id of insideOf(record, template, turn)) {
      const node = nodes.get(id);
      if (node === undefined)
        nodes.set(id, isOpen ? { phase: 'pending', round: 0 } : { phase: 'skipped', round: 1, isOver: true });
      else if (node.isOver === true && isOpen) {
        set(node, 'pending', node.round);
        node.isOver = false;
      }
      // Whoever said so may have begun it before hearing that it is over.
      else if (node.isOver === true) set(node, 'skipped', node.round + 1);
    }
}

function set(node: NodeReading, phase: NodeReading['phase'], round: number): void {
  Object.assign(node, { phase, round, isStopped: false });
}
