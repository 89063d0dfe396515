import type { FlowDocument } from '../../../shared/graph/document.ts';
import type { Plan, PlanNode } from '../../../shared/run/plan.ts';

/** The plan of a flow, without models: enough for following its run. */
export function planOf(flow: FlowDocument): Plan {
  const nodes = flow.nodes.map(({ id, type, version, label, config }): PlanNode => ({
    ...{ id, type, version, config, label: label ?? id },
    kind: 'task',
    model: null,
    policy: 'must-run',
    samples: true,
    disabled: false,
    override: null,
    feedKey: null,
  }));
  const places = new Map(nodes.map(({ id }, index) => [id, index]));
  const edges = flow.edges.map(({ source, sourceHandle, target, targetHandle }) => ({
    ...{ sourceHandle, targetHandle },
    source: places.get(source) ?? 0,
    target: places.get(target) ?? 0,
  }));
  return {
    ...{ planVersion: 1, flowId: flow.id, flowName: flow.name, nodes, edges },
    ...{ scope: { kind: 'all' }, demo: true, concurrency: 50, estimateMicroUsd: null },
  };
}
