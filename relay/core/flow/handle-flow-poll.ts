import { decodeBase64, encodeBase64 } from '#shared/base64.ts';
import { weftError } from '#shared/run/errors.ts';
import type { Grant } from '../grant.ts';
import { createTokenBucket, type TokenBucket } from '../token-bucket.ts';
import { refusal } from './answers.ts';
import type { FlowAnswer, FlowPoll } from './flow-request.ts';
import type { FlowState, FlowTurn } from './flow-state.ts';
import { answersTo, encodeAnswers } from './handle-doc.ts';
import { takeUpdate, tooMany } from './handle-update.ts';
import { allRuns } from './run-list.ts';
import { readSyncMessage, SYNC } from './sync-message.ts';

/** Everything that a socket does but presence, in one request. */
export function pollFlow(state: FlowState, turn: FlowTurn, grant: Grant, poll: FlowPoll): FlowAnswer {
  const bucket = pollerBucket(state, grant.personId);
  const retryAfterMs = bucket.take(turn.now);
  if (retryAfterMs > 0) return refusal(tooMany(retryAfterMs));
  const stateVector = decodeBase64(poll.sync);
  if (stateVector === null || !isStep1(state, stateVector))
    return refusal(weftError('bad-frame', 'This is no state of a document.', { field: 'sync' }));
  for (const { n, bytes } of poll.updates) {
    const message = decodeBase64(bytes) ?? weftError('bad-frame', 'This change is no base64.');
    takeUpdate(state, turn, { clientId: poll.clientId, n, grant, connection: null, bucket, message });
  }
  const answers = answersTo(state, stateVector) ?? [];
  return {
    status: 200,
    body: {
      acks: turn.pollAcks,
      doc: encodeAnswers(answers).map(encodeBase64),
      ...allRuns(state),
      role: grant.role,
      now: turn.now,
    },
  };
}

function isStep1({ document }: FlowState, message: Uint8Array): boolean {
  const sync = readSyncMessage(message);
  return sync?.kind === SYNC.step1 && document.canRead(sync.payload);
}

/** Pollers remembered; whoever is forgotten starts with a full bucket again. */
const POLLERS_KEPT = 1_000;

export function pollerBucket(state: FlowState, personId: string): TokenBucket {
  const { clientCommandsPerSecond, clientCommandBurst } = state.config.limits;
  const bucket =
    state.pollers.get(personId) ?? createTokenBucket(clientCommandsPerSecond, clientCommandBurst);
  state.pollers.delete(personId);
  state.pollers.set(personId, bucket);
  const [oldest] = state.pollers.keys();
  if (state.pollers.size > POLLERS_KEPT && oldest !== undefined) state.pollers.delete(oldest);
  return bucket;
}
