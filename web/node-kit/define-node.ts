import type { NodeDefinition } from './types.ts';

type Defaulted = 'check' | 'keywords' | 'adapters' | 'model' | 'samples' | 'version';

/**
 * A definition with the usual rest filled in: version 1, no model, no adapters, no checks of its own. A node that uses
 * a model samples (equal inputs may give different results) unless it says otherwise.
 */
export function defineNode(
  parts: Omit<NodeDefinition, Defaulted> & Partial<Pick<NodeDefinition, Defaulted>>,
): NodeDefinition {
  const model = parts.model ?? null;
  return Object.freeze({
    version: 1,
    keywords: [],
    adapters: false,
    samples: model !== null,
    check: () => [],
    ...parts,
    model,
  });
}
