import type { ChatMessage, ImagePart } from '#shared/run/call.ts';
import { CallFailed } from './call-failed.ts';
import type { BlobLoader } from './types.ts';

/** Bytes are turned to text in pieces: an argument list of millions would overflow the stack. */
const PIECE_BYTES = 0x8000;

/** Base64 of each picture by the hash of its blob. */
export type Pictures = ReadonlyMap<string, string>;

/**
 * All pictures of a message list as base64, each read once from the run's blobs.
 * @throws CallFailed `blob-missing`, before anything is sent.
 */
export async function loadPictures(
  messages: readonly ChatMessage[],
  loadBlob: BlobLoader,
): Promise<Pictures> {
  const pictures = new Map<string, string>();
  for (const part of messages.flatMap((message) => message.content)) {
    if (part.type === 'image' && !pictures.has(part.blob))
      pictures.set(part.blob, await loadPicture(part, loadBlob));
  }
  return pictures;
}

async function loadPicture(part: ImagePart, loadBlob: BlobLoader): Promise<string> {
  const bytes = await loadBlob(part.blob);
  if (bytes === null) {
    throw new CallFailed({ code: 'blob-missing', outcome: 'error', retry: 'never', unbilled: true });
  }
  let binary = '';
  for (let start = 0; start < bytes.byteLength; start += PIECE_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(start, start + PIECE_BYTES));
  }
  return btoa(binary);
}
