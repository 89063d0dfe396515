import { weftError } from '#shared/run/errors.ts';
import { isAllowed } from '../../auth/decide.ts';
import { ROOM_ACTIONS } from '../../auth/needed-action.ts';
import type { Grant } from '../grant.ts';
import { flowRemoved, linkEnded, notFound, refusal } from './answers.ts';
import { createFlow, type FlowRecord } from './flow-record.ts';
import type { FlowAnswer, FlowRequest, FlowRequestOf } from './flow-request.ts';
import { present, send, type FlowState, type FlowTurn } from './flow-state.ts';
import { pollFlow, pollerBucket } from './handle-flow-poll.ts';
import { addLink, changeLink, endLink, listLinks, replaceOwner, useLink } from './handle-links.ts';
import { notAllowed, tooMany } from './handle-update.ts';
import { findVersion, listVersions, nameVersion, removeVersion } from './handle-versions.ts';
import { isGrantOf } from './may-enter-flow.ts';
import { noteMissed } from './outbox.ts';
import { listRuns, upsertRun } from './run-list.ts';
import { forgetRun } from './forget-run.ts';
import { askRuns, removeFlow } from './remove-flow.ts';

const ADMITTED: FlowAnswer = { status: 204, body: null };

/** @param grant who it is for; null = the relay itself. */
export function answerRequest(
  state: FlowState,
  turn: FlowTurn,
  grant: Grant | null,
  request: FlowRequest,
): FlowAnswer {
  const action = ROOM_ACTIONS[`flow ${request.type}`];
  if (action === 'relay') return grant === null ? ofRelay(state, turn, request) : refusal(notAllowed());
  if (grant === null || !isAllowed(grant.role, action)) return refusal(notAllowed());
  const { record } = state;
  if (record === null || grant.flowId !== record.flowId) return notFound();
  if (record.removal) return request.type === 'remove' ? ADMITTED : flowRemoved();
  if (!isGrantOf(record, grant, turn.now)) return linkEnded();
  return ofPerson(state, turn, record, grant, request);
}

function ofRelay(state: FlowState, turn: FlowTurn, request: FlowRequest): FlowAnswer {
  const isOfRun = request.type === 'report' || request.type === 'forget';
  if (state.record?.removal && !isOfRun) return flowRemoved();
  switch (request.type) {
    case 'create':
      return create(state, turn, request);
    case 'token':
      return useLink(state, turn, request);
    case 'report':
      return noteRun(state, turn, request);
    case 'forget':
      return forgetRun(state, turn, request);
    case 'kept.get':
    case 'kept.put':
    case 'kept.look':
      return state.record === null ? notFound() : ADMITTED;
    default:
      return notFound();
  }
}

function ofPerson(
  state: FlowState,
  turn: FlowTurn,
  record: FlowRecord,
  grant: Grant,
  request: FlowRequest,
): FlowAnswer {
  switch (request.type) {
    case 'admit':
    case 'pictures.get':
    case 'pictures.upload':
      return ADMITTED;
    case 'runs':
      return { status: 200, body: { runs: listRuns(state.runs) } };
    case 'poll':
      return pollFlow(state, turn, grant, request.poll);
    case 'document':
      return { status: 200, body: state.document.whole() };
    case 'links.list':
      return listLinks(record, grant);
    case 'versions.list':
      return listVersions(state);
    case 'versions.document':
      return findVersion(state, request);
    default:
      return change(state, turn, record, grant, request);
  }
}

function change(
  state: FlowState,
  turn: FlowTurn,
  record: FlowRecord,
  grant: Grant,
  request: FlowRequest,
): FlowAnswer {
  const retryAfterMs = pollerBucket(state, grant.personId).take(turn.now);
  if (retryAfterMs > 0) return refusal(tooMany(retryAfterMs));
  switch (request.type) {
    case 'links.make':
      return addLink(state, turn, record, grant, request);
    case 'links.change':
      return changeLink(state, turn, record, grant, request);
    case 'links.revoke':
      return endLink(state, turn, record, grant, request);
    case 'owner.replace':
      return replaceOwner(state, turn, record, request);
    case 'remove':
      return removeFlow(state, turn, record, grant);
    case 'pictures.put':
      return ADMITTED;
    case 'versions.make':
      return nameVersion(state, turn, grant, request);
    case 'versions.remove':
      return removeVersion(state, turn, request);
    default:
      return notFound();
  }
}

function create(state: FlowState, turn: FlowTurn, request: FlowRequestOf<'create'>): FlowAnswer {
  const result = createFlow(state.record, request, turn.now);
  if (result.outcome === 'taken')
    return { status: 409, body: { error: weftError('not-allowed', 'This flow belongs to somebody else.') } };
  if (result.outcome === 'replaced') return linkEnded();
  if (result.outcome === 'created') {
    state.record = result.flow;
    turn.recordChanged = true;
  }
  return { status: result.outcome === 'created' ? 201 : 200, body: { flowId: result.flow.flowId } };
}

/** How long a token made before a link ended may still be shown somewhere. */
function lastTokens({ config: { limits } }: FlowState): number {
  return limits.tokenMs + 2 * limits.clockToleranceMs;
}

/**
 * A run's line of the list. Everybody in the room learns of it, and the run's room learns which links will end, or have
 * ended while tokens of theirs are still about: it may be younger than that.
 */
function noteRun(state: FlowState, turn: FlowTurn, { summary }: FlowRequestOf<'report'>): FlowAnswer {
  if (state.record === null) return notFound();
  if (state.forgotten.has(summary.runId)) return notFound();
  const { runs, changed } = upsertRun(state.runs, summary, state.record.lastNumber);
  if (runs !== state.runs) {
    state.runs = runs;
    turn.runs.set(changed.runId, changed);
    askRuns(state);
    for (const connection of present(state)) {
      if (connection.outbox.isOpen()) send(turn, connection, { type: 'runs', data: { runs: [changed] } });
      else noteMissed(connection.outbox).runs = true;
    }
  }
  const since = turn.now - lastTokens(state);
  const ended = state.record.links.flatMap(({ linkId, revokedAt, endsAt }) => {
    const at = revokedAt ?? endsAt;
    return at !== null && at >= since ? [{ linkId, at }] : [];
  });
  return { status: 200, body: { number: changed.number, ended } };
}
