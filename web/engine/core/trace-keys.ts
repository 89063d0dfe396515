import type { FlowDocument } from '#shared/graph/document.ts';
import { hashJson } from '#shared/hash.ts';
import type { ProviderDescription } from '#shared/protocol/providers.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import { cacheKey, type KeyedAmendment, type KeyedInput } from './cache-key.ts';
import { flowGraph, graphLevels, type FlowGraph } from './flow-graph.ts';
import { planNodeOf } from './planned-node.ts';

export interface TraceInput {
  readonly document: FlowDocument;
  readonly definitions: ReadonlyMap<string, NodeDefinition>;
  readonly providers: readonly ProviderDescription[];
  readonly demo: boolean;
  /** What a person asked for when running this node again; null mostly. */
  readonly amendmentOf?: (nodeId: string) => KeyedAmendment | null;
  /** The output that goes with this key; null = there is none, and nothing behind it can be known. */
  readonly outputHashOf: (nodeId: string, key: string) => string | null;
  /** Key and output of a node whose inputs cannot be known here; null mostly. */
  readonly knownOf?: (nodeId: string) => TracedKey | null;
}

export interface TracedKey {
  readonly cacheKey: string;
  readonly outputHash: string | null;
}

/**
 * Walks the document in topological order and gives each node the key that it has now, as far as the outputs before it
 * are known. Nodes on or behind a cycle, of unknown type, or behind an unknown output are missing. O(nodes + edges).
 */
export function traceKeys(input: TraceInput): ReadonlyMap<string, TracedKey> {
  const graph = flowGraph(input.document, input.definitions);
  const traced = new Map<string, TracedKey>();
  for (const index of graphLevels(graph).levels.flat()) {
    const item = graph.nodes[index];
    const made = item && planNodeOf(item, input.document.settings, input.providers, input);
    if (!item || !made) continue;
    const known = input.knownOf?.(item.node.id);
    if (known) {
      traced.set(item.node.id, known);
      continue;
    }
    const inputs = item.node.override === undefined ? keyedInputs(graph, index, traced) : [];
    if (inputs === null) continue;
    const amendment = input.amendmentOf?.(item.node.id) ?? null;
    const key = cacheKey(made.planned, amendment, inputs);
    const { override } = made.planned;
    const outputHash = override ? hashJson(override) : input.outputHashOf(item.node.id, key);
    traced.set(item.node.id, { cacheKey: key, outputHash });
  }
  return traced;
}

/**
 * Of each node a hash of its settings and of those of everything before it: from the document alone, without any output.
 * O(nodes + edges).
 */
export function basisOf(
  input: Pick<TraceInput, 'document' | 'definitions' | 'providers' | 'demo'>,
): (nodeId: string) => string | undefined {
  const traced = traceKeys({ ...input, outputHashOf: (_nodeId, key) => key });
  return (nodeId) => traced.get(nodeId)?.cacheKey;
}

function keyedInputs(
  graph: FlowGraph,
  index: number,
  traced: ReadonlyMap<string, { outputHash: string | null }>,
): KeyedInput[] | null {
  const inputs: KeyedInput[] = [];
  for (const edge of graph.inputs[index] ?? []) {
    const outputHash = traced.get(edge.source)?.outputHash;
    if (outputHash == null) return null;
    inputs.push({ sourceHandle: edge.sourceHandle, targetHandle: edge.targetHandle, outputHash });
  }
  return inputs;
}
