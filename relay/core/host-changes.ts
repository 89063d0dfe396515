import type { AckMessage } from '#shared/protocol/messages.ts';
import { weftError } from '#shared/run/errors.ts';
import { isAllowed } from '../auth/decide.ts';
import { appendOwn } from './append-facts.ts';
import { answerCommand } from './answer-command.ts';
import { chooseClaim, FREE_LEASE, isOffered, takeLease, type Claim } from './lease.ts';
import { send, sendToPerson, type Connection, type RoomState, type Turn } from './room-state.ts';
import { isOver } from './run-header.ts';

/** The lease as an ack tells it. */
export function leaseNow(state: RoomState): NonNullable<AckMessage['data']['lease']> {
  const { lease, header } = state;
  if (lease.kind === 'free') return { epoch: header?.epoch ?? 0, hostId: null, expiresAt: 0 };
  return { epoch: lease.epoch, hostId: lease.host.hostId, expiresAt: lease.expiresAt };
}

/** Gives the lease to whoever claims it, under the next epoch: everything of an older one is refused from now on. */
export function grantLease(state: RoomState, turn: Turn, claim: Claim): void {
  if (state.header === null) return;
  const epoch = state.header.epoch + 1;
  state.lease = takeLease(epoch, claim, turn.now, state.config.limits);
  appendOwn(
    state,
    turn,
    [{ type: 'execution.host.changed', data: { epoch, host: state.lease.host, reason: 'claimed' } }],
    { by: claim.host.personId },
  );
  state.header = { ...state.header, hostClient: claim.clientId };
}

/** Takes the lease away and tells the editors that the run wants a host. */
export function parkRun(
  state: RoomState,
  turn: Turn,
  reason: 'released' | 'expired',
  by: string | null,
): void {
  const { header } = state;
  state.lease = { ...FREE_LEASE, claims: state.lease.claims, decideAt: state.lease.decideAt };
  if (header === null || isOver(header)) return;
  appendOwn(
    state,
    turn,
    [{ type: 'execution.host.changed', data: { epoch: header.epoch, host: null, reason } }],
    { by },
  );
  const personIds = [...state.connections.values()].flatMap(({ grant }) => grant?.personId ?? []);
  for (const personId of new Set(personIds)) {
    const data = wantedBy(state, personId, turn.now);
    if (data) sendToPerson(state, turn, { personId, action: 'run.host' }, { type: 'host.wanted', data });
  }
}

/** Whether the run waits for a host, or would change a long hidden one, and whether this person's tab may take it without asking. */
export function wantedBy(
  state: RoomState,
  personId: string,
  now: number,
): { readonly epoch: number; readonly auto: boolean } | null {
  const { header, lease } = state;
  if (header === null || isOver(header)) return null;
  if (lease.kind === 'held' && !isOffered(lease, now, state.config.limits)) return null;
  const parkedForMs = now - (header.parkedAt ?? now);
  const isRecent = parkedForMs < state.config.limits.parkedAutoResumeMs;
  return { epoch: header.epoch, auto: isRecent || header.startedBy.personId === personId };
}

export function offerRun(state: RoomState, turn: Turn, connection: Connection): void {
  const { grant } = connection;
  if (grant === null || !isAllowed(grant.role, 'run.host')) return;
  const wanted = wantedBy(state, grant.personId, turn.now);
  if (wanted) send(turn, connection.id, { type: 'host.wanted', data: wanted });
}

/** The window for claims is over: one gets the lease, the others learn who. */
export function decideClaims(state: RoomState, turn: Turn): void {
  const { claims } = state.lease;
  state.lease = { ...state.lease, claims: [], decideAt: null };
  if (state.header === null || isOver(state.header)) {
    for (const claim of claims) answerClaim(state, turn, claim, null);
    return;
  }
  const winner = chooseClaim(claims, state.header.startedBy.personId);
  if (winner) grantLease(state, turn, winner);
  for (const claim of claims) answerClaim(state, turn, claim, winner);
}

function answerClaim(state: RoomState, turn: Turn, claim: Claim, winner: Claim | null): void {
  const error = claim === winner ? undefined : heldByOther();
  answerCommand(state, turn, claim, { error, lease: leaseNow(state) });
}

export function heldByOther(): ReturnType<typeof weftError> {
  return weftError('out-of-turn', 'Another tab is running this flow.', { retryable: true });
}
