import { bug, type PlantedBug } from './planted-bug.ts';

/** Bugs of what readers of a run are told, and who they may be. */
export const READER_BUGS: readonly PlantedBug[] = [
  bug(
    'frames cost no credit',
    'relay/core/send-deltas.ts',
    'Math.max(0, connection.credit - 1)',
    'connection.credit',
  ),
  bug(
    'a filtered reader is told how far its own entries go, not how far it has read',
    'relay/core/send-entries.ts',
    'return entriesFrame(passing, through);',
    'return entriesFrame(passing, passing.at(-1)?.entry.seq ?? from);',
  ),
  bug(
    'a filter by nodes lets every text through',
    'relay/core/filter.ts',
    "(!types || types.has('delta')) && (!nodeIds || nodeIds.has(nodeId))",
    "(!types || types.has('delta')) && (!nodeIds || nodeId !== '')",
  ),
  bug(
    'a link for looking on answers questions',
    'relay/auth/decide.ts',
    "'run-viewer': ['run.read'],",
    "'run-viewer': ['run.read', 'approval.answer'],",
  ),
  bug(
    'a link for answering answers what is for editors alone',
    'relay/core/command-approval.ts',
    "request.answerers === 'editors' && ",
    "request.answerers !== 'editors' && request.answerers !== 'links' && ",
  ),
  bug(
    'a link that was ended opens its run again',
    'relay/core/may-enter-run.ts',
    ' || hasEnded(ends, grant, now)) return false;',
    ' || ends === null) return false;',
  ),
  bug(
    'what was told last is lost with the process: the list of runs lacks one',
    'relay/core/wake.ts',
    '  reportNow(state, turn);\n',
    '',
  ),
];
