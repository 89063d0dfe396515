import { connectionMessageSchema } from '#shared/protocol/requests.ts';
import type { CallRequest } from '#shared/run/call.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { Grant } from '../core/grant.ts';
import type { RoomInput } from '../core/run-room.ts';
import { parseRequest } from '../storage/load-run.ts';
import type { RunStore } from '../storage/run-store.ts';
import { createReconnectCount } from './count-reconnects.ts';
import { createFrameLanes } from './frame-lanes.ts';
import { countOne } from './metrics.ts';
import type { PictureKeeper } from './picture-keeper.ts';
import { lookForPictures, type PictureLookPorts } from './picture-look.ts';
import { readFrame } from './read-frame.ts';

/** Turns a connection's frames into inputs, in their order, although some need something to be awaited first. */
export interface FrameIntake {
  take(connectionId: string, frame: unknown): void;
  forget(connectionId: string): void;
}

export interface FrameIntakePorts {
  readonly maxFrameBytes: number;
  readonly readToken: (token: string) => Promise<Grant | null>;
  readonly store: Pick<RunStore, 'blob' | 'blobStart'>;
  readonly keeper: Pick<PictureKeeper, 'sizes'>;
  readonly room: PictureLookPorts['room'];
  give(input: RoomInput): void;
}

export function createFrameIntake(ports: FrameIntakePorts): FrameIntake {
  const failed = (connectionId: string): RoomInput =>
    unreadable(connectionId, weftError('internal', 'Something went wrong. Try again.'));
  const lanes = createFrameLanes<RoomInput>({ give: (input) => ports.give(input), failed });
  const greeted = createReconnectCount();
  return Object.freeze({
    take: (connectionId: string, frame: unknown) =>
      lanes.take(connectionId, inputOf({ ...ports, greeted }, connectionId, frame)),
    forget: (connectionId: string) => lanes.forget(connectionId),
  });
}

function inputOf(
  { greeted, ...ports }: FrameIntakePorts & { readonly greeted: ReturnType<typeof createReconnectCount> },
  connectionId: string,
  frame: unknown,
): RoomInput | Promise<RoomInput> {
  const read = readFrame(frame, ports.maxFrameBytes);
  if ('error' in read) return unreadable(connectionId, read.error);
  const { value } = read;
  const hello = connectionMessageSchema.safeParse(value);
  if (hello.success && hello.data.type === 'hello') {
    const { token, protocol, clientId } = hello.data.data;
    greeted(clientId, connectionId);
    return ports.readToken(token).then((grant) => ({ type: 'hello', connectionId, protocol, grant }));
  }
  const hashes = requestBlobs([value]);
  const look = lookForPictures(ports, [value]);
  if (hashes.length === 0 && look === null) return { type: 'message', connectionId, value };
  return Promise.all([loadRequests(ports.store, hashes), look]).then(([requests, pictures]) => ({
    ...{ type: 'message', connectionId, value, requests },
    ...(pictures === null ? {} : { pictures }),
  }));
}

function unreadable(connectionId: string, error: WeftError): RoomInput {
  countOne('weft_frames_refused_total');
  return { type: 'unreadable', connectionId, error };
}

const HASH = /^[0-9a-f]{64}$/;

/** Hashes of the blobs that hold the requests of `call.start`s among these values, each once. */
export function requestBlobs(values: readonly unknown[]): readonly string[] {
  const hashes = values.flatMap((value) => {
    const command = value as { type?: unknown; data?: { request?: { blob?: unknown } } } | null;
    const hash = command?.type === 'call.start' ? command.data?.request?.blob : undefined;
    return typeof hash === 'string' && HASH.test(hash) ? [hash] : [];
  });
  return [...new Set(hashes)];
}

export async function loadRequests(
  store: Pick<RunStore, 'blob'>,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, CallRequest | null>> {
  const pairs = hashes.map(async (hash) => {
    const bytes = await store.blob(hash);
    return [hash, bytes && parseRequest(new TextDecoder().decode(bytes))] as const;
  });
  return new Map(await Promise.all(pairs));
}
