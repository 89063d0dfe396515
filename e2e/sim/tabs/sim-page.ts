import type { Clock } from '../../../web/engine/ports.ts';
import type { EngineApi } from '../../../web/engine/api.ts';
import { createFlowConnection, type FlowConnection } from '../../../web/adapters/flow-connection.ts';
import { createFlowHttp } from '../../../web/adapters/flow-http.ts';
import { createRelayFetch } from '../../../web/adapters/relay-request.ts';
import { compactUpdates, createFlowDoc } from '../../../web/collab/document.ts';
import type { FlowDoc } from '../../../web/collab/flow-doc.ts';
import { createFlowSync, type FlowSync } from '../../../web/collab/flow-sync.ts';
import type { FlowHttp } from '../../../web/adapters/flow-http.ts';
import type { Link } from '../kernel/network.ts';
import type { Browser } from './browser.ts';

/** The document in a tab: the product's document, its sync and its connection, as web/open-together.ts puts them together. */
export interface SimPage {
  readonly doc: FlowDoc;
  readonly http: FlowHttp;
  readonly wake: () => void;
  readonly close: () => void;
}

export interface SimPageOptions {
  readonly browser: Browser;
  readonly engine: EngineApi;
  readonly link: Link;
  readonly clock: Clock;
  readonly clientId: string;
  readonly chance: () => number;
  readonly polls: boolean;
  /** The room has stored a message with these nodes. */
  readonly onAcknowledged: (nodeIds: readonly string[]) => void;
  /** Ids of the nodes that this page has added. */
  readonly added: readonly string[];
}

export function openSimPage(options: SimPageOptions): SimPage {
  const { browser, engine, link, clock, added } = options;
  const { flowId } = browser;
  const doc = createFlowDoc(flowId);
  // What was edited here before is on the browser's disk, also what the relay has never seen.
  for (const change of browser.changes) doc.applyUpdate(change);
  doc.onLocalUpdate((update) => browser.changes.push(update));
  doc.onRemoteUpdate((update) => browser.changes.push(update));
  const http = createFlowHttp({
    ...{ flowId, request: createRelayFetch('', link.fetch) },
    ...{ session: engine.token, forget: engine.forgetToken },
  });
  const sync: FlowSync = createFlowSync({
    ...{ doc, merge: compactUpdates, after: clock.after },
    send(message) {
      const text = new TextDecoder('latin1').decode(message);
      const sent = added.filter((nodeId) => text.includes(nodeId));
      return connection.send(message).then((ack) => {
        if (ack.ok) options.onAcknowledged(sent);
        return ack;
      });
    },
    ...{ onState: ignore, onFirst: ignore, onRefused: ignore, onNonsense: ignore },
  });
  const connection = connect(options, http, sync);
  return Object.freeze({
    ...{ doc, http },
    wake: connection.wake,
    close() {
      sync.close();
      connection.close();
    },
  });
}

const ignore = (): void => undefined;

function connect(options: SimPageOptions, http: FlowHttp, sync: FlowSync): FlowConnection {
  const { browser, engine, link, clock, clientId, chance, polls } = options;
  let connectionId = '';
  return createFlowConnection({
    ...{ flowId: browser.flowId, clientId, http, clock, chance, syncStep: sync.step },
    session: engine.token,
    forgetToken: (token) => void engine.forgetToken(token),
    openSocket: polls ? null : link.openSocket,
    socketOrigin: 'ws://relay',
    frames: ignore,
    events: {
      session(session) {
        connectionId = session.connectionId;
        // Whoever may only look on tries all the same: the room has to refuse it.
        sync.setMayEdit(true);
      },
      opened: () => sync.opened({ asksForAll: !connectionId.startsWith('poll') }),
      document: sync.receive,
      health({ state }) {
        if (state !== 'live' && state !== 'polling') sync.lost();
      },
      ...{ people: ignore, runs: ignore, versionsChanged: ignore, linksChanged: ignore },
    },
  });
}
