import { checkPicture } from '#shared/check-picture.ts';
import { hashBytes } from '#shared/hash.ts';
import type { UploadState } from '#shared/protocol/pictures.ts';
import type { WeftError } from '#shared/run/errors.ts';
import {
  broken,
  createPictureShelf,
  type OpenUpload,
  type PictureShelf,
} from '../core/flow/picture-shelf.ts';
import type { RoomLimits } from '../core/room-config.ts';
import { joinBytes } from '../storage/chunk-bytes.ts';
import type { PictureBytes, PictureStore } from '../storage/picture-store.ts';
import { loadOnce } from './load-once.ts';

export interface PictureDeskPorts {
  readonly store: PictureStore;
  readonly limits: RoomLimits;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Wakes the room by then, to call `tick`. */
  readonly setAlarm: (at: number) => void;
}

export type Taken =
  { readonly ok: true; readonly state: UploadState } | { readonly ok: false; readonly error: WeftError };

/**
 * Takes in the pictures of a flow and gives them out. One piece after the other, whoever sends it: what the shelf judges
 * is what is stored. All but `ready` need it to have resolved; all reject when storage fails.
 */
export interface PictureDesk {
  readonly ready: () => Promise<void>;
  readonly uploaded: (hash: string) => UploadState;
  readonly takePiece: (hash: string, piece: PictureBytes & { readonly total: number }) => Promise<Taken>;
  /** A whole picture at once, from the relay itself. */
  readonly takeWhole: (hash: string, bytes: Uint8Array) => Promise<Taken>;
  /** Bytes of a picture that the flow keeps; null when it does not. */
  readonly get: (hash: string) => Promise<Uint8Array | null>;
  /** Its length; null when the flow does not keep it. */
  readonly sizeOf: (hash: string) => number | null;
  /** Drops uploads that nobody goes on with. */
  readonly tick: () => Promise<void>;
}

interface Scope {
  readonly ports: PictureDeskPorts;
  readonly shelf: () => PictureShelf;
}

export function createPictureDesk(ports: PictureDeskPorts): PictureDesk {
  let loaded: PictureShelf | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const shelf = (): PictureShelf => {
    if (loaded === null) throw new Error('The pictures have not been loaded.');
    return loaded;
  };
  const scope: Scope = { ports, shelf };
  /** One after the other; one that fails holds up nobody. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
  const tick = (): Promise<void> =>
    inTurn(async () => {
      for (const hash of shelf().overdue(ports.now())) await drop(scope, hash);
      wakeForOpen(scope);
    });
  return Object.freeze({
    ready: loadOnce(async () => {
      loaded = createPictureShelf(await ports.store.load(), ports.limits);
      await tick();
    }),
    uploaded: (hash: string) => shelf().state(hash),
    takePiece: (hash: string, piece: PictureBytes & { readonly total: number }) =>
      inTurn(() => takePiece(scope, hash, piece)),
    takeWhole: (hash: string, bytes: Uint8Array) => inTurn(() => takeWhole(scope, hash, bytes)),
    get: async (hash: string) => (shelf().find(hash) === null ? null : ports.store.bytes(hash)),
    sizeOf: (hash: string) => shelf().find(hash)?.bytes ?? null,
    tick,
  });
}

async function takePiece(
  scope: Scope,
  hash: string,
  { offset, total, bytes }: PictureBytes & { readonly total: number },
): Promise<Taken> {
  const { store, now } = scope.ports;
  const shelf = scope.shelf();
  const verdict = shelf.judge({ hash, offset, total, bytes: bytes.length }, now());
  if (verdict.type === 'answer') return { ok: true, state: verdict.state };
  for (const dropped of verdict.drops) await drop(scope, dropped);
  if (verdict.type === 'refuse') return { ok: false, error: verdict.error };
  const { upload, skip, isLast } = verdict;
  const piece = { offset: offset + skip, bytes: bytes.subarray(skip) };
  if (isLast) return finish(scope, upload, piece);
  await store.putPiece(upload, piece);
  shelf.stored(upload);
  wakeForOpen(scope);
  return { ok: true, state: shelf.state(hash) };
}

/** The picture is whole: it is what its name says, and a picture, or nothing of it stays [PI1]. */
async function finish(scope: Scope, { hash }: OpenUpload, piece: PictureBytes): Promise<Taken> {
  const before = piece.offset === 0 ? null : await scope.ports.store.bytes(hash);
  const whole = before === null ? piece.bytes : joinBytes([before, piece.bytes]);
  const taken = await keep(scope, hash, whole, piece);
  if (!taken.ok) await drop(scope, hash);
  return taken;
}

async function takeWhole(scope: Scope, hash: string, bytes: Uint8Array): Promise<Taken> {
  const shelf = scope.shelf();
  const state = shelf.state(hash);
  if (state.complete) return { ok: true, state };
  const error = shelf.refusal(bytes.length);
  if (error) return { ok: false, error };
  // Somebody may be on the way with it: their pieces make room for the whole.
  if (state.have > 0) await drop(scope, hash);
  return keep(scope, hash, bytes, { offset: 0, bytes });
}

async function keep(scope: Scope, hash: string, whole: Uint8Array, last: PictureBytes): Promise<Taken> {
  const { store, now } = scope.ports;
  if (hashBytes(whole) !== hash) return { ok: false, error: broken() };
  const checked = checkPicture(whole);
  if (!checked.ok) return checked;
  const picture = { hash, bytes: whole.length, ...checked.header, at: now() };
  await store.keep(picture, last);
  const shelf = scope.shelf();
  shelf.kept(picture);
  return { ok: true, state: shelf.state(hash) };
}

async function drop({ ports, shelf }: Scope, hash: string): Promise<void> {
  await ports.store.drop(hash);
  shelf().dropped(hash);
}

function wakeForOpen({ ports, shelf }: Scope): void {
  const due = shelf().nextDue();
  if (due !== null) ports.setAlarm(due);
}
