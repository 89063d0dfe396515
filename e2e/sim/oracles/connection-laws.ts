import type { AckMessage } from '#shared/protocol/messages.ts';
import type { Witness } from './law-broken.ts';
import type { StreamReading } from './viewer-laws.ts';

export interface ConnectionScope {
  readonly witness: Witness;
  /** Virtual time, ms. */
  readonly now: () => number;
  readonly storageFailedAt: () => number;
  readonly hostOf: (tab: string) => string | null;
  /** The one run that a tab may see; null = all of the flow's. */
  readonly runOf: (tab: string) => string | null;
  /** The ticket of each connection to a room. */
  readonly tickets: Map<string, string>;
  /** The connection that each ticket has let in. */
  readonly admitted: Map<string, string>;
  /** When a person's link was over, virtual time in ms. */
  readonly revokedAt: Map<string, number>;
  /** By client: since when, and how often, it was told nothing but that its number is out of turn. */
  readonly outOfTurn: Map<string, { readonly since: number; readonly times: number }>;
  readonly killedAt: number;
}

/** A client that waits for a lost number is heard no more: whoever is told so sends the missing one with the next try. */
const OUT_OF_TURN_MS = 8_000;
const OUT_OF_TURN_AT_LEAST = 4;

export function checkNumbers(
  { outOfTurn, witness, hostOf, now }: ConnectionScope,
  { tab }: StreamReading,
  { clientId, n, error, lease }: AckMessage['data'],
): void {
  // Who has no lease in the answer is not refused a lease, but its number; intruders count as they like.
  const isLost = error?.code === 'out-of-turn' && error.retryable && lease === undefined;
  if (hostOf(tab) === null) return;
  if (!isLost) return void outOfTurn.delete(clientId);
  const { since, times } = outOfTurn.get(clientId) ?? { since: now(), times: 0 };
  outOfTurn.set(clientId, { since, times: times + 1 });
  if (times >= OUT_OF_TURN_AT_LEAST && now() > since + OUT_OF_TURN_MS)
    witness.broken('RC2', `${tab} is refused its command ${n}, and all others: one before it never comes`);
}

/** Somebody is let in: by a ticket that was not used before, and into nothing that the link is not for. */
export function checkWelcome(
  scope: ConnectionScope,
  connectionId: string,
  { tab, runId }: StreamReading,
): void {
  const { tickets, admitted, witness, runOf } = scope;
  const ticket = tickets.get(connectionId) ?? '';
  // One that was lost with a kill before anybody was told is as good as new.
  if ((admitted.get(ticket) ?? connectionId) !== connectionId)
    witness.broken('AU1', `${tab} comes in with a ticket that was used before`);
  admitted.set(ticket, connectionId);
  if ((runOf(tab) ?? runId) !== runId)
    witness.broken('AU1', `${tab} comes into ${runId} by the link of another run`);
}

/** The rooms of runs are told at once, and again while they do not answer, which they do when nothing breaks. */
const REVOKED_WITHIN_MS = 90_000;
const REVOKED_IN_PEACE_MS = 10_000;
const PEACE_MS = 30_000;

/** @param personId who is told something of a run; null = nobody knows. */
export function checkRevoked(scope: ConnectionScope, personId: string | null, tab: string): void {
  const { revokedAt, witness, now } = scope;
  const at = personId === null ? undefined : revokedAt.get(personId);
  if (at === undefined) return;
  const brokeAt = Math.max(scope.killedAt, scope.storageFailedAt());
  const isPeace = brokeAt === 0 || brokeAt < at - PEACE_MS;
  if (now() > at + (isPeace ? REVOKED_IN_PEACE_MS : REVOKED_WITHIN_MS))
    witness.broken(
      'AU1',
      `${tab} still hears of a run, ${Math.round(now() - at)} ms after its link was revoked`,
    );
}
