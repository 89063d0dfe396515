import { weftError, type WeftError } from '#shared/run/errors.ts';
import { browserClock } from './adapters/browser-clock.ts';
import { createFlowConnection, type FlowConnection } from './adapters/flow-connection.ts';
import { createFlowHttp } from './adapters/flow-http.ts';
import { createFrameLog } from './adapters/frame-log.ts';
import { browserStorage, createLocalStore } from './adapters/local-store.ts';
import { pageRelay } from './adapters/page-relay.ts';
import { openPartySocket } from './adapters/socket-like.ts';
import { createSystemClock } from './adapters/system-clock.ts';
import { compactUpdates } from './collab/document.ts';
import type { FlowDoc } from './collab/flow-doc.ts';
import { createFlowSync, type FlowSync } from './collab/flow-sync.ts';
import type { EngineClient } from './engine/client.ts';
import type { FlowSession } from './state/flow-session.svelte.ts';
import { isEditingRole } from './state/together/together.svelte.ts';

/** The composition of an open flow's connection to its room: a chunk of its own, fetched beside the editor. */

export interface TogetherOptions {
  readonly flowId: string;
  readonly doc: FlowDoc;
  readonly flow: FlowSession;
  /** One browser is one person: the page speaks with the engine's token. */
  readonly engine: Pick<EngineClient['api'], 'token' | 'forgetToken'>;
  /** The room's document has been taken in for the first time. */
  readonly onFirst: () => void;
  /** The relay does not let this link in, or does not answer. */
  readonly onTrouble: (error: WeftError, isFinal: boolean) => void;
  readonly note: (error: WeftError) => void;
}

export interface OpenTogether {
  /** Sends what was edited last; the page is about to go. */
  readonly flush: () => void;
  readonly close: () => void;
}

const NONSENSE = weftError(
  'bad-frame',
  'The relay sent a change that cannot be read. It was left out; reload the page if something is missing.',
);

export function openTogether(options: TogetherOptions): OpenTogether {
  const { doc, flow } = options;
  const sync: FlowSync = createFlowSync({
    doc,
    merge: compactUpdates,
    send: (message) => connection.send(message),
    after: browserClock.after,
    onState: flow.together.takeSync,
    onFirst: options.onFirst,
    onRefused: (error) => {
      if (error !== null) flow.together.takeRefusal(error);
    },
    onNonsense: () => options.note(NONSENSE),
  });
  const connection = connect(options, sync);
  flow.together.attach(connection);
  const stopListening = listenToPage(connection, sync);
  return Object.freeze({
    flush: sync.flush,
    close() {
      stopListening();
      sync.close();
      connection.close();
    },
  });
}

function connect({ flowId, flow, engine, onTrouble }: TogetherOptions, sync: FlowSync): FlowConnection {
  const storage = createLocalStore(browserStorage());
  const isPolling = storage.get('weft:transport') === 'polling' || typeof WebSocket === 'undefined';
  let own = { connectionId: '', personId: '' };
  return createFlowConnection({
    flowId,
    clientId: randomId(),
    http: createFlowHttp({ flowId, request: pageRelay, session: engine.token, forget: engine.forgetToken }),
    session: engine.token,
    forgetToken: (token) => void engine.forgetToken(token),
    clock: createSystemClock(),
    syncStep: sync.step,
    openSocket: isPolling ? null : openPartySocket,
    socketOrigin: location.origin.replace(/^http/, 'ws'),
    chance: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32,
    frames: createFrameLog(storage.get('weft:debug') !== null, (line) => globalThis.console.debug(line)),
    events: {
      session(session) {
        own = session;
        sync.setMayEdit(isEditingRole(session.role));
        flow.together.takeRole(session.role);
      },
      opened() {
        flow.together.people.begin(own.personId);
        sync.opened({ asksForAll: !own.connectionId.startsWith('poll') });
      },
      document: sync.receive,
      people: flow.together.takePeople,
      runs: flow.takeRuns,
      versionsChanged: () => flow.together.tellChanged('versions'),
      linksChanged: () => flow.together.tellChanged('links'),
      health(health) {
        if (health.state !== 'live' && health.state !== 'polling') sync.lost();
        flow.together.takeHealth(health);
        if (health.error !== null && (health.state === 'lost' || health.state === 'refused'))
          onTrouble(health.error, health.state === 'refused');
      },
    },
  });
}

/** The network goes or comes back, the tab comes back, or the page goes. */
function listenToPage(connection: FlowConnection, sync: FlowSync): () => void {
  const wake = () => {
    if (document.visibilityState === 'visible') connection.wake();
  };
  const leave = () => sync.flush();
  window.addEventListener('online', wake);
  window.addEventListener('offline', wake);
  window.addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', wake);
  return () => {
    window.removeEventListener('online', wake);
    window.removeEventListener('offline', wake);
    window.removeEventListener('pagehide', leave);
    document.removeEventListener('visibilitychange', wake);
  };
}

/** 160 random bits. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(20));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
