import type { FlowDocument, FlowEdge } from '#shared/graph/document.ts';
import { isContainer } from '#shared/run/plan.ts';
import { effectiveConfig } from '../../node-kit/effective-config.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import type { FlowGraph, GraphNode } from './flow-graph.ts';
import { addImpliedEdges } from './implied-edges.ts';
import { heldDocument } from './held-nodes.ts';
import { BORDER_HANDLE, inputHandles, outputHandles } from './node-wiring.ts';

/** What a container repeats. */
export interface FlowBody {
  /** Its nodes, and the threads between them alone. */
  readonly graph: FlowGraph;
  /** All threads inside, in the document's order: also from and to the container, and from nodes outside. */
  readonly edges: readonly FlowEdge[];
}

/** A thread from the inside of a container to somewhere outside, which could not know which iteration is meant. */
export interface StrayEdge {
  readonly edge: FlowEdge;
  readonly container: string;
}

interface Level {
  readonly nodes: GraphNode[];
  readonly local: FlowEdge[];
  readonly all: FlowEdge[];
}

interface Nest {
  readonly items: ReadonlyMap<string, GraphNode>;
  /** Containers round each node, the outermost first. */
  readonly around: ReadonlyMap<string, readonly string[]>;
  /** By container; '' = the flow itself. */
  readonly levels: ReadonlyMap<string, Level>;
}

const OUTSIDE = '';

/** The graph of a flow with containers: of each level its own, so that a container is one node of the level it is in. */
export function nestGraph(
  document: FlowDocument,
  drawn: readonly GraphNode[],
  definitions: ReadonlyMap<string, NodeDefinition>,
): FlowGraph {
  const held = heldDocument(drawn, definitions);
  const items = [...drawn, ...held.nodes.flatMap((node): GraphNode[] => itemsOf(node, definitions))];
  const nest = levelsOfNest(items, [...document.nodes, ...held.nodes]);
  const strays: StrayEdge[] = [];
  for (const edge of [...document.edges, ...held.edges]) place(edge, nest, strays);
  for (const [id, level] of nest.levels) {
    const container = nest.items.get(id);
    if (container !== undefined) addImpliedEdges(container, level);
  }
  return { ...graphOf(OUTSIDE, nest), strays };
}

function itemsOf(node: GraphNode['node'], definitions: ReadonlyMap<string, NodeDefinition>): GraphNode[] {
  const definition = definitions.get(node.type) ?? null;
  if (definition?.kind === null) return [];
  return [{ node, definition, config: definition ? effectiveConfig(definition, node.config) : node.config }];
}

function levelsOfNest(all: readonly GraphNode[], nodes: FlowDocument['nodes']): Nest {
  const items = new Map(all.map((item) => [item.node.id, item]));
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const levels = new Map<string, Level>([[OUTSIDE, { nodes: [], local: [], all: [] }]]);
  for (const { node, definition } of all)
    if (isContainer(definition?.kind)) levels.set(node.id, { nodes: [], local: [], all: [] });
  const around = new Map<string, readonly string[]>();
  for (const item of all) {
    const chain: string[] = [];
    const seen = new Set([item.node.id]);
    for (let at = item.node.parent; at !== undefined && !seen.has(at); at = parents.get(at)) {
      seen.add(at);
      if (levels.has(at)) chain.unshift(at);
    }
    around.set(item.node.id, chain);
    levels.get(chain.at(-1) ?? OUTSIDE)?.nodes.push(item);
  }
  return { items, around, levels };
}

/** Puts a thread into every level that it crosses: where it ends further inside, the container there waits for it. */
function place(edge: FlowEdge, nest: Nest, strays: StrayEdge[]): void {
  const { around, levels } = nest;
  const from = around.get(edge.source);
  const to = around.get(edge.target);
  if (from === undefined || to === undefined) return;
  // From a container's inner handle: it begins inside.
  const isItem = to.includes(edge.source);
  const isResult = from.includes(edge.target);
  if (!hasHandles(edge, nest, isItem, isResult)) return;
  const begin = isItem ? [...from, edge.source] : from;
  const end = isResult ? [...to, edge.target] : to;
  const left = begin.find((container, depth) => end[depth] !== container);
  if (left !== undefined) return void strays.push({ edge, container: left });
  for (let depth = begin.length; depth <= end.length; depth += 1) {
    const level = levels.get(end[depth - 1] ?? OUTSIDE);
    const inner = end[depth];
    const crossing = inner === undefined ? edge : { ...edge, target: inner, targetHandle: BORDER_HANDLE };
    if (level === undefined) return;
    level.all.push(crossing);
    if (depth === begin.length && !isItem && !isResult) level.local.push(crossing);
  }
}

function hasHandles(edge: FlowEdge, { items }: Nest, isItem: boolean, isResult: boolean): boolean {
  const source = items.get(edge.source);
  const target = items.get(edge.target);
  if (source === undefined || target === undefined) return false;
  const inside = ({ definition, config }: GraphNode) => definition?.inside?.(config);
  const hasSource =
    source.definition === null ||
    (isItem
      ? inside(source)?.outputs.some(({ id }) => id === edge.sourceHandle)
      : outputHandles(source.definition, source.config).has(edge.sourceHandle));
  const hasTarget =
    target.definition === null ||
    (isResult
      ? inside(target)?.inputs.some(({ id }) => id === edge.targetHandle)
      : inputHandles(target.definition, target.config).has(edge.targetHandle));
  return hasSource === true && hasTarget === true;
}

function graphOf(container: string, nest: Nest): FlowGraph {
  const level = nest.levels.get(container) ?? { nodes: [], local: [], all: [] };
  const nodes = level.nodes.map((item): GraphNode => {
    const inner = nest.levels.get(item.node.id);
    return inner === undefined
      ? item
      : { ...item, body: { graph: graphOf(item.node.id, nest), edges: inner.all } };
  });
  const indexOf = new Map(nodes.map(({ node }, index) => [node.id, index]));
  const inputs: FlowEdge[][] = nodes.map(() => []);
  for (const edge of level.local) inputs[indexOf.get(edge.target) ?? -1]?.push(edge);
  return { nodes, indexOf, edges: level.local, inputs };
}
