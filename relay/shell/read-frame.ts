import { weftError, type WeftError } from '#shared/run/errors.ts';
import { utf8Length } from '../core/utf8-length.ts';

/** A frame's JSON, or what its sender is told. */
export function readFrame(
  frame: unknown,
  maxBytes: number,
): { readonly value: unknown } | { readonly error: WeftError } {
  if (typeof frame !== 'string') return { error: weftError('bad-frame', 'Frames are JSON text.') };
  if (utf8Length(frame) > maxBytes)
    return { error: weftError('frame-too-large', 'This frame is too large.') };
  try {
    return { value: JSON.parse(frame) };
  } catch {
    // Not JSON; the sender is told.
    return { error: weftError('bad-frame', 'Frames are JSON text.') };
  }
}
