import { topologicalOrder } from '#shared/graph/topology.ts';
import { weftError } from '#shared/run/errors.ts';
import { iterationId, parseIterationId } from '#shared/run/iteration-id.ts';
import type { PlanBody, PlanNode } from '#shared/run/plan.ts';
import type { NodeAmendment, NodeProblem } from '../api.ts';
import type { FlowGraph, GraphNode } from './flow-graph.ts';
import { neededInputs } from './needed-inputs.ts';
import type { PlannedNode } from './planned-node.ts';

/** From what is inside containers to the bodies of a plan. */

/** A node inside a container that somebody asked to run, or to run in another way. */
export interface InnerFocus {
  readonly template: string;
  /** The one iteration that is meant; empty = all. */
  readonly path: readonly number[];
  /** Containers round it, the outermost first. */
  readonly around: readonly string[];
}

/** null = the node is in no container, or not there. */
export function innerFocus(graph: FlowGraph, nodeId: string): InnerFocus | null {
  if (graph.indexOf.has(nodeId)) return null;
  const direct = containersRound(graph, nodeId);
  if (direct !== null) return { template: nodeId, path: [], around: direct };
  const { template, path } = parseIterationId(nodeId);
  const around = path.length === 0 ? null : containersRound(graph, template);
  return around === null || around.length !== path.length ? null : { template, path, around };
}

function containersRound(graph: FlowGraph, nodeId: string): readonly string[] | null {
  if (graph.indexOf.has(nodeId)) return [];
  for (const { node, body } of graph.nodes) {
    const inner = body === undefined ? null : containersRound(body.graph, nodeId);
    if (inner !== null) return [node.id, ...inner];
  }
  return null;
}

/** Every node inside a container, those of containers in it included. */
export function nodesInside({ body }: GraphNode): readonly GraphNode[] {
  return body === undefined ? [] : body.graph.nodes.flatMap((each) => [each, ...nodesInside(each)]);
}

/** Ids of nodes in iterations are longer than those of their templates. */
const ID_CHARACTERS = 100 - '@'.length - 5 * '.99999'.length;

/** What is wrong with the inside of a container, apart from each node by itself. */
export function bodyProblems(container: GraphNode): NodeProblem[] {
  const { node, definition, body } = container;
  if (body === undefined || node.disabled === true || node.override !== undefined) return [];
  const name = node.label ?? definition?.title ?? node.type;
  const problem = (nodeId: string, code: 'missing-input' | 'invalid-config', message: string) => ({
    nodeId,
    error: weftError(code, message),
  });
  const { nodes } = body.graph;
  if (nodes.length === 0)
    return [
      problem(
        node.id,
        'missing-input',
        definition?.heldNodes === undefined
          ? `There is nothing inside “${name}”. Drag the steps into it that it repeats.`
          : `“${name}” is empty. Select steps on the canvas, then make a subflow of them.`,
      ),
    ];
  const { cycle } = topologicalOrder(indexed(body.graph));
  const long = nodes.find((each) => each.node.id.length > ID_CHARACTERS);
  return [
    ...cycle.map((at) => {
      const nodeId = nodes[at]?.node.id ?? node.id;
      const message = `Threads inside “${name}” run in a circle. Take one of them out.`;
      return { nodeId, error: weftError('cycle', message, { nodeIds: [nodeId] }) };
    }),
    ...(long === undefined
      ? []
      : [
          problem(
            long.node.id,
            'invalid-config',
            'The name inside the file of this node is too long to be repeated. Copy it and use the copy.',
          ),
        ]),
    ...nodes.flatMap(bodyProblems),
  ];
}

/** Threads that leave a container past its own ports. */
export function strayProblems({ strays = [] }: FlowGraph, nameOf: (nodeId: string) => string): NodeProblem[] {
  return strays.map(({ edge, container }) => {
    const message = `A thread leads out of “${nameOf(container)}” past its ports. Pull it from “${nameOf(container)}” itself.`;
    return { nodeId: edge.source, error: weftError('invalid-config', message) };
  });
}

const indexed = ({ nodes, edges, indexOf }: FlowGraph) => ({
  size: nodes.length,
  edges: edges.map(({ source, target }) => [indexOf.get(source) ?? -1, indexOf.get(target) ?? -1] as const),
});

export interface BodyTools {
  readonly plannedOf: (item: GraphNode) => PlannedNode | null;
  readonly placeOf: (nodeId: string) => Pick<PlanNode, 'position' | 'size'>;
  readonly hasBranches: boolean;
  readonly useCache: boolean;
  readonly focus: InnerFocus | null;
  readonly amendment: NodeAmendment | undefined;
}

/** The body of a container and of every one inside it. O(what is inside). */
export function compileBodies(container: GraphNode, tools: BodyTools): readonly PlanBody[] {
  const { node, body } = container;
  if (body === undefined || node.disabled === true || node.override !== undefined) return [];
  const { order } = topologicalOrder(indexed(body.graph));
  const items = order.flatMap((at) => body.graph.nodes[at] ?? []);
  const nodes = items.flatMap((item): PlanNode[] => {
    const made = tools.plannedOf(item);
    return made === null ? [] : [templateOf(made.planned, item, tools)];
  });
  const edges = body.edges.map(({ source, sourceHandle, target, targetHandle }) => ({
    ...{ source, sourceHandle, target, targetHandle },
  }));
  return [{ container: node.id, nodes, edges }, ...items.flatMap((item) => compileBodies(item, tools))];
}

function templateOf(planned: PlanNode, item: GraphNode, tools: BodyTools): PlanNode {
  const needs = tools.hasBranches ? neededInputs(item.definition, item.config) : {};
  const asked = askedFor(planned.id, tools);
  const mustRun = asked !== null || !tools.useCache || leavesMarkInside(item);
  return {
    ...{ ...planned, ...needs, ...tools.placeOf(planned.id) },
    policy: mustRun ? 'must-run' : 'may-reuse',
    ...asked,
  };
}

/** Whether somebody asked for this template, or for something inside it; and for which iteration of it. */
function askedFor(id: string, { focus, amendment }: BodyTools): Pick<PlanNode, 'at' | 'amendment'> | null {
  if (focus === null) return null;
  const depth = focus.template === id ? focus.around.length : focus.around.indexOf(id);
  if (depth < 1) return null;
  const at = focus.path.length === 0 ? {} : { at: iterationId(id, focus.path.slice(0, depth)) };
  if (focus.template !== id || amendment === undefined) return at;
  const { guidance = null, model = null } = amendment;
  return { ...at, amendment: { guidance, model } };
}

export const hasBranchInside = (item: GraphNode): boolean =>
  nodesInside(item).some(({ definition }) => definition?.kind === 'branch');

/** Whether running it is the point of something inside: then no stored output stands in for the container. */
export const leavesMarkInside = (item: GraphNode): boolean =>
  nodesInside(item).some(({ definition }) => definition?.leavesMark === true);
