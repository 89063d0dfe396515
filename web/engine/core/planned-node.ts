import type { FlowSettings } from '#shared/graph/document.ts';
import type { ProviderDescription } from '#shared/protocol/providers.ts';
import { nodeOutputSchema, type NodeOutput } from '#shared/run/output.ts';
import type { PlanModel, PlanNode } from '#shared/run/plan.ts';
import { hashJson } from '#shared/hash.ts';
import { cacheKey } from './cache-key.ts';
import type { GraphNode } from './flow-graph.ts';
import type { FlowBody } from './nest-graph.ts';
import { resolveModel, type ResolvedModel } from './resolve-model.ts';

/** The model of a plan from what was resolved. */
function planModel(resolved: ResolvedModel): PlanModel {
  const { provider, model, temperature, maxOutputTokens, parameters } = resolved;
  return { provider, model, temperature, maxOutputTokens, parameters };
}

/** An output put in by hand; null = none, or one that is no output (compile reports it). */
export function overrideOf(node: GraphNode['node']): NodeOutput | null {
  if (node.override === undefined) return null;
  const parsed = nodeOutputSchema.safeParse(node.override);
  return parsed.success ? parsed.data : null;
}

export interface PlannedNode {
  /** As the plan holds it, with the policy of a full run. */
  readonly planned: PlanNode;
  /** null = the node calls no model. */
  readonly resolved: ResolvedModel | null;
}

/** A node as a plan made from this document would hold it. Nodes of unknown type have none. */
export function planNodeOf(
  { node, definition, config, steps, body }: GraphNode,
  settings: FlowSettings,
  providers: readonly ProviderDescription[],
  options: { readonly demo: boolean },
): PlannedNode | null {
  if (definition === null || definition.kind === null) return null;
  const resolved = resolveModel(node, definition, settings, providers, options);
  const inner =
    body === undefined ? null : digestOf(body, (item) => planNodeOf(item, settings, providers, options));
  const planned: PlanNode = {
    id: node.id,
    type: node.type,
    version: definition.version,
    kind: definition.kind,
    label: node.label ?? definition.title,
    config,
    model: resolved && planModel(resolved),
    policy: 'may-reuse',
    samples: definition.samples || inner?.samples === true,
    disabled: node.disabled ?? false,
    override: overrideOf(node),
    feedKey: null,
    ...(steps === undefined ? {} : { steps: plannedSteps(steps, settings, providers, options) }),
    ...(settings.approvals === 'custom' && node.asks !== undefined ? { asks: node.asks } : {}),
    ...(inner === null ? {} : { body: inner.digest }),
  };
  return { planned, resolved };
}

/** What counts of the inside of a container in its key, and whether equal items may give different results. */
function digestOf(
  { graph, edges }: FlowBody,
  plannedOf: (item: GraphNode) => PlannedNode | null,
): { readonly digest: string; readonly samples: boolean } {
  const made = graph.nodes.flatMap((item) => plannedOf(item)?.planned ?? []);
  const threads = edges.map(({ source, sourceHandle, target, targetHandle }) => [
    ...[source, sourceHandle, target, targetHandle],
  ]);
  return {
    digest: hashJson([made.map((node) => [node.id, cacheKey(node, null, [])]), threads]),
    samples: made.some(({ samples }) => samples),
  };
}

/** Steps that a node runs itself, as its plan holds them. */
function plannedSteps(
  steps: readonly GraphNode[],
  settings: FlowSettings,
  providers: readonly ProviderDescription[],
  options: { readonly demo: boolean },
): readonly PlanNode[] {
  return steps.flatMap((step) => planNodeOf(step, settings, providers, options)?.planned ?? []);
}
