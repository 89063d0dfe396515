import { hashByLibrary } from '#shared/hash.ts';
import type { Role } from '#shared/protocol/roles.ts';
import { equalInConstantTime } from './equal-in-constant-time.ts';

/** A link of a flow. Its secret is known to whoever has the link; here lies only its hash. */
export interface FlowLink {
  readonly linkId: string;
  readonly role: Role;
  /** SHA-256 of the secret, hex. A secret has 128 random bits at least, so a plain hash keeps it. */
  readonly secretHash: string;
  readonly name: string;
  readonly createdAt: number;
  /** Relay time, ms; null = no end date. */
  readonly endsAt: number | null;
  readonly revokedAt: number | null;
  /** To the minute; links made before this was noted have none. */
  readonly lastUsedAt?: number | null | undefined;
  /** For links of one run. */
  readonly runId?: string | undefined;
}

export function hashSecret(secret: string): string {
  return hashByLibrary(`weft-link:${secret}`);
}

/** The link that a secret opens now; null when there is none, or it has ended or was revoked. Looks at all of them. */
export function findLink(links: readonly FlowLink[], secret: string, now: number): FlowLink | null {
  const hash = hashSecret(secret);
  let found: FlowLink | null = null;
  for (const link of links) if (equalInConstantTime(link.secretHash, hash)) found = link;
  return found !== null && isLive(found, now) ? found : null;
}

export function isLive(link: FlowLink, now: number): boolean {
  return link.revokedAt === null && (link.endsAt === null || now < link.endsAt);
}

/** Ends a link at once; the list keeps it. An unknown or already revoked one changes nothing. */
export function revokeLink(links: readonly FlowLink[], linkId: string, now: number): readonly FlowLink[] {
  const isRevocable = links.some((link) => link.linkId === linkId && link.revokedAt === null);
  if (!isRevocable) return links;
  return links.map((link) => (link.linkId === linkId ? { ...link, revokedAt: now } : link));
}
