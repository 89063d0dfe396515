import type { RunSummary } from '#shared/protocol/messages.ts';
import type { Role } from '#shared/protocol/roles.ts';
import { findLink, hashSecret, type FlowLink } from '../auth/flow-links.ts';

/** What a flow's room knows of its flow: its links and its runs. The document follows. */
export interface FlowRecord {
  readonly flowId: string;
  readonly createdAt: number;
  readonly links: readonly FlowLink[];
}

export type CreateResult =
  { readonly outcome: 'created' | 'same'; readonly flow: FlowRecord } | { readonly outcome: 'taken' };

/** Makes a flow with its owner's link. The same secret again changes nothing; another one is refused. */
export function createFlow(
  existing: FlowRecord | null,
  request: { readonly flowId: string; readonly ownerSecret: string; readonly linkId: string },
  now: number,
): CreateResult {
  if (existing !== null) {
    const link = findLink(existing.links, request.ownerSecret, now);
    return link?.role === 'owner' ? { outcome: 'same', flow: existing } : { outcome: 'taken' };
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
    readonly runId?: string;
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
  };
  return runId === undefined ? common : { ...common, runId };
}

/** Puts a run's line into the list: a new run gets the next number, a known one keeps its own. */
export function upsertRun(
  runs: readonly RunSummary[],
  summary: Omit<RunSummary, 'number'>,
): { readonly runs: readonly RunSummary[]; readonly changed: RunSummary } {
  const known = runs.find((run) => run.runId === summary.runId);
  const number = known?.number ?? Math.max(0, ...runs.map((run) => run.number)) + 1;
  // A report that was overtaken by a later one says less than the list does.
  if (known?.sealed === true) return { runs, changed: known };
  const changed = { ...summary, number };
  return { runs: known ? runs.map((run) => (run === known ? changed : run)) : [...runs, changed], changed };
}

/** Runs listed; older ones stay readable by their link. */
export const RUNS_LISTED = 200;

export function listRuns(runs: readonly RunSummary[]): readonly RunSummary[] {
  return [...runs].sort((one, other) => other.number - one.number).slice(0, RUNS_LISTED);
}
