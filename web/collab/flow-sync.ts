import type { WeftError } from '#shared/run/errors.ts';
import type { FlowDoc } from './flow-doc.ts';
import { readSyncMessage, writeSyncMessage } from './sync-message.ts';

/**
 * Keeps a document in step with the relay's. What is edited while the relay is away needs no queue: it is in the
 * document, and the first thing a relay asks for is what it lacks [DO1].
 */

/** Edits of this span go out together, but the first goes at once. */
const SEND_EVERY_MS = 40;

export type RelaySyncState = 'offline' | 'syncing' | 'synced';

export interface FlowSync {
  /** What the relay is to be asked with. */
  readonly step: () => Uint8Array;
  /** There is a new way to the relay. `asksForAll` = it will ask for what it lacks; by polling it may overlook what was only deleted. */
  readonly opened: (way: { readonly asksForAll: boolean }) => void;
  /** The way to the relay is gone. */
  readonly lost: () => void;
  readonly receive: (message: Uint8Array) => void;
  /** Who may not edit sends nothing. */
  readonly setMayEdit: (mayEdit: boolean) => void;
  /** Sends what waits now: the page is about to go. */
  readonly flush: () => void;
  readonly close: () => void;
}

export interface FlowSyncOptions {
  readonly doc: FlowDoc;
  readonly merge: (updates: readonly Uint8Array[]) => Uint8Array;
  readonly send: (message: Uint8Array) => Promise<{
    readonly ok: boolean;
    readonly error?: WeftError | undefined;
  }>;
  /** Calls once after the delay; returns what calls it off. */
  readonly after: (delayInMs: number, callback: () => void) => () => void;
  readonly onState: (state: RelaySyncState) => void;
  /** The relay's document has been taken in for the first time. */
  readonly onFirst: () => void;
  /** An edit of this person was refused for good: what is seen here is no longer what the others have. */
  readonly onRefused: (error: WeftError | null) => void;
  /** Something came that is no change of a document. Nothing of it was kept. */
  readonly onNonsense: () => void;
}

interface SyncScope extends FlowSyncOptions {
  mayEdit: boolean;
  open: boolean;
  /** The relay has told all it has since it was reached. */
  told: boolean;
  /** And has asked for what it lacks, or been told unasked: edits go out as they come. */
  asked: boolean;
  everTold: boolean;
  waiting: Uint8Array[];
  inFlight: number;
  state: RelaySyncState;
  cancelSend: (() => void) | null;
  closed: boolean;
}

export function createFlowSync(options: FlowSyncOptions): FlowSync {
  const scope: SyncScope = {
    ...options,
    ...{ mayEdit: false, open: false, told: false, asked: false, everTold: false, closed: false },
    ...{ waiting: [], inFlight: 0, state: 'offline', cancelSend: null },
  };
  const { doc } = options;
  const stop = doc.onLocalUpdate((update) => {
    if (!scope.open || !scope.asked || !scope.mayEdit) return;
    scope.waiting.push(update);
    sendSoon(scope);
  });
  return Object.freeze({
    step: () => writeSyncMessage({ kind: 'step-1', stateVector: doc.stateVector() }),
    opened({ asksForAll }) {
      // Whatever waited is in the document, and the relay will ask for it.
      Object.assign(scope, { open: true, told: false, asked: !asksForAll, waiting: [] });
      tellState(scope);
      if (!asksForAll && scope.mayEdit) sendDeletions(scope);
    },
    lost() {
      scope.cancelSend?.();
      Object.assign(scope, { open: false, told: false, asked: false, waiting: [], cancelSend: null });
      tellState(scope);
    },
    receive: (message) => receive(scope, message),
    setMayEdit(mayEdit) {
      scope.mayEdit = mayEdit;
    },
    flush: () => sendNow(scope),
    close() {
      sendNow(scope);
      scope.closed = true;
      scope.cancelSend?.();
      stop();
    },
  } satisfies FlowSync);
}

function receive(scope: SyncScope, bytes: Uint8Array): void {
  if (scope.closed) return;
  const message = readSyncMessage(bytes);
  if (message === null) return scope.onNonsense();
  try {
    if (message.kind === 'step-1') answer(scope, message.stateVector);
    else scope.doc.applyRemote(message.update);
  } catch {
    return scope.onNonsense();
  }
  if (message.kind === 'step-2') {
    scope.told = true;
    if (!scope.everTold) scope.onFirst();
    scope.everTold = true;
  }
  tellState(scope);
}

/** An update without anything in it: no structs, no deletions. */
const EMPTY_BYTES = 2;

function answer(scope: SyncScope, stateVector: Uint8Array): void {
  scope.asked = true;
  if (!scope.mayEdit) return;
  scope.waiting = [];
  const update = scope.doc.encode(stateVector);
  if (update.length > EMPTY_BYTES) send(scope, writeSyncMessage({ kind: 'step-2', update }));
}

/** State vectors say nothing about deletions, so a relay that compares them only does not know that it lacks one. */
function sendDeletions(scope: SyncScope): void {
  const update = scope.doc.encode(scope.doc.stateVector());
  if (update.length > EMPTY_BYTES) send(scope, writeSyncMessage({ kind: 'update', update }));
}

function sendSoon(scope: SyncScope): void {
  if (scope.cancelSend !== null) return;
  sendNow(scope);
  scope.cancelSend = scope.after(SEND_EVERY_MS, () => {
    scope.cancelSend = null;
    if (scope.waiting.length > 0) sendSoon(scope);
  });
}

function sendNow(scope: SyncScope): void {
  const [first, ...more] = scope.waiting;
  if (first === undefined || scope.closed) return;
  const update = more.length === 0 ? first : scope.merge(scope.waiting);
  scope.waiting = [];
  send(scope, writeSyncMessage({ kind: 'update', update }));
}

function send(scope: SyncScope, message: Uint8Array): void {
  scope.inFlight += 1;
  tellState(scope);
  void scope.send(message).then((ack) => {
    scope.inFlight -= 1;
    if (scope.closed) return;
    // It builds on an edit that is still on its way by another tab: the room asks for all that it lacks by itself.
    if (!ack.ok && ack.error?.code !== 'out-of-turn') scope.onRefused(ack.error ?? null);
    tellState(scope);
  });
}

function tellState(scope: SyncScope): void {
  const isDone = scope.told && scope.inFlight === 0 && scope.waiting.length === 0;
  const state = !scope.open ? 'offline' : isDone ? 'synced' : 'syncing';
  if (state === scope.state) return;
  scope.state = state;
  scope.onState(state);
}
