import type { FlowDocument } from '#shared/graph/document.ts';
import type { ProviderDescription } from '#shared/protocol/providers.ts';
import { resolveModel, type ResolvedModel } from '../../engine/core/resolve-model.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';

/** Which providers a run of the whole flow would need. */
export interface ModelOutlook {
  /** Nodes that would call a model. */
  readonly calls: number;
  /** Providers of the plan that can be called now. */
  readonly ready: ReadonlySet<string>;
  readonly missing: ReadonlySet<string>;
}

export function modelOutlook(
  document: FlowDocument,
  definitions: ReadonlyMap<string, NodeDefinition>,
  providers: readonly ProviderDescription[],
): ModelOutlook {
  const ready = new Set<string>();
  const missing = new Set<string>();
  let calls = 0;
  for (const node of document.nodes) {
    const definition = definitions.get(node.type);
    if (definition === undefined || node.disabled || node.override !== undefined) continue;
    const resolved = resolveModel(node, definition, document.settings, providers, { demo: false });
    if (resolved === null) continue;
    calls += 1;
    (isCallable(resolved) ? ready : missing).add(resolved.provider);
  }
  return { calls, ready, missing };
}

function isCallable(resolved: ResolvedModel): boolean {
  return resolved.status === 'ready' || resolved.status === 'unknown-model';
}

/** While no provider of the plan has a key, a run uses the demo; one that has a key makes it a real run. */
export function usesDemo(outlook: ModelOutlook): boolean {
  return outlook.calls > 0 && outlook.ready.size === 0;
}
