import { bug, type PlantedBug } from './planted-bug.ts';

/** Bugs of the room of a run. */
export const RELAY_BUGS: readonly PlantedBug[] = [
  bug(
    'drop fencing: any epoch may write',
    'relay/core/command-host.ts',
    "lease.kind === 'free' || lease.epoch !== epoch || ",
    "lease.kind === 'free' || ",
  ),
  bug(
    'an epoch is proof enough: whoever has read it in the log may write',
    'relay/core/command-host.ts',
    ' || lease.host.personId !== grant.personId) return null;\n  if (lease.clientId !== null && lease.clientId !== place.clientId) return null;',
    ') return null;',
  ),
  bug(
    'any worker of the host’s person may write',
    'relay/core/command-host.ts',
    '  if (lease.clientId !== null && lease.clientId !== place.clientId) return null;\n',
    '',
  ),
  bug(
    'acknowledge before the put',
    'relay/shell/run-driver.ts',
    '    if (step.store) writer.write(step.store);\n    for (const effect of step.effects) perform(effect);',
    '    for (const effect of step.effects) perform(effect);\n    if (step.store) writer.write(step.store);',
  ),
  bug(
    'off by one at resuming: the first entry after the reader’s place is left out',
    'relay/core/tail.ts',
    'records.slice(Math.max(0, seq - floor))',
    'records.slice(Math.max(0, seq - floor + 1))',
  ),
  {
    name: 'skip a terminal check: a run that is over can be paused',
    edits: [
      {
        file: 'shared/run/transitions.ts',
        from: "'execution.paused': ['running'],",
        to: "'execution.paused': ['running', 'cancelled', 'completed'],",
      },
      {
        file: 'shared/run/transitions.ts',
        from: '  if (sealed) return false;\n',
        to: '',
      },
    ],
  },
  bug(
    'a question is answered as often as somebody likes',
    'relay/core/approvals.ts',
    'outcome, answeredBy });\n  state.questions.delete(approvalId);',
    'outcome, answeredBy });',
  ),
  bug(
    'the default of a question counts before its time',
    'relay/core/approvals.ts',
    'turn.now + deadline.afterMs;',
    'turn.now + deadline.afterMs / 2;',
  ),
  bug(
    'whoever watches may answer a question',
    'relay/auth/decide.ts',
    "viewer: ['run.read', 'flow.read'],",
    "viewer: ['run.read', 'flow.read', 'approval.answer'],",
  ),
  bug(
    'a ticket opens as many sockets as one likes',
    'relay/core/handle-connection.ts',
    'const isUsed = Object.hasOwn(state.tickets, ticket);',
    'const isUsed = false;',
  ),
  bug(
    'forget a role: viewers may steer runs',
    'relay/auth/decide.ts',
    "viewer: ['run.read', ",
    "viewer: ['run.read', 'run.control', ",
  ),
  bug(
    'forget what a command needs: stopping asks for reading',
    'relay/auth/needed-action.ts',
    "'execution.cancel': 'run.control'",
    "'execution.cancel': 'run.read'",
  ),
  bug(
    'forget to record that a call is sent',
    'relay/shell/call-runner.ts',
    "        ports.give({ type: 'call.sent', callId });\n",
    '',
  ),
  bug(
    'forget to keep the text of open calls',
    'relay/core/tick.ts',
    '    turn.partials = state.streams.checkpoint();\n',
    '',
  ),
  {
    name: 'resend a sent call after a wake',
    edits: [
      {
        file: 'relay/core/wake.ts',
        from: "    if (call.phase === 'sent' && !goOnAsking(state, turn, call)) endLost(state, turn, call, stored);\n",
        to: "    if (call.phase === 'sent') {\n      setCall(state, turn, { ...call, phase: 'accepted' });\n      state.queue.add(call);\n    }\n",
      },
      {
        file: 'relay/storage/load-run.ts',
        from: "return phase === 'accepted' || ",
        to: "return phase !== 'ended' || ",
      },
    ],
  },
  bug(
    'lost calls count as safe to repeat',
    'relay/core/wake.ts',
    "retry: isSafe ? 'safe' : 'ask'",
    "retry: 'safe'",
  ),
  bug(
    'page boundary off by one: a page leaves out its first entry',
    'relay/storage/party-store.ts',
    'if (entry.seq < from || entry.seq > to) continue;',
    'if (entry.seq <= from || entry.seq > to) continue;',
  ),
  bug(
    'lose credit: what is given back is not counted',
    'relay/core/subscribe.ts',
    'Math.min(state.config.limits.creditFrames, connection.credit + frames)',
    'Math.min(state.config.limits.creditFrames, connection.credit + frames * 0)',
  ),
  bug(
    'send deltas twice: forget how far a viewer has read',
    'relay/core/delta-streams.ts',
    '        offsets.set(key, offset + news.length);\n',
    '',
  ),
  bug(
    'start nodes while paused',
    'relay/core/append-facts.ts',
    "return startsWork && header.phase === 'paused' ? pausedError() : null;",
    'return startsWork && header.sealed ? pausedError() : null;',
  ),
  bug('seal before open calls have ended', 'relay/core/settle.ts', '  if (open.length > 0) return;\n', ''),
  bug(
    'an epoch that does not rise',
    'relay/core/host-changes.ts',
    'const epoch = state.header.epoch + 1;',
    'const epoch = Math.max(1, state.header.epoch);',
  ),
  bug(
    'a command that comes again is done again',
    'relay/core/handle-command.ts',
    '  if (n <= client.n) {',
    '  if (n < client.n) {',
  ),
  bug(
    'a failed write is tried again behind its successors',
    'relay/shell/batch-writer.ts',
    'begun.splice(position)',
    'begun.splice(position, 1)',
  ),
  bug(
    'tell of entries while storage fails',
    'relay/core/send-entries.ts',
    'viewer === null || state.storageFailed',
    'viewer === null',
  ),
  bug(
    'one call too many to a provider at once',
    'relay/core/call-queue.ts',
    'busy(provider) < limits.callsPerProviderAndFlow',
    'busy(provider) <= limits.callsPerProviderAndFlow',
  ),
  bug(
    'calls of unknown price cost nothing',
    'relay/core/handle-call-progress.ts',
    'if (costMicroUsd === 0 || state.header === null) return [];',
    'if (!costMicroUsd || state.header === null) return [];',
  ),
  bug(
    'a lease never lapses',
    'relay/core/tick.ts',
    "if (state.lease.kind === 'held' && now >= state.lease.expiresAt) parkRun",
    "if (state.lease.kind === 'held' && now >= state.lease.expiresAt * 2) parkRun",
  ),
  bug(
    'wrong cap of Retry-After: what the provider says, for hours',
    'relay/providers/retry-after.ts',
    'Math.min(Math.max(delayInMs, 0), LIMITS.retryAfterCapMs)',
    'Math.max(delayInMs, 0)',
  ),
  bug(
    'a key in an error’s words',
    'relay/providers/run-call.ts',
    "keyVariable: isRing ? '' : (provider?.description.keyVariable ?? ''),",
    "keyVariable: provider?.apiKey ?? '',",
  ),
  bug(
    'a stream without its end marker is a success',
    'relay/providers/call-outcome.ts',
    "return { code: 'incomplete-stream', outcome: 'unknown', retry: 'ask' };",
    'return null;',
  ),
  bug(
    'two nodes may write files of one name',
    'relay/core/command-file.ts',
    '(candidate) => taken.has(candidate)',
    '() => taken.size < 0',
  ),
  bug(
    'files are forgotten with the process',
    'relay/core/room-state.ts',
    'new Map((stored?.files ?? []).map((file) => [file.effectId, file]))',
    'new Map()',
  ),
];
