import type { NodeDefinition } from '../../node-kit/types.ts';
import { nodeName, type FlowLookups } from '../editing/lookups.ts';

/** What is known of a step by its id, whether it is there or not. */

/** null = it does not run, or its type is not known. */
export const kindAt = (lookups: FlowLookups, id: string): NodeDefinition['kind'] =>
  lookups.definitions.get(lookups.nodeById.get(id)?.type ?? '')?.kind ?? null;

/** For the middle of a sentence. */
export function nameAt(lookups: FlowLookups, id: string): string {
  const node = lookups.nodeById.get(id);
  return node === undefined ? 'step' : nodeName(lookups, node);
}
