import type { LogEntry } from './events.ts';
import { planSchema } from './plan.ts';

/**
 * Puts a large plan back into `execution.started`, so that the fold (which does no I/O) can use it. Every reader of a
 * log calls it between reading and folding. Entries of other types come back as they are.
 * @throws WeftFailure `plan-lost` from loadBlobText when the bytes are gone; ZodError when they are no plan.
 */
export async function withPlan(
  entry: LogEntry,
  loadBlobText: (hash: string) => Promise<string>,
): Promise<LogEntry> {
  if (entry.type !== 'execution.started' || entry.data.plan.kind === 'inline') return entry;
  const text = await loadBlobText(entry.data.plan.hash);
  const plan = planSchema.parse(JSON.parse(text));
  return { ...entry, data: { ...entry.data, plan: { kind: 'inline', plan } } };
}
