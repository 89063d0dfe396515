import { checkPicture } from '#shared/check-picture.ts';
import { hashBytes } from '#shared/hash.ts';
import { readPictureHeader } from '#shared/picture-header.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { BlobRef } from '#shared/run/output.ts';
import type { PictureUploads } from './picture-uploads.ts';
import type { PictureOutbox, PictureRoom, PictureStore } from './ports.ts';

/** The pictures of one flow, as this browser has to do with them. */
export interface FlowPictures {
  /**
   * Keeps it here at once; its way to the relay begins.
   * @throws WeftFailure not-a-picture, picture-too-large, storage-failed
   */
  readonly add: (bytes: Uint8Array) => Promise<BlobRef>;
  /** From this browser, else from the flow's room. @throws WeftFailure not-found, relay-unreachable */
  readonly get: (hash: string) => Promise<{ readonly bytes: Uint8Array; readonly mediaType: string }>;
  /** What this browser has of it, without asking anybody. */
  readonly here: (hash: string) => Promise<Uint8Array | null>;
  /** Somebody else's picture, to be remembered by this browser. */
  readonly seen: (hash: string, bytes: Uint8Array) => Promise<void>;
  /**
   * True when the flow's room has it, after having brought it there if need be; false when neither the room nor this
   * browser has it. @throws WeftFailure with what it was refused for
   */
  readonly deliver: (hash: string) => Promise<boolean>;
}

export interface FlowPicturesPorts {
  readonly pictures: PictureStore;
  readonly outbox: PictureOutbox;
  readonly room: Pick<PictureRoom, 'getPicture' | 'uploaded'>;
  readonly uploads: Pick<PictureUploads, 'added' | 'delivered' | 'isWaiting'>;
}

export function createFlowPictures({ pictures, outbox, room, uploads }: FlowPicturesPorts): FlowPictures {
  /** What the room has said it has: it never loses a picture. */
  const inRoom = new Set<string>();
  const here = async (hash: string): Promise<Uint8Array | null> =>
    (await outbox.get(hash).catch(() => null)) ?? pictures.get(hash);
  const send = async (hash: string, bytes: Uint8Array): Promise<void> => {
    await outbox.put(hash, bytes).catch(() => {
      throw new WeftFailure(NO_DISK);
    });
    uploads.added({ hash, bytes: bytes.byteLength });
  };
  return Object.freeze({
    here,
    seen: (hash: string, bytes: Uint8Array) => pictures.put(hash, bytes),
    async add(bytes: Uint8Array) {
      const checked = checkPicture(bytes);
      if (!checked.ok) throw new WeftFailure(checked.error);
      const hash = hashBytes(bytes);
      await send(hash, bytes);
      return { blob: hash, mediaType: checked.header.mediaType, bytes: bytes.byteLength };
    },
    async get(hash: string) {
      const known = await here(hash);
      const bytes = known ?? (await room.getPicture(hash));
      const header = readPictureHeader(bytes);
      if (header === null) throw new WeftFailure(NO_PICTURE);
      if (known === null) await pictures.put(hash, bytes);
      return { bytes, mediaType: header.mediaType };
    },
    async deliver(hash: string) {
      if (inRoom.has(hash)) return true;
      if (!uploads.isWaiting(hash) && !(await room.uploaded(hash)).complete) {
        const bytes = await here(hash);
        if (bytes === null) return false;
        await send(hash, bytes);
      }
      await uploads.delivered(hash);
      inRoom.add(hash);
      return true;
    },
  });
}

const NO_PICTURE = weftError('not-a-picture', 'These bytes are no picture that Weft shows.');
const NO_DISK = weftError(
  'storage-failed',
  'This browser has no room left for the picture. Free some space on its disk and add it again.',
);
