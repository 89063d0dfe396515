import type { FlowDocument, FlowEdge } from '#shared/graph/document.ts';
import { topologicalOrder } from '#shared/graph/topology.ts';
import { partialRun, type PartialRun, type RunScope } from '#shared/graph/traverse.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import type { ProviderDescription } from '#shared/protocol/providers.ts';
import { weftError } from '#shared/run/errors.ts';
import type { Plan, PlanEdge, PlanNode, RunPolicy } from '#shared/run/plan.ts';
import { fieldProblems } from '../../node-kit/field-problems.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import type { NodeAmendment, NodeProblem } from '../api.ts';
import { checkModel } from './check-model.ts';
import { estimatePlan } from './estimate-plan.ts';
import {
  bodyProblems,
  compileBodies,
  hasBranchInside,
  innerFocus,
  leavesMarkInside,
  nodesInside,
  strayProblems,
  type InnerFocus,
} from './compile-bodies.ts';
import { flowGraph, graphLevels, type FlowGraph, type GraphNode } from './flow-graph.ts';
import { handlesGiven } from './own-steps.ts';
import { neededInputs } from './needed-inputs.ts';
import { createPlaces } from './plan-places.ts';
import { planNodeOf, type PlannedNode } from './planned-node.ts';
import { basisOf } from './trace-keys.ts';

/** A node's stored output that fits the document as it is. */
export interface UsableOutput {
  readonly cacheKey: string;
  readonly outputHash: string;
}

export interface CompileInput {
  readonly document: FlowDocument;
  readonly definitions: ReadonlyMap<string, NodeDefinition>;
  readonly providers: readonly ProviderDescription[];
  readonly scope: RunScope;
  /** Every model call goes to the built-in demo. */
  readonly demo: boolean;
  /** False = what runs, runs; what feeds it still comes from the cache. */
  readonly useCache: boolean;
  readonly usable: ReadonlyMap<string, UsableOutput>;
  /** A person repeats one node in another way than the document says. */
  readonly amendment?: NodeAmendment | undefined;
  /** By type: further checks, where they have been loaded. */
  readonly checks?: ReadonlyMap<string, NodeDefinition['check']> | undefined;
}

export type CompileResult =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly problems: readonly NodeProblem[] };

/**
 * Freezes a document into a plan, or says everything that is wrong with it at once. Whatever can be known before the
 * first call is known here. O(nodes + edges).
 */
export function compileFlow(wish: CompileInput): CompileResult {
  const amended = withAmendedModel(wish);
  const graph = flowGraph(amended.document, amended.definitions);
  const focus = wish.scope.kind === 'all' ? null : innerFocus(graph, wish.scope.nodeId);
  const input = focus === null ? amended : { ...amended, scope: around(wish.scope, focus) };
  const problems: NodeProblem[] = [
    ...flowProblems(graph, input.scope),
    ...strayProblems(graph, nameIn(input.document)),
    ...(graph.stepProblems ?? []),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const cut = withoutOverridden(graph);
  const ids = graph.nodes.map(({ node }) => node.id);
  const parts = partialRun(ids, cut.edges, input.scope, new Set(input.usable.keys()));
  const wired = wiredHandles([...input.document.edges, ...graph.nodes.flatMap(threadsInside)]);
  const planned = new Map<string, PlannedNode>();
  for (const item of graph.nodes) {
    if (!parts.run.has(item.node.id) && !parts.feed.has(item.node.id)) continue;
    const made = plannedOf(item, input);
    if (made) planned.set(item.node.id, made);
    if (!parts.run.has(item.node.id)) continue;
    problems.push(...nodeProblems(item, made, wired, input.checks), ...bodyProblems(item));
    problems.push(...stepProblems(item, input));
    if (item.body === undefined || item.node.disabled === true || item.node.override !== undefined) continue;
    for (const inner of nodesInside(item)) {
      const found = nodeProblems(inner, plannedOf(inner, input), wired, input.checks);
      problems.push(
        ...found.map((problem) => seenAt(problem, inner, input.document)),
        ...stepProblems(inner, input),
      );
    }
  }
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, plan: { ...buildPlan(input, cut, parts, planned, focus), scope: wish.scope } };
}

/** What a container holds in its config is on no canvas: what is wrong there is said at the container. */
function seenAt(problem: NodeProblem, { node, definition }: GraphNode, { nodes }: FlowDocument): NodeProblem {
  const isDrawn = (id: string) => !id.includes('.') || nodes.some((drawn) => drawn.id === id);
  let at = node.id;
  while (!isDrawn(at)) at = at.slice(0, at.lastIndexOf('.'));
  if (at === node.id) return problem;
  const message = `Inside, at “${node.label ?? definition?.title ?? node.type}”: ${problem.error.message}`;
  return { nodeId: at, error: { ...problem.error, message } };
}

/** What is wrong with steps that the node runs itself. */
const stepProblems = ({ steps = [] }: GraphNode, input: CompileInput): NodeProblem[] =>
  steps.flatMap((step) => nodeProblems(step, plannedOf(step, input), handlesGiven(step), input.checks));

