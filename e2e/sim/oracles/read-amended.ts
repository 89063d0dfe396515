import type { FactOf } from '#shared/run/events.ts';
import type { Plan } from '#shared/run/plan.ts';
import { containerOf, descendantsOf, iterationOf, type NodeReading, type RunRecord } from './run-record.ts';

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
  const body = containerOf(record, data.nodeId);
  if (body === null) return reopen(record, plan, data.nodeId);
  const { turn } = iterationOf(data.nodeId);
  const reached = new Set([iterationOf(data.nodeId).template]);
  for (const { id } of body.nodes) {
    const behind = nodes.get(`${id}@${turn}`);
    const isBehind = body.edges.some(({ source, target }) => target === id && reached.has(source));
    if (behind === undefined || !isBehind || behind.phase === 'pending') continue;
    reached.add(id);
    set(behind, 'pending', behind.round + 1);
  }
  openContainer(record, plan, body.container);
}

/** Its results are waited for again, in the same round; what was never begun because something failed waits too. */
function openContainer(record: RunRecord, plan: Plan, container: string): void {
  const node = record.nodes.get(container);
  if (node === undefined || node.phase === 'running') return;
  node.phase = 'running';
  for (const inside of nodesInside(record, container))
    if (inside.phase === 'skipped' && inside.isStopped === true) set(inside, 'pending', inside.round + 1);
  reopen(record, plan, container);
}

/** What stood on the old output waits again; what still waited has nothing behind it that did. */
function reopen(record: RunRecord, plan: Plan, nodeId: string): void {
  const { nodes } = record;
  const candidates = descendantsOf(plan, nodeId);
  const reached = new Set([nodeId]);
  for (const { id } of plan.nodes) {
    const node = nodes.get(id);
    const isBehind = plan.edges.some(
      ({ source, target }) => plan.nodes[target]?.id === id && reached.has(plan.nodes[source]?.id ?? ''),
    );
    if (node === undefined || !isBehind || !candidates.has(id) || node.phase === 'pending') continue;
    reached.add(id);
    set(node, 'pending', node.round + 1);
    closeIterations(record, id);
  }
}

function* nodesInside({ nodes, plan, iterations }: RunRecord, container: string): Generator<NodeReading> {
  const known = iterations.get(container);
  const body = plan?.bodies?.find((each) => each.container === container);
  for (let turn = 0; turn < (known?.most ?? 0); turn += 1)
    for (const { id } of body?.nodes ?? []) {
      const node = nodes.get(`${id}@${turn}`);
      if (node !== undefined) yield node;
    }
}

function closeIterations(record: RunRecord, container: string): void {
  for (const node of nodesInside(record, container)) {
    if (node.isOver === true) continue;
    set(node, 'skipped', node.round + 1);
    node.isOver = true;
  }
}

/** `dag.updated`: new nodes, and those of earlier rounds that are wanted again. */
export function readIterations(record: RunRecord, { data }: FactOf<'dag.updated'>): void {
  const { nodes, plan, iterations } = record;
  const { template, round, count, parallel = count } = data;
  const body = plan?.bodies?.find(({ container }) => container === template);
  const before = iterations.get(template);
  const container = nodes.get(template);
  const isOpen = container?.phase === 'running' && container.round === round;
  iterations.set(template, { round, count, parallel, most: Math.max(before?.most ?? 0, count) });
  for (let turn = 0; turn < count; turn += 1)
    for (const { id } of body?.nodes ?? []) {
      const node = nodes.get(`${id}@${turn}`);
      if (node === undefined)
        nodes.set(
          `${id}@${turn}`,
          isOpen ? { phase: 'pending', round: 0 } : { phase: 'skipped', round: 0, isOver: true },
        );
      else if (node.isOver === true && isOpen) {
        set(node, 'pending', node.round);
        node.isOver = false;
      }
    }
}

function set(node: NodeReading, phase: NodeReading['phase'], round: number): void {
  Object.assign(node, { phase, round, isStopped: false });
}
