import { z } from 'zod/mini';

/** The flow's room, as far as a run's room has pictures from it. Nothing here rejects. */
export interface PictureKeeper {
  /** Sizes of those among these pictures that the flow keeps. */
  readonly sizes: (flowId: string, hashes: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  /** Null when the flow does not keep it, or does not answer. */
  readonly get: (flowId: string, hash: string) => Promise<Uint8Array | null>;
  /** False when the flow could not take it. */
  readonly put: (flowId: string, hash: string, bytes: Uint8Array) => Promise<boolean>;
}

/** A request to a flow's room in the relay's own name. */
export interface KeeperRequest {
  readonly flowId: string;
  readonly method: string;
  readonly path: string;
  readonly body: Uint8Array | null;
}

/** @param ask null or a rejection = the room could not be reached */
export function createPictureKeeper(
  ask: (request: KeeperRequest) => Promise<Response | null>,
): PictureKeeper {
  const asked = (request: KeeperRequest): Promise<Response | null> =>
    ask(request).then(
      (answer) => (answer?.ok === true ? answer : null),
      () => null,
    );
  return Object.freeze({
    async sizes(flowId: string, hashes: readonly string[]) {
      const body = new TextEncoder().encode(JSON.stringify({ hashes }));
      const answer = await asked({ flowId, method: 'POST', path: '/kept', body });
      const told: unknown = await answer?.json().catch(() => null);
      return new Map(sizesSchema.safeParse(told).data?.sizes ?? []);
    },
    async get(flowId: string, hash: string) {
      const answer = await asked({ flowId, method: 'GET', path: `/kept/${hash}`, body: null });
      const bytes = await answer?.arrayBuffer().catch(() => null);
      return bytes == null ? null : new Uint8Array(bytes);
    },
    async put(flowId: string, hash: string, bytes: Uint8Array) {
      return (await asked({ flowId, method: 'PUT', path: `/kept/${hash}`, body: bytes })) !== null;
    },
  });
}

const sizesSchema = z.object({ sizes: z.array(z.tuple([z.string(), z.number()])) });
