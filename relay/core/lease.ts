import type { HostRef } from '#shared/run/events.ts';

/**
 * Who drives the run. Bound to a host id and an epoch, never to a connection, so that it survives blips and works over
 * polling. Time is relay time in ms.
 */
export type Lease =
  { readonly kind: 'free'; readonly claims: readonly Claim[]; readonly decideAt: number | null } | HeldLease;

export interface HeldLease {
  readonly kind: 'held';
  readonly epoch: number;
  readonly host: HostRef;
  readonly expiresAt: number;
  /** The worker that speaks for the host; null until it has spoken once under this epoch. */
  readonly clientId: string | null;
  /** The socket it last spoke through; null when it polls. Its closing shortens the lease. */
  readonly connectionId: string | null;
  /** Since when the host's page is hidden; null = visible. */
  readonly hiddenSince: number | null;
  /** A visible tab that may take over from a host long hidden. */
  readonly claims: readonly Claim[];
  readonly decideAt: number | null;
}

export interface Claim {
  readonly host: HostRef;
  readonly visible: boolean;
  readonly clientId: string;
  readonly n: number;
  /** null = asked by polling. */
  readonly connectionId: string | null;
}

export interface LeaseLimits {
  readonly leaseMs: number;
  readonly leaseGraceMs: number;
  readonly claimWindowMs: number;
  readonly hiddenHostMs: number;
}

export const FREE_LEASE: Lease = { kind: 'free', claims: [], decideAt: null };

export interface NewHost {
  readonly host: HostRef;
  readonly visible: boolean;
  readonly clientId: string | null;
  readonly connectionId: string | null;
}

export function takeLease(epoch: number, by: NewHost, now: number, limits: LeaseLimits): HeldLease {
  const { host, visible, clientId, connectionId } = by;
  return {
    kind: 'held',
    epoch,
    host: { hostId: host.hostId, personId: host.personId, name: host.name },
    expiresAt: now + limits.leaseMs,
    clientId,
    connectionId,
    hiddenSince: visible ? null : now,
    claims: [],
    decideAt: null,
  };
}

/** After the relay has started again nobody knows how long the host was away from it: it gets a whole lease. */
export function leaseAfterRestart(
  stored: { readonly epoch: number; readonly host: HostRef | null; readonly hostClient?: string | null },
  now: number,
  limits: LeaseLimits,
): Lease {
  if (stored.host === null) return FREE_LEASE;
  const { host, epoch, hostClient: clientId = null } = stored;
  return takeLease(epoch, { host, visible: true, clientId, connectionId: null }, now, limits);
}

export function renewLease(
  lease: HeldLease,
  by: { readonly visible: boolean; readonly connectionId: string | null },
  now: number,
  limits: LeaseLimits,
): HeldLease {
  const hiddenSince = by.visible ? null : (lease.hiddenSince ?? now);
  return { ...lease, expiresAt: now + limits.leaseMs, connectionId: by.connectionId, hiddenSince };
}

/** A closed socket may be a blip or a closed tab: the host has a short time to come back. */
export function leaseAfterClose(lease: Lease, connectionId: string, now: number, limits: LeaseLimits): Lease {
  if (lease.kind === 'free' || lease.connectionId !== connectionId) return lease;
  const expiresAt = Math.min(lease.expiresAt, now + limits.leaseGraceMs);
  return { ...lease, connectionId: null, expiresAt };
}

/** Whether another tab may ask for the lease although it is held. */
export function isOffered(lease: HeldLease, now: number, limits: LeaseLimits): boolean {
  return lease.hiddenSince !== null && now - lease.hiddenSince >= limits.hiddenHostMs;
}

export function addClaim(lease: Lease, claim: Claim, now: number, limits: LeaseLimits): Lease {
  const others = lease.claims.filter(({ host }) => host.hostId !== claim.host.hostId);
  return { ...lease, claims: [...others, claim], decideAt: lease.decideAt ?? now + limits.claimWindowMs };
}

/** A visible tab before a hidden one, the starter before others, then whoever asked first. */
export function chooseClaim(claims: readonly Claim[], startedBy: string): Claim | null {
  const rank = (claim: Claim): number =>
    (claim.visible ? 0 : 2) + (claim.host.personId === startedBy ? 0 : 1);
  return claims.reduce<Claim | null>(
    (best, claim) => (best === null || rank(claim) < rank(best) ? claim : best),
    null,
  );
}
