import { LIMITS } from '#shared/protocol/limits.ts';
import { withPlan } from '#shared/run/hydrate.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { runPictures, type RunPicture } from '#shared/run/run-pictures.ts';
import { emptyRun } from '#shared/run/state.ts';
import type { RelayHttp } from '../adapters/relay-http.ts';

/** The pictures that stand in a run by its log up to now, whether it is followed or not. Reads the whole log, once. */
export async function picturesOfRun(
  http: Pick<RelayHttp, 'page' | 'getBlob'>,
  runId: string,
): Promise<readonly RunPicture[]> {
  const blobText = async (hash: string) => new TextDecoder().decode(await http.getBlob(runId, hash));
  let run = emptyRun(runId);
  for (let page = 0; page * LIMITS.entriesPerPage < LIMITS.entriesPerRun; page += 1) {
    const { entries, head } = await http.page(runId, page);
    run = foldEntries(run, await Promise.all(entries.map((entry) => withPlan(entry, blobText))));
    if (entries.length === 0 || (entries.at(-1)?.seq ?? head) >= head) break;
  }
  return runPictures(run);
}
