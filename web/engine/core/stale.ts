import type { FlowDocument } from '#shared/graph/document.ts';
import type { ProviderDescription } from '#shared/protocol/providers.ts';
import { chunkedGet } from '#shared/run/chunked.ts';
import { ownerOf } from '#shared/run/grow-plan.ts';
import { parseIterationId } from '#shared/run/iteration-id.ts';
import type { Plan } from '#shared/run/plan.ts';
import type { PlanIndex } from '#shared/run/plan-index.ts';
import { nodeState } from '#shared/run/select.ts';
import type { NodeState, RunState } from '#shared/run/state.ts';
import { isLeftOut } from '#shared/run/threads.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import { staleTemplates } from './stale-templates.ts';
import { basisOf, traceKeys, type TracedKey } from './trace-keys.ts';

export interface StaleInput {
  readonly run: RunState;
  readonly document: FlowDocument;
  readonly definitions: ReadonlyMap<string, NodeDefinition>;
  readonly providers: readonly ProviderDescription[];
}

/**
 * Ids of completed nodes whose result no longer fits the document: their logged key differs from the one they have now,
 * or something before them is stale. From the log and the document alone, so that everybody sees the same marks.
 * O(nodes + edges).
 */
export function staleNodes(input: StaleInput): ReadonlySet<string> {
  const { run } = input;
  const plan = run.plan?.plan;
  if (plan === undefined) return new Set();
  const traced = traceKeys({
    ...input,
    demo: plan.demo,
    amendmentOf: (nodeId) => nodeState(run, nodeId)?.amendment ?? null,
    knownOf: fedKeys(input, plan),
    exitOf(nodeId, key) {
      const node = nodeState(run, nodeId);
      return node?.phase === 'completed' && fits(node, key) ? node.exit : undefined;
    },
    isLeftOut(nodeId) {
      const node = nodeState(run, nodeId);
      return node !== null && isLeftOut(node);
    },
    outputHashOf(nodeId, key) {
      const node = nodeState(run, nodeId);
      // A result under another key is stale, and what it fed cannot be known.
      return node?.phase === 'completed' && fits(node, key) ? node.outputHash : null;
    },
  });
  const stale = new Set<string>();
  const base = run.plan?.growth?.base ?? Infinity;
  const templates = plan.bodies && staleTemplates(plan.bodies, { ...input, demo: plan.demo });
  plan.nodes.forEach((planned, index) => {
    const node = chunkedGet(run.nodes, index);
    if (node?.phase !== 'completed' || node.cacheKey === null) return;
    if (index >= base) {
      const { template } = parseIterationId(planned.id);
      const outer = plan.nodes[outermost(run.plan, index)]?.id ?? '';
      if (templates?.has(template) === true || stale.has(outer)) stale.add(planned.id);
      return;
    }
    if (traced.get(planned.id)?.cacheKey !== node.cacheKey) stale.add(planned.id);
  });
  return stale;
}

/** The container of the flow itself in whose iterations a node stands; it comes before them. */
function outermost(plan: PlanIndex | null, index: number): number {
  let at = index;
  for (let owner = at; plan !== null && owner >= 0; owner = ownerOf(plan, at)) at = owner;
  return at;
}

/** A result without a key (a person had a hand in it) is the one that counts: it is what fed the nodes behind it. */
const fits = ({ cacheKey }: NodeState, key: string): boolean => cacheKey === null || cacheKey === key;

/** What fed a partial run: nothing before it is in the plan, so that its basis says whether its output still fits. */
function fedKeys(input: StaleInput, plan: Plan): (nodeId: string) => TracedKey | null {
  const fed = new Map(
    plan.nodes.flatMap((node) => (node.basis === undefined ? [] : [[node.id, node.basis] as const])),
  );
  if (fed.size === 0) return () => null;
  const basis = basisOf({ ...input, demo: plan.demo });
  return (nodeId) => {
    const known = fed.get(nodeId);
    const node = known === undefined || known !== basis(nodeId) ? null : nodeState(input.run, nodeId);
    return node?.phase === 'completed' && node.cacheKey !== null
      ? { cacheKey: node.cacheKey, outputHash: node.outputHash }
      : null;
  };
}
