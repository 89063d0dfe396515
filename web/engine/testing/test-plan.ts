import { canonicalJson } from '#shared/json.ts';
import type { Plan, PlanEdge, PlanNode } from '#shared/run/plan.ts';
import type { RunState } from '#shared/run/state.ts';

export function testPlanNode(id: string, more: Partial<PlanNode> = {}): PlanNode {
  return {
    id,
    type: 'echo',
    version: 1,
    kind: 'task',
    label: id,
    config: {},
    model: null,
    policy: 'may-reuse',
    samples: false,
    disabled: false,
    override: null,
    feedKey: null,
    ...more,
  };
}

export function testEdge(source: number, target: number, more: Partial<PlanEdge> = {}): PlanEdge {
  return { source, sourceHandle: 'text-out', target, targetHandle: 'text-in', ...more };
}

export function testPlan(
  nodes: readonly PlanNode[],
  edges: readonly PlanEdge[],
  more: Partial<Plan> = {},
): Plan {
  return {
    planVersion: 1,
    flowId: 'flow',
    flowName: 'Flow',
    nodes,
    edges,
    scope: { kind: 'all' },
    demo: true,
    concurrency: 8,
    estimateMicroUsd: null,
    ...more,
  };
}

/** Outputs of a run by node id, as canonical JSON hashes; for comparing runs. */
export function outputHashes(state: RunState): Readonly<Record<string, string | null>> {
  const hashes: Record<string, string | null> = {};
  state.plan?.plan.nodes.forEach((node, index) => {
    hashes[node.id] = state.nodes.chunks[Math.floor(index / 128)]?.[index % 128]?.outputHash ?? null;
  });
  return hashes;
}

/** Bytes of a JSON value as a blob of a run would hold it. */
export const jsonBytes = (value: unknown): Uint8Array => new TextEncoder().encode(canonicalJson(value));

/** A graph by indices. */
export interface Dag {
  readonly size: number;
  readonly edges: readonly (readonly [source: number, target: number])[];
}

/** A plan of `type` nodes in the shape of a DAG whose edges point forward. */
export function dagPlan(dag: Dag, node: Partial<PlanNode> = {}, more: Partial<Plan> = {}): Plan {
  const nodes = Array.from({ length: dag.size }, (_, index) => testPlanNode(`n${index}`, node));
  return testPlan(
    nodes,
    dag.edges.map(([source, target]) => testEdge(source, target)),
    more,
  );
}
