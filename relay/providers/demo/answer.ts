import { messageText, type CallRequest } from '#shared/run/call.ts';
import type { Random } from './random.ts';

/** The demo's whole answer to a call. */
export function answer(request: CallRequest, random: Random): string {
  return random.pick([messageText(request.messages)]);
}
