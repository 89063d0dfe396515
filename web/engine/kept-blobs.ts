import { readPictureHeader } from '#shared/picture-header.ts';
import { toWeftError, weftError, WeftFailure } from '#shared/run/errors.ts';
import type { FlowPictures } from './flow-pictures.ts';
import type { RunBlobs } from './ports.ts';

export interface KeptBlobsPorts {
  readonly run: Pick<RunBlobs, 'put' | 'get'>;
  readonly flow: Pick<FlowPictures, 'here' | 'seen' | 'deliver'>;
}

/**
 * The blobs of a run with this browser's memory for pictures: what was seen once is not fetched again. Pictures lie with
 * the flow, once for all of its runs; texts and plans with the run. Texts are not kept here, the output cache has them.
 */
export function createKeptBlobs({ run, flow }: KeptBlobsPorts): RunBlobs {
  const get = async (hash: string): Promise<Uint8Array> => {
    const kept = await flow.here(hash);
    if (kept !== null) return kept;
    const bytes = await run.get(hash);
    if (readPictureHeader(bytes) !== null) await flow.seen(hash, bytes);
    return bytes;
  };
  return Object.freeze({
    get,
    put: (bytes: Uint8Array) => run.put(bytes),
    async keep(hash: string) {
      // A flow that is full must not stop a run: then the run keeps the picture itself.
      const isThere = await flow.deliver(hash).catch((caught: unknown) => {
        if (toWeftError(caught).code === 'pictures-full') return false;
        throw caught;
      });
      if (!isThere) await run.put(await get(hash).catch(asMissing));
    },
  });
}

function asMissing(caught: unknown): never {
  const error = toWeftError(caught);
  throw error.code === 'not-found' ? new WeftFailure(weftError('blob-missing', GONE)) : caught;
}

const GONE = 'A picture of this node is gone. Put it in again, or run the node that made it.';
