import type { CallState } from '#shared/run/state.ts';

/** How a call stands, in a few words. */
export function callOutcomeWords(call: CallState): string {
  if (call.phase === 'accepted') return 'Waits for a slot';
  if (call.end === null) return 'Sent';
  if (call.resolution === 'count-as-billed') return 'Counted as billed';
  switch (call.end.outcome) {
    case 'ok':
      return call.end.finishReason === 'length' ? 'Answered, cut at its limit' : 'Answered';
    case 'error':
      return call.end.error?.message ?? 'Failed';
    case 'aborted':
      return 'Stopped';
    case 'unknown':
      return 'Not clear whether it was billed';
    default:
      return call.end.outcome satisfies never;
  }
}
