import type { RunSummary } from '#shared/protocol/messages.ts';
import type { Participant, Presence } from '#shared/protocol/flow-messages.ts';
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
  /** Shows where this person points. */
  readonly show: (cursor: NonNullable<Presence['cursor']>) => void;
  readonly sight: () => Sight;
  readonly wake: () => void;
  readonly close: () => void;
}

/** Whom a page sees, and as whom it is seen. */
export interface Sight {
  readonly connectionId: string;
  /** By socket: who polls neither sees nor is seen. */
  readonly isLive: boolean;
  readonly shown: Presence;
  /** By connection. */
  readonly people: ReadonlyMap<string, Participant>;
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
  /** The room tells which runs there are. */
  readonly onRuns: (runs: readonly RunSummary[]) => void;
}

interface PageState {
  connectionId: string;
  isLive: boolean;
  shown: Presence;
  readonly people: Map<string, Participant>;
}

export function openSimPage(options: SimPageOptions): SimPage {
  const { browser, engine, link, clock, added, clientId } = options;
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
  // Nobody else says to be called so: whoever is seen under this name is this page.
  const nothing = { cursor: null, selection: [], viewport: null, editing: null, watching: null };
  const shown: Presence = { name: clientId, colour: 1, ...nothing, visible: true };
  const state: PageState = { connectionId: '', isLive: false, shown, people: new Map() };
  const connection = connect(options, http, sync, state);
  connection.show(shown);
  return Object.freeze({
    ...{ doc, http },
    show(cursor: NonNullable<Presence['cursor']>) {
      state.shown = { ...state.shown, cursor };
      connection.show(state.shown);
    },
    sight: () => state,
    wake: connection.wake,
    close() {
      sync.close();
      connection.close();
    },
  });
}

const ignore = (): void => undefined;

function connect(options: SimPageOptions, http: FlowHttp, sync: FlowSync, state: PageState): FlowConnection {
  const { browser, engine, link, clock, clientId, chance, polls } = options;
  return createFlowConnection({
    ...{ flowId: browser.flowId, clientId, http, clock, chance, syncStep: sync.step },
    session: engine.token,
    forgetToken: (token) => void engine.forgetToken(token),
    openSocket: polls ? null : link.openSocket,
    socketOrigin: 'ws://relay',
    frames: ignore,
    events: {
      session(session) {
        state.connectionId = session.connectionId;
        // Whoever may only look on tries all the same: the room has to refuse it.
        sync.setMayEdit(true);
      },
      opened() {
        state.people.clear();
        sync.opened({ asksForAll: !state.connectionId.startsWith('poll') });
      },
      document: sync.receive,
      health({ state: way }) {
        state.isLive = way === 'live';
        if (way !== 'live' && way !== 'polling') sync.lost();
      },
      people(people, gone) {
        for (const participant of people) state.people.set(participant.connectionId, participant);
        for (const connectionId of gone) state.people.delete(connectionId);
      },
      runs: (runs) => options.onRuns(runs),
      ...{ versionsChanged: ignore, linksChanged: ignore },
    },
  });
}
