import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { readPngText, withPngText } from './png-chunks.ts';

/** A flow inside a picture of it: the text of its `.flow.json` under this keyword. */
export const PNG_FLOW_KEYWORD = 'weft-flow';

/** The text is only found here; whether it is a flow, readFlowFile says. */
export type FlowInPicture =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly error: WeftError };

/** The picture with the flow's text in it. @throws RangeError when the bytes are no PNG. */
export const pictureWithFlow = (png: Uint8Array, flowText: string): Uint8Array<ArrayBuffer> =>
  withPngText(png, PNG_FLOW_KEYWORD, flowText);

/**
 * The flow that somebody has put into a picture; null for a picture without one, which is a picture and nothing else.
 * Whoever takes in files asks here before a PNG becomes a picture of the flow.
 */
export function flowInPicture(bytes: Uint8Array): FlowInPicture | null {
  const found = readPngText(bytes, PNG_FLOW_KEYWORD);
  switch (found.kind) {
    case 'none':
      return null;
    case 'damaged':
      return refused(REASONS[found.why]);
    case 'text':
      return found.text.length > LIMITS.flowFileBytes
        ? refused('it is over 32 MiB, more than a flow can be.')
        : { ok: true, text: found.text };
    default:
      return found satisfies never;
  }
}

const REASONS = {
  'cut-off': 'the file ends in the middle of it. Get the file once more.',
  checksum: 'it was changed on its way. Get the file once more, unchanged.',
  compressed: 'it is packed in a way that Weft never packs one. Export it from Weft once more.',
  'not-text': 'it is not readable text. Export it from Weft once more.',
} as const;

function refused(why: string): FlowInPicture {
  return { ok: false, error: weftError('not-a-flow', `The flow in this picture could not be read: ${why}`) };
}
