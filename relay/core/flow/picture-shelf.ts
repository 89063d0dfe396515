import type { UploadState } from '#shared/protocol/pictures.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { RoomLimits } from '../room-config.ts';

/** A picture that a flow keeps. */
export interface KeptPicture {
  /** SHA-256 of its bytes: its name. */
  readonly hash: string;
  readonly bytes: number;
  readonly mediaType: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Relay time at which it was whole, ms. */
  readonly at: number;
}

/** A picture that is on its way. */
export interface OpenUpload {
  readonly hash: string;
  /** Bytes from the beginning that are there. */
  readonly have: number;
  /** As whoever began it says. */
  readonly total: number;
  /** Relay time of the last piece, ms. */
  readonly touchedAt: number;
}

export interface StoredPictures {
  readonly kept: readonly KeptPicture[];
  readonly open: readonly OpenUpload[];
}

export interface Piece {
  readonly hash: string;
  readonly offset: number;
  readonly total: number;
  readonly bytes: number;
}

/** What a piece leads to. `drops` = uploads that are given up first. */
export type PieceVerdict =
  /** Nothing changes; this is where the next piece belongs. */
  | { readonly type: 'answer'; readonly state: UploadState }
  | { readonly type: 'refuse'; readonly error: WeftError; readonly drops: readonly string[] }
  | {
      readonly type: 'store';
      /** As it is when the piece is stored. */
      readonly upload: OpenUpload;
      /** Bytes at the beginning of the piece that are there already. */
      readonly skip: number;
      /** Whether the picture is whole with it, and has to be looked at. */
      readonly isLast: boolean;
      readonly drops: readonly string[];
    };

/**
 * Which pictures a flow has and how far others have come: rules and numbers, no bytes. It judges, whoever stores the
 * bytes tells it what has been stored. Laws: docs/spec/pictures.md [PI2, PI3, PI5].
 */
export interface PictureShelf {
  readonly state: (hash: string) => UploadState;
  /** Null when the flow does not keep it. */
  readonly find: (hash: string) => KeptPicture | null;
  /** @param now relay time, ms. */
  readonly judge: (piece: Piece, now: number) => PieceVerdict;
  /** Why a whole picture of this size is not taken, or null. */
  readonly refusal: (bytes: number) => WeftError | null;
  readonly stored: (upload: OpenUpload) => void;
  readonly kept: (picture: KeptPicture) => void;
  readonly dropped: (hash: string) => void;
  /** Uploads that nobody has gone on with for too long. */
  readonly overdue: (now: number) => readonly string[];
  /** When the next one will be; null = none is open. */
  readonly nextDue: () => number | null;
}

/** An upload that has rested this long makes room for another one when there are too many. */
const RESTING_MS = 10 * 60_000;

export function createPictureShelf(stored: StoredPictures, limits: RoomLimits): PictureShelf {
  const kept = new Map(stored.kept.map((picture) => [picture.hash, picture]));
  const open = new Map(stored.open.map((upload) => [upload.hash, upload]));
  let keptBytes = stored.kept.reduce((sum, { bytes }) => sum + bytes, 0);

  const state = (hash: string): UploadState => {
    const whole = kept.get(hash);
    return whole === undefined
      ? { have: open.get(hash)?.have ?? 0, complete: false }
      : { have: whole.bytes, complete: true };
  };
  const refusal = (bytes: number, besides?: string): WeftError | null => {
    const { blobBytes, flowPictureBytes } = limits;
    if (bytes > blobBytes) return tooLarge(blobBytes);
    const onTheirWay = [...open.values()].filter(({ hash }) => hash !== besides);
    const taken = keptBytes + onTheirWay.reduce((sum, { total }) => sum + total, 0);
    return taken + bytes > flowPictureBytes ? full(flowPictureBytes) : null;
  };

  function begin({ hash, total, bytes }: Piece, now: number): PieceVerdict {
    const error = refusal(total, hash);
    if (error) return { type: 'refuse', error, drops: [] };
    const others = [...open.values()].filter((upload) => upload.hash !== hash);
    const [longest] = others.sort((one, other) => one.touchedAt - other.touchedAt);
    const isCrowded = others.length >= limits.flowUploads;
    if (isCrowded && longest !== undefined && now - longest.touchedAt < RESTING_MS)
      return { type: 'refuse', error: crowded(), drops: [] };
    const drops = isCrowded && longest !== undefined ? [longest.hash] : [];
    const upload = { hash, have: bytes, total, touchedAt: now };
    // What was begun under this name with another length was another picture.
    const own = open.has(hash) ? [hash] : [];
    return { type: 'store', upload, skip: 0, isLast: bytes === total, drops: [...drops, ...own] };
  }

  function judge(piece: Piece, now: number): PieceVerdict {
    const { hash, offset, total, bytes } = piece;
    const current = state(hash);
    if (current.complete) return { type: 'answer', state: current };
    if (bytes === 0 || bytes > limits.picturePieceBytes || offset + bytes > total)
      return { type: 'refuse', error: malformed(), drops: [] };
    const upload = open.get(hash);
    const isOther = upload !== undefined && upload.total !== total;
    if (upload === undefined || (isOther && offset === 0))
      return offset === 0 ? begin(piece, now) : { type: 'answer', state: current };
    if (isOther) return { type: 'refuse', error: broken(), drops: [hash] };
    const end = offset + bytes;
    if (offset > upload.have || end <= upload.have) return { type: 'answer', state: current };
    const next = { ...upload, have: end, touchedAt: now };
    return { type: 'store', upload: next, skip: upload.have - offset, isLast: end === total, drops: [] };
  }

  return Object.freeze({
    ...{ state, judge },
    find: (hash: string) => kept.get(hash) ?? null,
    refusal: (bytes: number) => refusal(bytes),
    stored: (upload: OpenUpload) => void open.set(upload.hash, upload),
    kept(picture: KeptPicture) {
      open.delete(picture.hash);
      if (!kept.has(picture.hash)) keptBytes += picture.bytes;
      kept.set(picture.hash, picture);
    },
    dropped: (hash: string) => void open.delete(hash),
    overdue: (now: number) =>
      [...open.values()]
        .filter(({ touchedAt }) => now >= touchedAt + limits.uploadIdleMs)
        .map(({ hash }) => hash),
    nextDue() {
      const times = [...open.values()].map(({ touchedAt }) => touchedAt + limits.uploadIdleMs);
      return times.length === 0 ? null : Math.min(...times);
    },
  });
}

/** The bytes under this name are not the ones that the name stands for; whatever is there is dropped. */
export function broken(): WeftError {
  return weftError(
    'upload-broken',
    'The picture did not arrive as it was sent. Its upload begins again; if it fails once more, add the picture again.',
  );
}

const MIB = 1024 * 1024;

function tooLarge(most: number): WeftError {
  return weftError(
    'picture-too-large',
    `A flow keeps pictures of up to ${Math.floor(most / MIB)} MB. Make this one smaller and add it again.`,
  );
}

function full(most: number): WeftError {
  return weftError(
    'pictures-full',
    `The pictures of this flow have ${Math.floor(most / MIB)} MB, the most that a flow keeps. Go on in a new flow.`,
  );
}

function crowded(): WeftError {
  return weftError('rate-limited-here', 'Many pictures are on their way to this flow. This one waits.', {
    retryable: true,
    retryAfterMs: 5_000,
  });
}

function malformed(): WeftError {
  return weftError('bad-frame', 'This piece of a picture is malformed.');
}
