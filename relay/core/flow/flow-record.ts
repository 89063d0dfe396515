import type { Link } from '#shared/protocol/flow-messages.ts';
import type { Role } from '#shared/protocol/roles.ts';
import { findLink, hashSecret, type FlowLink } from '../../auth/flow-links.ts';

/** What a flow's room knows of its flow besides runs and the document. */
export interface FlowRecord {
  /** The highest number of a run that is gone; left out = none is. */
  readonly lastNumber?: number | undefined;
  readonly flowId: string;
  readonly createdAt: number;
  readonly links: readonly FlowLink[];
  /** Its owner has deleted it, for everybody: nothing but this is kept of it, and its runs as long as they are there. */
  readonly removal?: { readonly at: number; readonly by: string } | undefined;
}

export type CreateResult =
  | { readonly outcome: 'created' | 'same'; readonly flow: FlowRecord }
  /** By somebody else, or by a link that its owner has replaced. */
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'replaced' };

/** Makes a flow with its owner's link. The same secret again changes nothing; another one is refused. */
export function createFlow(
  existing: FlowRecord | null,
  request: { readonly flowId: string; readonly ownerSecret: string; readonly linkId: string },
  now: number,
): CreateResult {
  if (existing !== null) {
    const link = findLink(existing.links, request.ownerSecret, now);
    if (link?.role === 'owner') return { outcome: 'same', flow: existing };
    const hash = hashSecret(request.ownerSecret);
    const isOld = existing.links.some(({ role, secretHash }) => role === 'owner' && secretHash === hash);
    return isOld ? { outcome: 'replaced' } : { outcome: 'taken' };
  }
  const { flowId, ownerSecret, linkId } = request;
  const owner = makeLink({ linkId, role: 'owner', secret: ownerSecret, name: 'Owner', endsAt: null }, now);
  return { outcome: 'created', flow: { flowId, createdAt: now, links: [owner] } };
}

export function makeLink(
  link: {
    readonly linkId: string;
    readonly role: Role;
    readonly secret: string;
    readonly name: string;
    readonly endsAt: number | null;
    readonly runId?: string | undefined;
  },
  now: number,
): FlowLink {
  const { linkId, role, secret, name, endsAt, runId } = link;
  const common = {
    linkId,
    role,
    secretHash: hashSecret(secret),
    name,
    createdAt: now,
    endsAt,
    revokedAt: null,
    lastUsedAt: null,
  };
  return runId === undefined ? common : { ...common, runId };
}

/** A link as the list shows it: everything but the hash of its secret. */
export function shownLink({ secretHash: _hash, runId, lastUsedAt, ...link }: FlowLink): Link {
  return { ...link, lastUsedAt: lastUsedAt ?? null, ...(runId === undefined ? {} : { runId }) };
}
