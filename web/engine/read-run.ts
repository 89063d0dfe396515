import { LIMITS } from '#shared/protocol/limits.ts';
import { withPlan } from '#shared/run/hydrate.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { emptyRun, type RunState } from '#shared/run/state.ts';
import type { RelayHttp } from '../adapters/relay-http.ts';

/**
 * A run folded from the relay's pages, whether it is followed or not: up to an entry, or all that is there by now.
 * @throws WeftFailure not-found, relay-unreachable
 */
export async function readRun(
  http: Pick<RelayHttp, 'page' | 'getBlob'>,
  runId: string,
  through: number = LIMITS.entriesPerRun,
): Promise<RunState> {
  const blobText = async (hash: string) => new TextDecoder().decode(await http.getBlob(runId, hash));
  let run = emptyRun(runId);
  for (let page = 0; page * LIMITS.entriesPerPage < through; page += 1) {
    const { entries, head } = await http.page(runId, page);
    const wanted = entries.filter(({ seq }) => seq <= through);
    run = foldEntries(run, await Promise.all(wanted.map((entry) => withPlan(entry, blobText))));
    if (entries.length === 0 || (entries.at(-1)?.seq ?? head) >= head) break;
  }
  return run;
}
