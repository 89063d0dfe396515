import type { FlowDocument } from '#shared/graph/document.ts';
import { isAdapterHandle } from '#shared/graph/handles.ts';
import { weftError } from '#shared/run/errors.ts';
import { effectiveConfig } from '../../node-kit/effective-config.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import type { NodeProblem } from '../api.ts';
import type { GraphNode } from './flow-graph.ts';

/**
 * Steps that other nodes run themselves (`NodeDefinition.stepsPort`): whatever a thread from such a port leads to is taken
 * out of the flow, for it runs when it is called and not when its turn comes.
 */
export interface OwnSteps {
  /** Without those steps and their threads. */
  readonly document: FlowDocument;
  /** By the node that runs them, in the order of its threads. */
  readonly of: ReadonlyMap<string, readonly GraphNode[]>;
  readonly problems: readonly NodeProblem[];
}

/** null = the flow has none. O(nodes + edges). */
export function takeOutSteps(
  document: FlowDocument,
  definitions: ReadonlyMap<string, NodeDefinition>,
): OwnSteps | null {
  const ports = new Map<string, string>();
  for (const { id, type } of document.nodes) {
    const port = definitions.get(type)?.stepsPort;
    if (port !== undefined) ports.set(id, port);
  }
  if (ports.size === 0) return null;
  const calls = document.edges.filter(({ source, sourceHandle }) => ports.get(source) === sourceHandle);
  if (calls.length === 0) return null;
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const taken = new Set(calls.map(({ target }) => target));
  const of = new Map<string, GraphNode[]>();
  for (const { source, target } of calls) {
    const node = nodes.get(target);
    const known = of.get(source) ?? [];
    if (node === undefined || known.some((step) => step.node.id === target)) continue;
    const definition = definitions.get(node.type) ?? null;
    const config = definition ? effectiveConfig(definition, node.config) : node.config;
    of.set(source, [...known, { node, definition, config }]);
  }
  return {
    document: {
      ...document,
      nodes: document.nodes.filter(({ id }) => !taken.has(id)),
      edges: document.edges.filter(({ source, target }) => !taken.has(source) && !taken.has(target)),
    },
    of,
    problems: problemsOf([...of.values()].flat(), document.edges, new Set(calls)),
  };
}

function problemsOf(
  steps: readonly GraphNode[],
  edges: FlowDocument['edges'],
  calls: ReadonlySet<FlowDocument['edges'][number]>,
): readonly NodeProblem[] {
  return steps.flatMap(({ node, definition }) => {
    const problem = (message: string): NodeProblem[] => [
      { nodeId: node.id, error: weftError('invalid-config', message) },
    ];
    if (definition !== null && !mayBeRun(definition))
      return problem('An agent cannot run this step itself. Take away the thread from its “may run”.');
    const other = edges.find(
      (edge) => !calls.has(edge) && (edge.source === node.id || edge.target === node.id),
    );
    if (other === undefined) return [];
    return problem('An agent runs this step itself and is told its result, so no other thread can touch it.');
  });
}

/** Steps with words in and words out, which run at once and for themselves. */
function mayBeRun({ kind, stepsPort, ports, model }: NodeDefinition): boolean {
  if (kind !== 'task' || stepsPort !== undefined || model?.kind === 'image') return false;
  return ports({}).inputs.some(({ id, type }) => type !== 'image' && !isAdapterHandle(id));
}

/** Handles of a step that are filled when it is called: all of them, by its id. */
export function handlesGiven({
  node,
  definition,
  config,
}: GraphNode): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map([[node.id, new Set(definition?.ports(config).inputs.map(({ id }) => id))]]);
}
