import type { LogEntry } from './events.ts';
import { toWeftError } from './errors.ts';
import { planSchema, type Plan } from './plan.ts';

/**
 * Puts a large plan back into `execution.started`, so that the fold (which does no I/O) can use it. Every reader of a
 * log calls it between reading and folding. Entries of other types come back as they are, and so does a plan whose bytes
 * are gone or are none: the fold knows such a run by its missing plan, and its host ends it.
 * @throws WeftFailure from loadBlobText, when they may be there and could not be read
 */
export async function withPlan(
  entry: LogEntry,
  loadBlobText: (hash: string) => Promise<string>,
): Promise<LogEntry> {
  if (entry.type !== 'execution.started' || entry.data.plan.kind === 'inline') return entry;
  const plan = await planAt(entry.data.plan.hash, loadBlobText);
  return plan === null ? entry : { ...entry, data: { ...entry.data, plan: { kind: 'inline', plan } } };
}

/** null = it is lost. */
async function planAt(hash: string, loadBlobText: (hash: string) => Promise<string>): Promise<Plan | null> {
  try {
    const text = await loadBlobText(hash);
    return planSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (caught) {
    if (caught instanceof SyntaxError || toWeftError(caught).code === 'not-found') return null;
    throw caught;
  }
}
