import { blobRefSchema, type BlobRef } from '#shared/run/output.ts';
import { missingInput } from './missing-input.ts';
import type { RunContext } from './types.ts';

/**
 * The picture that a node works on: the first that a thread brought, else the one in its field; null when there is none.
 * Flows of agentic-ide bring pictures over their one text port, so a picture that came in there counts too.
 * @throws WeftFailure missing-input when the field holds something that is no picture of Weft
 */
export function pictureOf(context: RunContext): BlobRef | null {
  const { inputs, config } = context;
  const arrived = [...inputs.at('image-in'), ...inputs.at('text-in')].find(
    ({ image }) => image !== undefined,
  );
  if (arrived?.image !== undefined) return arrived.image;
  const own = config['image'] ?? null;
  if (own === null || own === '') return null;
  const parsed = blobRefSchema.safeParse(own);
  if (parsed.success) return parsed.data;
  throw missingInput(
    'image',
    'The picture of this node cannot be read here. Connect one, or put it in again.',
  );
}

/**
 * The same where a picture must be there.
 * @throws WeftFailure missing-input
 */
export function requirePicture(context: RunContext): BlobRef {
  const picture = pictureOf(context);
  if (picture !== null) return picture;
  throw missingInput(
    'image-in',
    'No picture came in over “picture”. Look at the node before this one, then run again.',
  );
}
