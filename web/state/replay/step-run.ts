import type { RunView } from '../run-view.svelte.ts';
import { nextChange, previousChange } from './changes.ts';

/**
 * To the next or the last entry that changes something; back from between two entries to the first of them; on from the
 * last to live.
 */
export function stepRun(view: RunView, by: 1 | -1): void {
  const { log, head } = view;
  const seq = view.cursor ?? head;
  if (by === 1) {
    const next = nextChange(log, seq);
    return view.seek(next >= head ? null : next);
  }
  const isBetween = view.cursorMs !== null && view.cursorMs > log.timeOf(seq);
  view.seek(isBetween ? seq : previousChange(log, seq));
}
