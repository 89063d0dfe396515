import { LIMITS } from '#shared/protocol/limits.ts';
import { toWeftError, weftError, WeftFailure, type WeftError } from '#shared/run/errors.ts';
import type { PictureUpload } from './api.ts';
import type { Clock, PictureOutbox, PictureRoom, PictureStore, WaitingPicture } from './ports.ts';

/**
 * Brings pictures to the flow's room, one after the other and piece by piece. It asks what is there and goes on from
 * there, so a reload, a lost connection or a killed relay cost one piece. Law: docs/spec/pictures.md [PI4].
 */
export interface PictureUploads {
  /** There is one more in the outbox. */
  readonly added: (picture: WaitingPicture) => void;
  /** Resolves when the flow's room has the picture. @throws WeftFailure with what it was refused for */
  readonly delivered: (hash: string) => Promise<void>;
  /** Whether it is on its way, or was refused on it. */
  readonly isWaiting: (hash: string) => boolean;
  /** The network or the tab may be back: try again now. */
  readonly wake: () => void;
  /** Nothing more is sent. */
  readonly close: () => void;
}

export interface PictureUploadsPorts {
  readonly clock: Pick<Clock, 'after'>;
  readonly outbox: PictureOutbox;
  /** Where a picture stays in this browser when the room has it. */
  readonly pictures: Pick<PictureStore, 'put'>;
  readonly room: Pick<PictureRoom, 'uploaded' | 'putPiece'>;
  /** Everything that is on its way, whenever something about it changes. */
  readonly onChange: (uploads: readonly PictureUpload[]) => void;
}

interface Waiting extends PictureUpload {
  /** Whoever wants to know when it has arrived. */
  readonly told: { resolve(): void; reject(failure: WeftFailure): void }[];
}

const FIRST_WAIT_MS = 1_000;

export function createPictureUploads(ports: PictureUploadsPorts): PictureUploads {
  const waiting = new Map<string, Waiting>();
  let isAtWork = false;
  let isClosed = false;
  let waitInMs = FIRST_WAIT_MS;
  let cancelWait: (() => void) | null = null;

  const tell = (): void =>
    ports.onChange(
      [...waiting.values()].map(({ hash, sent, bytes, error }) => ({ hash, sent, bytes, error })),
    );
  const note = (hash: string, change: Partial<PictureUpload>): void => {
    const known = waiting.get(hash);
    if (known === undefined) return;
    waiting.set(hash, { ...known, ...change });
    tell();
  };
  const take = (picture: WaitingPicture): void => {
    const known = waiting.get(picture.hash);
    waiting.set(picture.hash, { ...picture, sent: known?.sent ?? 0, error: null, told: known?.told ?? [] });
  };
  const done = (hash: string): void => {
    const told = waiting.get(hash)?.told ?? [];
    waiting.delete(hash);
    tell();
    for (const { resolve } of told) resolve();
  };
  const refused = (hash: string, error: WeftError): void => {
    const told = waiting.get(hash)?.told.splice(0) ?? [];
    note(hash, { error });
    for (const { reject } of told) reject(new WeftFailure(error));
  };

  /** @returns false when it has to wait before anything is tried again. */
  async function bring(hash: string): Promise<boolean> {
    try {
      await uploadOne(ports, hash, (sent) => note(hash, { sent, error: null }));
      done(hash);
      waitInMs = FIRST_WAIT_MS;
      return true;
    } catch (caught) {
      const error = toWeftError(caught);
      if (error.retryable) note(hash, { error });
      else refused(hash, error);
      return !error.retryable;
    }
  }

  async function work(): Promise<void> {
    if (isAtWork) return;
    isAtWork = true;
    cancelWait?.();
    cancelWait = null;
    for (;;) {
      const next = isClosed
        ? undefined
        : [...waiting.values()].find(({ error }) => error?.retryable !== false);
      if (next === undefined || !(await bring(next.hash))) break;
    }
    isAtWork = false;
    if (!isClosed && [...waiting.values()].some(({ error }) => error?.retryable === true)) later();
  }

  function later(): void {
    cancelWait = ports.clock.after(waitInMs, () => void work());
    waitInMs = Math.min(waitInMs * 2, LIMITS.reconnectMaxMs);
  }

  /** What an earlier page could not bring. */
  void ports.outbox
    .list()
    .then((left) => {
      for (const picture of left) if (!waiting.has(picture.hash)) take(picture);
      if (left.length > 0) tell();
      return work();
    })
    .catch(() => undefined);

  return Object.freeze({
    added(picture: WaitingPicture) {
      take(picture);
      tell();
      void work();
    },
    delivered: (hash: string) =>
      new Promise<void>((resolve, reject) => {
        const known = waiting.get(hash);
        if (known === undefined) return resolve();
        if (known.error?.retryable === false) return reject(new WeftFailure(known.error));
        known.told.push({ resolve, reject });
      }),
    isWaiting: (hash: string) => waiting.has(hash),
    wake() {
      if (cancelWait === null) return;
      waitInMs = FIRST_WAIT_MS;
      void work();
    },
    close() {
      isClosed = true;
      cancelWait?.();
    },
  });
}

/** Ask, then piece by piece; a picture that others have brought meanwhile is done. */
async function uploadOne(
  { outbox, pictures, room }: PictureUploadsPorts,
  hash: string,
  onSent: (sent: number) => void,
): Promise<void> {
  const bytes = await outbox.get(hash);
  if (bytes === null) return;
  let restarts = 0;
  let state = await room.uploaded(hash);
  while (!state.complete) {
    onSent(state.have);
    const offset = Math.min(state.have, bytes.byteLength);
    const piece = bytes.subarray(offset, offset + LIMITS.picturePieceBytes);
    try {
      state = await room.putPiece(hash, { offset, total: bytes.byteLength, bytes: piece });
    } catch (caught) {
      // Somebody else had begun it with other bytes: the room has dropped them, so once more from the beginning.
      if (toWeftError(caught).code !== 'upload-broken' || restarts > 0) throw caught;
      restarts += 1;
      state = { have: 0, complete: false };
      continue;
    }
    if (!state.complete && state.have <= offset && ++restarts > MAX_STANDSTILLS) throw new WeftFailure(STUCK);
  }
  await pictures.put(hash, bytes);
  await outbox.remove(hash);
}

/** Answers of the room that bring an upload no further, before it waits and tries again. */
const MAX_STANDSTILLS = 8;
const STUCK = weftError('upload-broken', 'The picture does not get to the relay. Weft tries again.', {
  retryable: true,
});
