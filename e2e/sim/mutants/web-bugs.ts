import { bug, type PlantedBug } from './planted-bug.ts';

/** Bugs of the tab. */
export const WEB_BUGS: readonly PlantedBug[] = [
  bug(
    'count tries wrongly: every try under the id of the first',
    'web/engine/call-lanes.ts',
    '      try: attempt,\n    });',
    '      try: 1,\n    });',
  ),
  bug(
    'send before it is recorded that the node runs',
    'web/engine/call-lanes.ts',
    "if (node === undefined || node.phase !== 'running' || node.round !== lane.round) return;",
    'if (node === undefined) return;',
  ),
  bug(
    'retry times without jitter',
    'web/engine/core/retry.ts',
    'Number.parseInt(call.callId.slice(0, 8), 16) / 2 ** 32 || 0',
    '0',
  ),
  bug(
    'retry what should be asked about',
    'web/engine/core/retry.ts',
    "if (call.resolution === null) return { type: 'ask' };",
    "if (call.resolution === null) return { type: 'retry', try: call.try + 1, dueAt: 0, error };",
  ),
  bug(
    'one node too many at work',
    'web/engine/core/schedule.ts',
    'concurrency - frontier.running.size',
    'concurrency + 1 - frontier.running.size',
  ),
  bug(
    'a due try is not asked for again when a runner joins',
    'web/engine/call-lanes.ts',
    '        if (isOpen(lane) && lane.sentTry > 0) options.onJoined();\n',
    '',
  ),
  bug(
    'a command that was not considered loses its number',
    'web/adapters/outbox.ts',
    "  'storage-failed',\n",
    '',
  ),
  bug(
    'a claim that is never answered keeps the browser’s lock',
    'web/engine/run-session.ts',
    '    session.releaseLock = release;\n    const data',
    '    const data',
  ),
  bug(
    'edits made while the relay was away are not offered when it is back',
    'web/collab/flow-sync.ts',
    "  if (update.length > EMPTY_BYTES) send(scope, writeSyncMessage({ kind: 'step-2', update }));\n",
    '',
  ),
  bug(
    'repeat the last entry after a reconnect',
    'web/adapters/log-reader.ts',
    'entries.filter((entry) => entry.seq > seq)',
    'entries.filter((entry) => entry.seq >= seq)',
  ),
  bug(
    'take a gap for the whole',
    'web/adapters/log-reader.ts',
    '        await readPages(first.seq - 1);\n',
    '',
  ),
  bug(
    'commands are not sent again after a reconnect',
    'web/adapters/socket-state.ts',
    '  state.sentN = 0;\n',
    '',
  ),
  bug(
    'a retried node keeps what stood on its old output',
    'shared/run/reduce-node.ts',
    '  reopenDescendants(draft, index);\n',
    '',
  ),
  bug(
    'a host that goes on writes the file anew',
    'web/engine/file-lanes.ts',
    '    const written = findWriting(run, id);\n',
    '    const written = null as ReturnType<typeof findWriting>;\n',
  ),
  bug(
    'a stored output stands in for a node that keeps a file',
    'web/engine/execute.ts',
    ' && !leavesMark(definition, node)',
    '',
  ),
];
