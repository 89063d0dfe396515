import { LIMITS } from '#shared/protocol/limits.ts';
import { isAllowed } from '../auth/decide.ts';
import type { Grant } from './grant.ts';
import { hasEnded, type LinkEnds } from './link-ends.ts';
import type { RunHeader } from './run-header.ts';

/** Whether a grant belongs to this run at all, and its link has not ended since. @param now relay time, ms. */
export function mayEnterRun(header: RunHeader, grant: Grant, now: number, ends: LinkEnds): boolean {
  if (grant.flowId !== header.flowId || hasEnded(ends, grant, now)) return false;
  if (grant.runId !== undefined && grant.runId !== header.runId) return false;
  return now <= grant.expiresAt + LIMITS.clockToleranceMs && isAllowed(grant.role, 'run.read');
}
