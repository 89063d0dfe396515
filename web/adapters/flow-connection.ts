import type { Presence } from '#shared/protocol/flow-messages.ts';
import { WeftFailure, type WeftError } from '#shared/run/errors.ts';
import type { ConnectionHealth, EngineToken } from '../engine/api.ts';
import type { Clock } from '../engine/ports.ts';
import { createHealthKeeper } from './connection-health.ts';
import type { FlowHttp } from './flow-http.ts';
import type { FlowConnectionEvents, FlowEdit, FlowLink } from './flow-link.ts';
import { createFlowPolling } from './flow-polling.ts';
import { createFlowSocket } from './flow-socket.ts';
import type { FrameLog } from './frame-log.ts';
import { createOutbox, type Ack } from './outbox.ts';
import { reconnectOptions, type ReconnectOptions } from './reconnect-options.ts';
import { createRelayRoute } from './relay-route.ts';
import type { OpenSocket } from './socket-like.ts';

export interface FlowConnectionOptions extends Partial<ReconnectOptions> {
  readonly flowId: string;
  /** Of this page: edits are numbered per id. */
  readonly clientId: string;
  readonly http: Pick<FlowHttp, 'ticket' | 'poll'>;
  /** The page's token, from the engine: one browser is one person. */
  readonly session: () => Promise<
    { readonly ok: true; readonly session: EngineToken } | { readonly ok: false; readonly error: WeftError }
  >;
  readonly forgetToken: (refused: string) => void;
  readonly clock: Clock;
  readonly events: FlowConnectionEvents;
  /** A sync step 1 of the document as it is; asked for with every new socket and every poll. */
  readonly syncStep: () => Uint8Array;
  /** null = there are no sockets here. */
  readonly openSocket: OpenSocket | null;
  /** ws://host or wss://host. */
  readonly socketOrigin: string;
  readonly chance: () => number;
  readonly frames: FrameLog;
}

/** The page's connection to its flow's room. */
export interface FlowConnection {
  /** Sends a sync step 2 or update, however many connections that takes. Resolves with what came of it; after close() it may never resolve. */
  readonly send: (message: Uint8Array) => Promise<Ack>;
  /** Shown to the others from now on; never by polling. */
  readonly show: (presence: Presence) => void;
  readonly state: () => ConnectionHealth;
  /** The network or the tab may have come back. */
  readonly wake: () => void;
  /** Connects now, also after a refusal. */
  readonly reconnect: () => void;
  readonly close: () => void;
}

/** A socket, and polling where sockets do not open. What was sent and not acknowledged is sent again, in its order. */
export function createFlowConnection(options: FlowConnectionOptions): FlowConnection {
  const { flowId, clientId, http, clock, events, chance, frames, syncStep, forgetToken } = options;
  // What a run tells on its bus, everybody here learns from the health alone.
  const health = createHealthKeeper(clock, { publish: () => undefined }, events.health);
  const outbox = createOutbox<FlowEdit, Ack>(clientId);
  let presence: Presence | null = null;
  const session = async () => {
    const answer = await options.session();
    if (!answer.ok) throw new WeftFailure(answer.error);
    return answer.session;
  };
  const link: FlowLink = {
    ...{ flowId, clientId, http, clock, outbox, chance, frames, events, syncStep, session, forgetToken },
    personId: async () => (await session()).personId,
    presence: () => presence,
    async ticket() {
      const answer = await http.ticket();
      if (!answer.ok) throw new WeftFailure(answer.error);
      return answer.value;
    },
    report: health.report,
    options: reconnectOptions(options),
  };
  const { openSocket: open, socketOrigin: origin } = options;
  const route = createRelayRoute({
    clock,
    poll: () => createFlowPolling(link),
    openSocket: open === null ? null : (hooks) => createFlowSocket({ link, origin, open, ...hooks }),
  });
  return Object.freeze({
    send(message: Uint8Array) {
      const { acked } = outbox.add({ message });
      route.flush();
      return acked;
    },
    show(next: Presence) {
      presence = next;
      route.flush();
    },
    state: health.now,
    wake: route.wake,
    reconnect() {
      route.leave();
      health.report({ state: 'connecting', error: null });
      route.enter();
    },
    close: route.close,
  });
}
