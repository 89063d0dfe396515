import type { UsableOutput } from './compile.ts';
import { traceKeys, type TraceInput } from './trace-keys.ts';

/** Nodes whose stored output fits the document as it is: `lookup` answers a key with the hash of what is stored. */
export function usableOutputs(
  input: Omit<TraceInput, 'outputHashOf' | 'amendmentOf'> & {
    readonly lookup: (key: string) => string | null;
  },
): ReadonlyMap<string, UsableOutput> {
  const usable = new Map<string, UsableOutput>();
  const traced = traceKeys({ ...input, outputHashOf: (_nodeId, key) => input.lookup(key) });
  for (const [nodeId, { cacheKey, outputHash }] of traced)
    if (outputHash !== null) usable.set(nodeId, { cacheKey, outputHash });
  return usable;
}
