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
  /** Where a branch whose key this is goes on; null = at all its exits, undefined = nobody knows, nor what is behind it. */
  readonly exitOf?: (nodeId: string, key: string) => string | null | undefined;
  /** Whether the node was left out by a branch before it, where one has cut a thread into it. */
  readonly isLeftOut?: (nodeId: string) => boolean;
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
  const ways: Ways = { traced, exits: new Map(), leftOut: new Set() };
  for (const index of graphLevels(graph).levels.flat()) {
    const item = graph.nodes[index];
    const made = item && planNodeOf(item, input.document.settings, input.providers, input);
    if (!item || !made) continue;
    const known = input.knownOf?.(item.node.id);
    if (known) {
      traced.set(item.node.id, known);
      if (made.planned.kind === 'branch' && !made.planned.disabled)
        ways.exits.set(item.node.id, input.exitOf?.(item.node.id, known.cacheKey));
      continue;
    }
    const isGiven = item.node.override !== undefined;
    const inputs = isGiven ? [] : keyedInputs(graph, index, ways);
    if (inputs === null) continue;
    const isCut = !isGiven && inputs.length < (graph.inputs[index] ?? []).length;
    if (isCut && (inputs.length === 0 || input.isLeftOut?.(item.node.id) === true)) {
      ways.leftOut.add(item.node.id);
      continue;
    }
    const amendment = input.amendmentOf?.(item.node.id) ?? null;
    const key = cacheKey(made.planned, amendment, inputs);
    const { override } = made.planned;
    const outputHash = override ? hashJson(override) : input.outputHashOf(item.node.id, key);
    traced.set(item.node.id, { cacheKey: key, outputHash });
    if (made.planned.kind === 'branch' && !made.planned.disabled)
      ways.exits.set(item.node.id, override ? (override.exit ?? null) : input.exitOf?.(item.node.id, key));
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
  const traced = traceKeys({ ...input, outputHashOf: (_nodeId, key) => key, exitOf: () => null });
  return (nodeId) => traced.get(nodeId)?.cacheKey;
}

/** What has been found so far. */
interface Ways {
  readonly traced: ReadonlyMap<string, TracedKey>;
  /** Of branches; undefined = nobody knows. */
  readonly exits: Map<string, string | null | undefined>;
  readonly leftOut: Set<string>;
}

/** Of the threads that no branch has cut; null = something about them cannot be known. */
function keyedInputs(graph: FlowGraph, index: number, { traced, exits, leftOut }: Ways): KeyedInput[] | null {
  const inputs: KeyedInput[] = [];
  for (const edge of graph.inputs[index] ?? []) {
    if (leftOut.has(edge.source)) continue;
    const exit = exits.has(edge.source) ? exits.get(edge.source) : null;
    if (exit === undefined) return null;
    if (exit !== null && exit !== edge.sourceHandle) continue;
    const outputHash = traced.get(edge.source)?.outputHash;
    if (outputHash == null) return null;
    inputs.push({ sourceHandle: edge.sourceHandle, targetHandle: edge.targetHandle, outputHash });
  }
  return inputs;
}
