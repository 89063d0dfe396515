import { runPictures, type RunPicture } from '#shared/run/run-pictures.ts';
import type { RelayHttp } from '../adapters/relay-http.ts';
import { readRun } from './read-run.ts';

/** The pictures that stand in a run by its log up to now, whether it is followed or not. Reads the whole log, once. */
export async function picturesOfRun(
  http: Pick<RelayHttp, 'page' | 'getBlob'>,
  runId: string,
): Promise<readonly RunPicture[]> {
  return runPictures(await readRun(http, runId));
}
