import { weftError, type WeftError } from '#shared/run/errors.ts';

/** What a file says as text; `none` is a picture without a flow in it. */
export type FileText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly error: WeftError };

/** The drawing of a large flow beside the largest flow that may stand in it. */
const MOST_PICTURE_BYTES = 64 * 2 ** 20;

/**
 * The text of a file: its own, or that of the flow embedded in a PNG. The first bytes tell a PNG, never its name. What
 * reads pictures is fetched with the first of them.
 */
export async function readFileText(file: Blob): Promise<FileText> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  // No text begins like this: the first byte of a PNG is none of UTF-8.
  if (first !== 0x89 || second !== 0x50)
    return file.type.startsWith('image/') ? { kind: 'none' } : { kind: 'text', text: await file.text() };
  if (file.size > MOST_PICTURE_BYTES) return { kind: 'none' };
  try {
    const { flowInPicture } = await import('./png-flow.ts');
    const found = flowInPicture(new Uint8Array(await file.arrayBuffer()));
    if (found === null) return { kind: 'none' };
    return found.ok ? { kind: 'text', text: found.text } : { kind: 'refused', error: found.error };
  } catch {
    return { kind: 'refused', error: UNREAD };
  }
}

const UNREAD = weftError(
  'relay-unreachable',
  'The part of Weft that reads pictures could not be loaded. Check the connection, then try again.',
  { retryable: true },
);
