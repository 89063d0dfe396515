import type { UsableOutput } from './compile.ts';
import { traceKeys, type TraceInput } from './trace-keys.ts';

export interface StoredOutputs {
  readonly hashOf: (key: string) => string | null;
  /** Whether the bytes are there too. */
  readonly has: (key: string) => boolean;
}

/** Nodes whose stored output fits the document as it is. */
export function usableOutputs(
  input: Omit<TraceInput, 'outputHashOf' | 'amendmentOf'> & { readonly stored: StoredOutputs },
): ReadonlyMap<string, UsableOutput> {
  const { stored } = input;
  const usable = new Map<string, UsableOutput>();
  const traced = traceKeys({ ...input, outputHashOf: (_nodeId, key) => stored.hashOf(key) });
  for (const [nodeId, { cacheKey, outputHash }] of traced)
    if (outputHash !== null && stored.has(cacheKey)) usable.set(nodeId, { cacheKey, outputHash });
  return usable;
}