const plannedOf = (item: GraphNode, input: CompileInput): PlannedNode | null =>
  planNodeOf(item, input.document.settings, input.providers, input);

/** Who asks for a node inside a container asks for the container, of which the rest comes from the cache. */
const around = (scope: RunScope, focus: InnerFocus): RunScope =>
  scope.kind === 'all' ? scope : { ...scope, nodeId: focus.around[0] ?? scope.nodeId };

const nameIn =
  ({ nodes }: FlowDocument) =>
  (nodeId: string): string => {
    const node = nodes.find(({ id }) => id === nodeId);
    return node?.label ?? node?.type ?? nodeId;
  };

const threadsInside = ({ body }: GraphNode): readonly FlowEdge[] =>
  body === undefined ? [] : [...body.edges, ...body.graph.nodes.flatMap(threadsInside)];

/** Every handle that a thread ends in, also those that a node no longer has: its check says what to do with them. */
function wiredHandles(edges: readonly FlowEdge[]): Map<string, Set<string>> {
  const handles = new Map<string, Set<string>>();
  for (const { target, targetHandle } of edges) {
    const known = handles.get(target);
    if (known) known.add(targetHandle);
    else handles.set(target, new Set([targetHandle]));
  }
  return handles;
}

/** Another model for one node is resolved, checked and keyed as if the document named it. */
function withAmendedModel(input: CompileInput): CompileInput {
  const { amendment, document } = input;
  const model = amendment?.model;
  if (amendment === undefined || model === undefined) return input;
  const nodes = document.nodes.map((node) =>
    node.id === amendment.nodeId ? { ...node, config: { ...node.config, model: { ...model } } } : node,
  );
  return { ...input, document: { ...document, nodes } };
}

/** What is wrong with the flow as a whole. */
function flowProblems(graph: FlowGraph, scope: RunScope): NodeProblem[] {
  const whole = (code: 'too-many-nodes' | 'missing-input' | 'not-found', message: string): NodeProblem[] => [
    { nodeId: null, error: weftError(code, message) },
  ];
  if (graph.nodes.length === 0)
    return whole('missing-input', 'There is nothing to run yet. Add a node first.');
  const size = graph.nodes.reduce((sum, item) => sum + 1 + nodesInside(item).length, 0);
  if (size > LIMITS.nodesPerFlow)
    return whole(
      'too-many-nodes',
      `This flow has ${size} nodes; a run takes up to ${LIMITS.nodesPerFlow}. Split the flow.`,
    );
  if (scope.kind !== 'all' && !graph.indexOf.has(scope.nodeId))
    return whole('not-found', 'This node cannot be run: it is not there, or it is a group or a note.');
  const cycle = graphLevels(graph).cycle.flatMap((index) => graph.nodes[index] ?? []);
  if (cycle.length === 0) return [];
  const nodeIds = cycle.map(({ node }) => node.id);
  const names = cycle.map(({ node, definition }) => node.label ?? definition?.title ?? node.type);
  const shown =
    names.length > 8 ? [...names.slice(0, 8), `${names.length - 8} more`] : [...names, names[0] ?? ''];
  const error = weftError('cycle', `Threads run in a circle: ${shown.join(' → ')}. Take one of them out.`, {
    nodeIds: nodeIds.slice(0, 200),
  });
  return nodeIds.map((nodeId) => ({ nodeId, error }));
}

/** A node whose output was put in by hand needs none of its inputs. */
function withoutOverridden(graph: FlowGraph): FlowGraph {
  const overridden = (id: string) => {
    const index = graph.indexOf.get(id);
    return index !== undefined && graph.nodes[index]?.node.override !== undefined;
  };
  if (!graph.nodes.some(({ node }) => node.override !== undefined)) return graph;
  return {
    ...graph,
    edges: graph.edges.filter((edge) => !overridden(edge.target)),
    inputs: graph.inputs.map((edges, index) =>
      graph.nodes[index]?.node.override === undefined ? edges : [],
    ),
  };
}

const NO_HANDLES: ReadonlySet<string> = new Set();

function nodeProblems(
  item: FlowGraph['nodes'][number],
  made: PlannedNode | null,
  wired: ReadonlyMap<string, ReadonlySet<string>>,
  checks: CompileInput['checks'],
): NodeProblem[] {
  const { node, definition } = item;
  if (definition === null || made === null) {
    const message = `This Weft does not know nodes of type “${node.type}”. Take it out, or reload to get the newest version.`;
    return [{ nodeId: node.id, error: weftError('unknown-node-type', message) }];
  }
  if (node.override !== undefined) {
    if (made.planned.override !== null) return [];
    const message = 'The output put in by hand is not one that a node can have. Put it in again.';
    return [{ nodeId: node.id, error: weftError('invalid-config', message) }];
  }
  if (node.disabled) return [];
  const wiredInputs = wired.get(node.id) ?? NO_HANDLES;
  const errors = [...fieldProblems(definition, node.config, { wiredInputs })];
  const late = checks?.get(node.type);
  if (late) errors.push(...late(item.config, { wiredInputs }));
  const modelError = made.resolved && checkModel(made.resolved, node.config, definition.fields);
  if (modelError) errors.push(modelError);
  return errors.map((error) => ({ nodeId: node.id, error }));
}

