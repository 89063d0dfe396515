import type { RunSummary } from '#shared/protocol/messages.ts';
import type { Role } from '#shared/protocol/roles.ts';
import { weftError } from '#shared/run/errors.ts';
import { isAllowed } from '../../auth/decide.ts';
import { findLink, hashSecret, isLive, revokeLink, type FlowLink } from '../../auth/flow-links.ts';
import { linkAction } from '../../auth/needed-action.ts';
import type { Grant } from '../grant.ts';
import { linkEnded, notFound, refusal } from './answers.ts';
import { makeLink, shownLink, type FlowRecord } from './flow-record.ts';
import type { FlowAnswer, FlowRequestOf } from './flow-request.ts';
import type { FlowState, FlowTurn } from './flow-state.ts';
import { dropEnded } from './flow-tick.ts';
import { notAllowed } from './handle-update.ts';
import { sendListChanged } from './presence.ts';

/** All links of a flow lie in one stored value. */
const LINKS_KEPT = 200;
/** Last use is kept this exactly, so that a link in use does not write all the time. */
const LAST_USE_MS = 60_000;

/** A link's secret against what a token may say. */
export function useLink(state: FlowState, turn: FlowTurn, { secret }: FlowRequestOf<'token'>): FlowAnswer {
  const { record } = state;
  if (record === null) return notFound();
  const link = findLink(record.links, secret, turn.now);
  if (link === null) return linkEnded();
  const lastUsedAt = Math.floor(turn.now / LAST_USE_MS) * LAST_USE_MS;
  if (link.lastUsedAt !== lastUsedAt) replaceLink(state, turn, record, { ...link, lastUsedAt });
  const { linkId, role, runId } = link;
  const expiresAt = Math.min(turn.now + state.config.limits.tokenMs, link.endsAt ?? Number.POSITIVE_INFINITY);
  const grant = { linkId, flowId: record.flowId, role, expiresAt };
  const { endsAt } = link;
  return { status: 200, body: { grant: runId === undefined ? grant : { ...grant, runId }, endsAt } };
}

/** Owners see all links, others those that they may make. */
export function listLinks(record: FlowRecord, grant: Grant): FlowAnswer {
  const links = record.links.filter(({ role }) => maySet(grant, role)).map(shownLink);
  return { status: 200, body: { links } };
}

export function addLink(
  state: FlowState,
  turn: FlowTurn,
  record: FlowRecord,
  grant: Grant,
  request: FlowRequestOf<'links.make'>,
): FlowAnswer {
  const { role, runId, endsAt } = request;
  if (!maySet(grant, role)) return refusal(notAllowed());
  if ((linkAction(role) === 'run.share') !== (runId !== undefined))
    return refusal(
      weftError('bad-frame', 'A link of a run names its run; others name none.', { field: 'runId' }),
    );
  if (isPast(endsAt, turn.now)) return refusal(pastEnd());
  const live = record.links.filter((link) => isLive(link, turn.now));
  if (live.length >= LINKS_KEPT)
    return refusal(
      weftError('rate-limited-here', `A flow has ${LINKS_KEPT} links at most. Revoke one first.`),
    );
  const link = makeLink(request, turn.now);
  const kept = record.links.length < LINKS_KEPT ? record.links : withoutOldestEnded(record.links, turn.now);
  setLinks(state, turn, record, [...kept, link]);
  if (endsAt !== null) pushEnd(state, link, endsAt, (run) => !run.sealed);
  return { status: 201, body: { link: shownLink(link), secret: request.secret } };
}

/** Name and end date. An end within the life of tokens that are out is told to the rooms of runs, where those work. */
export function changeLink(
  state: FlowState,
  turn: FlowTurn,
  record: FlowRecord,
  grant: Grant,
  { linkId, name, endsAt }: FlowRequestOf<'links.change'>,
): FlowAnswer {
  const link = record.links.find((known) => known.linkId === linkId);
  if (link === undefined) return notFound();
  if (!maySet(grant, link.role)) return refusal(notAllowed());
  if (link.revokedAt !== null) return refusal(weftError('out-of-turn', 'This link has been revoked.'));
  if (endsAt !== undefined && link.role === 'owner')
    return refusal(weftError('out-of-turn', 'The owner’s link does not end.'));
  if (isPast(endsAt, turn.now)) return refusal(pastEnd());
  const changed = {
    ...link,
    ...(name === undefined ? {} : { name }),
    ...(endsAt === undefined ? {} : { endsAt }),
  };
  replaceLink(state, turn, record, changed);
  if (endsAt !== undefined && endsAt !== link.endsAt) pushEnd(state, changed, endsAt);
  dropEnded(state, turn);
  tellLinks(state, turn);
  return { status: 200, body: { link: shownLink(changed) } };
}

