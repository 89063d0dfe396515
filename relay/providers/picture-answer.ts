import { CallFailed } from './call-failed.ts';
import type { FollowUps } from './types.ts';

/** What a JSON answer says of its picture: the bytes themselves, or where they lie. */
export interface PictureAnswer {
  readonly base64?: string | undefined;
  readonly url?: string | undefined;
}

/** @throws CallFailed provider-malformed when there is neither, or what was downloaded failed */
export async function pictureBytes(
  { base64, url }: PictureAnswer,
  followUps: FollowUps,
): Promise<Uint8Array> {
  if (base64 !== undefined && base64 !== '') return fromBase64(base64);
  if (url === undefined || url === '')
    throw new CallFailed({ code: 'provider-malformed', outcome: 'error', retry: 'ask' });
  if (url.startsWith('data:')) return fromBase64(url.slice(url.indexOf(',') + 1));
  return downloaded(url, followUps);
}

/** A download that was lost is asked for again: the picture is made, and fetching it costs nothing. */
async function downloaded(url: string, followUps: FollowUps): Promise<Uint8Array> {
  for (let left = DOWNLOAD_TRIES; ; left -= 1) {
    try {
      return await followUps.download(url);
    } catch (caught) {
      const isLost = caught instanceof CallFailed && caught.failure.retry !== 'never';
      if (!isLost || left <= 1 || !(await followUps.pause())) throw paid(caught);
    }
  }
}

const DOWNLOAD_TRIES = 3;

/** Whatever a follow-up failed with, the picture was paid for: making it again is a person's decision. */
export function paid(caught: unknown): unknown {
  if (!(caught instanceof CallFailed) || caught.failure.outcome === 'aborted') return caught;
  const { code, status } = caught.failure;
  return new CallFailed({ code, status, outcome: 'error', retry: 'ask' });
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
