import { weftError, type WeftError } from '#shared/run/errors.ts';
import { questionRefusal } from './approvals.ts';
import type { Answer } from './answer-command.ts';
import { appendFacts, endedError } from './append-facts.ts';
import type { Grant } from './grant.ts';
import type { LATER, Placed, Sender } from './handle-command.ts';
import { grantLease, heldByOther, leaseNow, offerRun, parkRun } from './host-changes.ts';
import { addClaim, isOffered, renewLease, type Claim, type HeldLease } from './lease.ts';
import { missingBlob, nameInOutputs } from './missing-blob.ts';
import type { RoomState, Turn } from './room-state.ts';
import { isOver } from './run-header.ts';

/** A host that knows an older epoch has been replaced. Terminal: it drops what was not confirmed and never resends. */
export function staleEpoch(): WeftError {
  return weftError('stale-epoch', 'Another tab runs this flow now.');
}

/**
 * The lease when this client holds it under this epoch, else null. The epoch alone proves nothing: it stands in the log,
 * which every editor reads [RM2]. The first worker of the host's person that speaks is the host's.
 */
export function leaseOf(
  state: RoomState,
  epoch: number,
  grant: Grant,
  place: { readonly clientId: string; readonly connectionId: string | null },
): HeldLease | null {
  const { lease } = state;
  if (lease.kind === 'free' || lease.epoch !== epoch || lease.host.personId !== grant.personId) return null;
  if (lease.clientId !== null && lease.clientId !== place.clientId) return null;
  const { clientId, connectionId } = place;
  if (lease.clientId === clientId && lease.connectionId === connectionId) return lease;
  state.lease = { ...lease, clientId, connectionId };
  // Stored with the acknowledgement of the command that is being dealt with.
  if (state.header !== null) state.header = { ...state.header, hostClient: clientId };
  return state.lease;
}

/** The tab that was the host comes back at once; others wait until the window for claims is over. */
export function claimLease(
  state: RoomState,
  turn: Turn,
  command: Placed<'host.claim'>,
  grant: Grant,
): Answer | typeof LATER {
  const { header, lease } = state;
  if (header === null || isOver(header)) return { error: endedError(), lease: leaseNow(state) };
  const { hostId, visible, name } = command.data;
  const { clientId, n, connectionId } = command;
  const host = { hostId, personId: grant.personId, name };
  const claim: Claim = { host, visible, clientId, n, connectionId };
  const last = lease.kind === 'held' ? lease.host : lease.claims.length === 0 ? header.lastHost : null;
  if (last && isSameHost(last, host)) {
    grantLease(state, turn, claim);
    return { seq: state.header?.head, lease: leaseNow(state) };
  }
  if (lease.kind === 'held' && !(visible && isOffered(lease, turn.now, state.config.limits)))
    return { error: heldByOther(), lease: leaseNow(state) };
  state.lease = addClaim(lease, claim, turn.now, state.config.limits);
  return 'later';
}

const isSameHost = (one: Claim['host'], other: Claim['host']): boolean =>
  one.hostId === other.hostId && one.personId === other.personId;

export function renewHost(state: RoomState, turn: Turn, command: Placed<'host.renew'>, grant: Grant): Answer {
  const { hostId, epoch, visible } = command.data;
  const lease = leaseOf(state, epoch, grant, command);
  if (lease === null || lease.host.hostId !== hostId) return { error: staleEpoch(), lease: leaseNow(state) };
  const { limits } = state.config;
  const renewed = renewLease(lease, { visible, connectionId: command.connectionId }, turn.now, limits);
  const becomesOffered =
    isOffered(renewed, turn.now, limits) && !isOffered(lease, lease.expiresAt - limits.leaseMs, limits);
  state.lease = renewed;
  if (becomesOffered) offerToOthers(state, turn, command.connectionId);
  return { lease: leaseNow(state) };
}

/** A host hidden for long lets a visible tab have the run: hidden tabs freeze. */
function offerToOthers(state: RoomState, turn: Turn, hostConnection: string | null): void {
  for (const connection of state.connections.values())
    if (connection.id !== hostConnection) offerRun(state, turn, connection);
}

export function releaseLease(
  state: RoomState,
  turn: Turn,
  command: Placed<'host.release'>,
  grant: Grant,
): Answer {
  const { hostId, epoch } = command.data;
  const lease = leaseOf(state, epoch, grant, command);
  if (lease === null || lease.host.hostId !== hostId) return { error: staleEpoch(), lease: leaseNow(state) };
  parkRun(state, turn, 'released', grant.personId);
  return { seq: state.header?.head, lease: leaseNow(state) };
}

/** Facts of the host: all of them are written, or none. */
export function appendAsHost(
  state: RoomState,
  turn: Turn,
  command: Placed<'host.append'>,
  { grant, pictures }: Sender,
): Answer {
  const { epoch, facts, afresh } = command.data;
  if (state.header === null || isOver(state.header)) return { error: endedError() };
  if (leaseOf(state, epoch, grant, command) === null) return { error: staleEpoch(), lease: leaseNow(state) };
  const behind = afresh ? undefined : state.clients.get(command.clientId)?.appendRefusal;
  const error =
    behind ??
    fullError(state, facts.length) ??
    missingBlob(state, facts, pictures) ??
    questionRefusal(state, facts) ??
    appendFacts(state, turn, facts, { by: grant.personId, epoch });
  if (error) return { error };
  nameInOutputs(state, turn, facts, pictures);
  return { seq: state.header.head };
}

/** Entries kept back for the ends of calls, for stopping and for sealing. */
const RESERVED_ENTRIES = 64;

/** Why a run takes no more, or null. Every open call may still write three entries, every open question two. */
export function fullError(state: RoomState, entries: number): WeftError | null {
  const { entriesPerRun } = state.config.limits;
  const reserved =
    Math.min(RESERVED_ENTRIES, Math.floor(entriesPerRun / 4)) +
    state.requests.size * 3 +
    state.questions.size * 2;
  if ((state.header?.head ?? 0) + entries + reserved <= entriesPerRun) return null;
  return runFull('entries', entriesPerRun);
}

export function runFull(of: 'entries' | 'amendments' | 'files', most: number): WeftError {
  return weftError('run-full', `A run may have ${most} ${of}. Start a new run from where this one is.`);
}
