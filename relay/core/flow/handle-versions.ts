import { weftError } from '#shared/run/errors.ts';
import type { Grant } from '../grant.ts';
import { storageFailed } from '../handle-command.ts';
import { notFound, refusal } from './answers.ts';
import type { FlowAnswer, FlowRequestOf } from './flow-request.ts';
import type { KeptVersion } from './flow-step.ts';
import type { FlowState, FlowTurn } from './flow-state.ts';
import { sendListChanged } from './presence.ts';

/** Versions of a flow; none is dropped for another: an editor deletes it or it stays. */
const VERSIONS_PER_FLOW = 200;
/** Of all versions together, as so many of the largest documents. */
const DOCUMENTS_KEPT = 4;

export function listVersions(state: FlowState): FlowAnswer {
  const versions = [...state.versions].reverse().map(shownVersion);
  return { status: 200, body: { versions } };
}

/** Names the document as the room has it now. */
export function nameVersion(
  state: FlowState,
  turn: FlowTurn,
  grant: Grant,
  { versionId, name, by }: FlowRequestOf<'versions.make'>,
): FlowAnswer {
  if (state.storageFailed) return refusal(storageFailed());
  if (state.versions.length >= VERSIONS_PER_FLOW)
    return refusal(
      weftError(
        'rate-limited-here',
        `A flow keeps ${VERSIONS_PER_FLOW} versions at most. Delete one that nobody needs first.`,
      ),
    );
  const document = state.document.whole();
  const kept = state.versions.reduce((sum, { bytes }) => sum + bytes, 0);
  if (kept + document.length > DOCUMENTS_KEPT * state.config.limits.flowFileBytes)
    return refusal(
      weftError(
        'rate-limited-here',
        'The versions of this flow have become too large. Delete some that nobody needs first.',
      ),
    );
  const { personId } = grant;
  const version: KeptVersion = { versionId, name, at: turn.now, personId, by, bytes: document.length };
  state.versions = [...state.versions, version];
  turn.versions.push({ version, document });
  sendListChanged(state, turn, 'versions.changed', () => true);
  return { status: 201, body: { version: shownVersion(version) } };
}

export function findVersion(state: FlowState, { versionId }: FlowRequestOf<'versions.document'>): FlowAnswer {
  const isKept = state.versions.some((version) => version.versionId === versionId);
  return isKept ? { status: 200, body: { versionId } } : notFound();
}

/** Forgets a version and its document, for everybody. */
export function removeVersion(
  state: FlowState,
  turn: FlowTurn,
  { versionId }: FlowRequestOf<'versions.remove'>,
): FlowAnswer {
  if (state.storageFailed) return refusal(storageFailed());
  const version = state.versions.find((known) => known.versionId === versionId);
  if (version === undefined) return notFound();
  state.versions = state.versions.filter((known) => known !== version);
  turn.droppedVersions.push(version);
  sendListChanged(state, turn, 'versions.changed', () => true);
  return { status: 204, body: null };
}

function shownVersion({ bytes: _bytes, ...version }: KeptVersion) {
  return version;
}
