import { isAllowed } from '../../auth/decide.ts';
import { isLive } from '../../auth/flow-links.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import type { Grant } from '../grant.ts';
import type { FlowRecord } from './flow-record.ts';

/**
 * Whether a grant is good in this flow's room now: of this flow, not ended, of a link that is there and has neither
 * ended nor been revoked since the token was made. @param now relay time, ms.
 */
export function isGrantOf(record: FlowRecord | null, grant: Grant, now: number): boolean {
  if (record === null || grant.flowId !== record.flowId) return false;
  if (now > grant.expiresAt + LIMITS.clockToleranceMs) return false;
  const link = record.links.find(({ linkId }) => linkId === grant.linkId);
  return link !== undefined && link.role === grant.role && link.runId === grant.runId && isLive(link, now);
}

/** Links of one run open that run and nothing of the flow. */
export function mayEnterFlow(record: FlowRecord | null, grant: Grant, now: number): boolean {
  return isGrantOf(record, grant, now) && grant.runId === undefined && isAllowed(grant.role, 'flow.read');
}

/** Whether its link was there and is over. */
export function isOfEndedLink({ links }: FlowRecord, grant: Grant, now: number): boolean {
  const link = links.find(({ linkId }) => linkId === grant.linkId);
  return link !== undefined && !isLive(link, now);
}