/** Ends a link for good: its sockets here are closed, the rooms of runs are told. */
export function endLink(
  state: FlowState,
  turn: FlowTurn,
  record: FlowRecord,
  grant: Grant,
  { linkId }: FlowRequestOf<'links.revoke'>,
): FlowAnswer {
  const link = record.links.find((known) => known.linkId === linkId);
  if (link === undefined) return notFound();
  if (!maySet(grant, link.role)) return refusal(notAllowed());
  if (link.role === 'owner') return refusal(weftError('out-of-turn', 'The owner’s link cannot be revoked.'));
  if (linkId === grant.linkId)
    return refusal(weftError('out-of-turn', 'This is the link you came by. Ask the owner to revoke it.'));
  if (link.revokedAt !== null) return { status: 204, body: null };
  setLinks(state, turn, record, revokeLink(record.links, linkId, turn.now));
  pushEnd(state, link, turn.now);
  dropEnded(state, turn);
  return { status: 204, body: null };
}

/**
 * The owner's link may have come into wrong hands: another one takes its place, and it ends, wherever it is used. The
 * new secret comes from the owner's browser, which keeps it before it asks, so that an answer that is lost locks nobody
 * out.
 */
export function replaceOwner(
  state: FlowState,
  turn: FlowTurn,
  record: FlowRecord,
  { linkId, ownerSecret: secret }: FlowRequestOf<'owner.replace'>,
): FlowAnswer {
  const isKnown = record.links.some(({ secretHash }) => secretHash === hashSecret(secret));
  if (isKnown) return refusal(weftError('out-of-turn', 'This secret was used before. Take another one.'));
  const old = record.links.filter((link) => link.role === 'owner' && isLive(link, turn.now));
  const ended = old.reduce((links, link) => revokeLink(links, link.linkId, turn.now), record.links);
  const link = makeLink({ linkId, role: 'owner', secret, name: 'Owner', endsAt: null }, turn.now);
  setLinks(state, turn, record, [link, ...ended]);
  for (const each of old) pushEnd(state, each, turn.now);
  dropEnded(state, turn);
  return { status: 204, body: null };
}

function maySet({ role: own }: Grant, role: Role): boolean {
  return isAllowed(own, linkAction(role));
}

/** Rooms of runs keep to the moment what tokens alone would tell them a minute late. */
function pushEnd(
  state: FlowState,
  { linkId, runId }: FlowLink,
  at: number | null,
  isConcerned: (run: RunSummary) => boolean = () => true,
): void {
  const newestFirst = state.runs.filter(isConcerned).sort((one, other) => other.number - one.number);
  const runIds = runId === undefined ? newestFirst.map((run) => run.runId) : [runId];
  if (runIds.length > 0) state.pushes.add({ linkId, at, runIds });
}

function replaceLink(state: FlowState, turn: FlowTurn, record: FlowRecord, link: FlowLink): void {
  state.record = {
    ...record,
    links: record.links.map((known) => (known.linkId === link.linkId ? link : known)),
  };
  turn.recordChanged = true;
}

function setLinks(state: FlowState, turn: FlowTurn, record: FlowRecord, links: readonly FlowLink[]): void {
  state.record = { ...record, links };
  turn.recordChanged = true;
  tellLinks(state, turn);
}

function tellLinks(state: FlowState, turn: FlowTurn): void {
  sendListChanged(
    state,
    turn,
    'links.changed',
    ({ grant }) => grant !== null && isAllowed(grant.role, 'run.share'),
  );
}

/** There are fewer live ones than are kept, so one has ended. */
function withoutOldestEnded(links: readonly FlowLink[], now: number): readonly FlowLink[] {
  const oldest = links.find((link) => !isLive(link, now));
  return links.filter((link) => link !== oldest);
}

function isPast(endsAt: number | null | undefined, now: number): boolean {
  return endsAt !== undefined && endsAt !== null && endsAt <= now;
}

function pastEnd() {
  return weftError('bad-frame', 'The end date has passed already.', { field: 'endsAt' });
}