/** `marked` = containers in which something has to run, whatever is stored of them. */
function policyOf(
  id: string,
  input: CompileInput,
  parts: PartialRun,
  marked: ReadonlySet<string>,
): RunPolicy {
  if (parts.feed.has(id)) return 'feed';
  if (marked.has(id)) return 'must-run';
  if (input.scope.kind !== 'all' && input.scope.nodeId === id) return 'must-run';
  return input.useCache ? 'may-reuse' : 'must-run';
}

function buildPlan(
  input: CompileInput,
  graph: FlowGraph,
  parts: PartialRun,
  planned: ReadonlyMap<string, PlannedNode>,
  focus: InnerFocus | null,
): Plan {
  const ids = [...planned.keys()];
  const position = new Map(ids.map((id, index) => [id, index]));
  const edges = graph.edges.filter((edge) => position.has(edge.source) && parts.run.has(edge.target));
  const at = (id: string, places: ReadonlyMap<string, number>) => places.get(id) ?? -1;
  const { order } = topologicalOrder({
    size: ids.length,
    edges: edges.map((edge) => [at(edge.source, position), at(edge.target, position)]),
  });
  const places = new Map(order.map((from, index) => [ids[from] ?? '', index]));
  const placeOf = createPlaces(input.document);
  const containers = graph.nodes.filter(({ node, body }) => body !== undefined && parts.run.has(node.id));
  const hasBranches =
    [...planned.values()].some((made) => made.planned.kind === 'branch') || containers.some(hasBranchInside);
  const { useCache, amendment } = input;
  const inside = { plannedOf: (item: GraphNode) => plannedOf(item, input), placeOf, hasBranches };
  const bodies = containers.flatMap((item) => compileBodies(item, { ...inside, useCache, focus, amendment }));
  const marked = new Set(containers.filter(leavesMarkInside).map(({ node }) => node.id));
  const nodeOf = planNodes(input, { graph, parts, marked, placeOf, hasBranches });
  const nodes = order.flatMap((from): PlanNode[] => {
    const made = planned.get(ids[from] ?? '');
    return made === undefined ? [] : [nodeOf(made.planned)];
  });
  const planEdges = edges.map((edge): PlanEdge => {
    const { sourceHandle, targetHandle } = edge;
    return { source: at(edge.source, places), sourceHandle, target: at(edge.target, places), targetHandle };
  });
  const { approvals, concurrency = LIMITS.callsPerRun } = input.document.settings;
  return {
    planVersion: 1,
    ...{ flowId: input.document.id, flowName: input.document.name },
    nodes,
    edges: planEdges,
    ...(bodies.length === 0 ? {} : { bodies }),
    scope: input.scope,
    demo: input.demo,
    concurrency,
    ...(approvals === undefined ? {} : { approvals }),
    estimateMicroUsd: estimatePlan(input, { nodes, edges: planEdges, bodies }, planned),
  };
}

interface PlanPlace {
  readonly graph: FlowGraph;
  readonly parts: PartialRun;
  /** Containers that run because something inside leaves a mark. */
  readonly marked: ReadonlySet<string>;
  readonly placeOf: ReturnType<typeof createPlaces>;
  readonly hasBranches: boolean;
}

/** What a planned node is in the plan: how it is run, what feeds it, what it needs, where it stands. */
function planNodes(
  input: CompileInput,
  { graph, parts, marked, placeOf, hasBranches }: PlanPlace,
): (planned: PlannedNode['planned']) => PlanNode {
  const basis = parts.feed.size > 0 ? basisOf(input) : () => undefined;
  const needsOf = (id: string) => {
    const item = graph.nodes[graph.indexOf.get(id) ?? -1];
    return item === undefined ? {} : neededInputs(item.definition, item.config);
  };
  return (planned) => {
    const { id } = planned;
    const policy = policyOf(id, input, parts, marked);
    const feedKey = policy === 'feed' ? (input.usable.get(id)?.cacheKey ?? null) : null;
    const fed = policy === 'feed' ? { basis: basis(id) } : {};
    const needs = hasBranches ? needsOf(id) : {};
    return { ...planned, ...fed, ...amendmentOf(id, input), ...needs, ...placeOf(id), policy, feedKey };
  };
}

/** Guidance is no part of the document: it travels in the plan, from where the fold hands it to the runner. */
function amendmentOf(nodeId: string, { amendment }: CompileInput): Pick<PlanNode, 'amendment'> {
  if (amendment?.nodeId !== nodeId || amendment.guidance === undefined) return {};
  return { amendment: { guidance: amendment.guidance, model: null } };
}
