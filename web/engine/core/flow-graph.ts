import type { FlowDocument, FlowEdge, FlowNode } from '#shared/graph/document.ts';
import { levelsOf, type Levels } from '#shared/graph/topology.ts';
import type { JsonObject } from '#shared/json.ts';
import { isContainer } from '#shared/run/plan.ts';
import { effectiveConfig } from '../../node-kit/effective-config.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import { takeOutSteps, type OwnSteps } from './own-steps.ts';
import type { NodeProblem } from '../api.ts';
import { nestGraph, type FlowBody, type StrayEdge } from './nest-graph.ts';
import { inputHandles, outputHandles } from './node-wiring.ts';

export interface GraphNode {
  readonly node: FlowNode;
  /** null = a type that this Weft does not know. */
  readonly definition: NodeDefinition | null;
  /** What counts of it: the form's fields, defaults filled in. */
  readonly config: JsonObject;
  /** Of a container: what it repeats. */
  readonly body?: FlowBody | undefined;
  /** Steps that it runs itself; they are no nodes of the graph. */
  readonly steps?: readonly GraphNode[] | undefined;
}

/** What of a document can be executed: groups and notes are left out, and threads that lead nowhere. */
export interface FlowGraph {
  /** In the document's order; the first of several nodes with one id. What is inside a container is in its body. */
  readonly nodes: readonly GraphNode[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** In the document's order. */
  readonly edges: readonly FlowEdge[];
  /** Indices into `edges` of the threads into each node, in order. */
  readonly inputs: readonly (readonly FlowEdge[])[];
  /** Threads that leave a container past its own ports. */
  readonly strays?: readonly StrayEdge[] | undefined;
  /** Steps that nodes were to run themselves, and cannot. */
  readonly stepProblems?: readonly NodeProblem[] | undefined;
}

/** O(nodes + edges). */
export function flowGraph(
  document: FlowDocument,
  definitions: ReadonlyMap<string, NodeDefinition>,
): FlowGraph {
  const own = takeOutSteps(document, definitions);
  if (own === null) return graphOf(document, definitions);
  return { ...graphOf(own.document, definitions, own.of), stepProblems: own.problems };
}

function graphOf(
  document: FlowDocument,
  definitions: ReadonlyMap<string, NodeDefinition>,
  stepsOf?: OwnSteps['of'],
): FlowGraph {
  const nodes: GraphNode[] = [];
  const indexOf = new Map<string, number>();
  let isNested = false;
  for (const node of document.nodes) {
    const definition = definitions.get(node.type) ?? null;
    if (definition?.kind === null || indexOf.has(node.id)) continue;
    indexOf.set(node.id, nodes.length);
    const config = definition ? effectiveConfig(definition, node.config) : node.config;
    const steps = stepsOf?.get(node.id);
    nodes.push(steps === undefined ? { node, definition, config } : { node, definition, config, steps });
    isNested ||= isContainer(definition?.kind);
  }
  if (isNested) return nestGraph(document, nodes, definitions);
  const sources = new Map<number, ReadonlyMap<string, unknown> | null>();
  const targets = new Map<number, ReadonlyMap<string, unknown> | null>();
  const edges: FlowEdge[] = [];
  const inputs: FlowEdge[][] = nodes.map(() => []);
  for (const edge of document.edges) {
    const source = indexOf.get(edge.source);
    const target = indexOf.get(edge.target);
    if (source === undefined || target === undefined) continue;
    if (!hasHandle(sources, nodes, source, edge.sourceHandle, outputHandles)) continue;
    if (!hasHandle(targets, nodes, target, edge.targetHandle, inputHandles)) continue;
    edges.push(edge);
    inputs[target]?.push(edge);
  }
  return { nodes, indexOf, edges, inputs };
}
/** Nodes of unknown type keep their threads: nothing is known of their handles. */
function hasHandle(
  known: Map<number, ReadonlyMap<string, unknown> | null>,
  nodes: readonly GraphNode[],
  index: number,
  handle: string,
  handlesOf: (definition: NodeDefinition, config: JsonObject) => ReadonlyMap<string, unknown>,
): boolean {
  let handles = known.get(index);
  if (handles === undefined) {
    const { definition, config } = nodes[index] ?? { definition: null, config: {} };
    handles = definition ? handlesOf(definition, config) : null;
    known.set(index, handles);
  }
  return handles === null || handles.has(handle);
}

/** Levels of the graph by its node indices, and one cycle if there is any. */
export function graphLevels(graph: FlowGraph, edges: readonly FlowEdge[] = graph.edges): Levels {
  return levelsOf({
    size: graph.nodes.length,
    edges: edges.map((edge) => [graph.indexOf.get(edge.source) ?? -1, graph.indexOf.get(edge.target) ?? -1]),
  });
}
