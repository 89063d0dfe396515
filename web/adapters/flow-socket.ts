import {
  flowServerMessageSchema,
  type FlowServerMessage,
  type Presence,
} from '#shared/protocol/flow-messages.ts';
import type { SocketHooks, Transport } from './connection-context.ts';
import { createPartJoiner, docParts } from './doc-parts.ts';
import type { FlowEdit, FlowLink } from './flow-link.ts';
import type { Ack } from './outbox.ts';
import { createRoomSocket, type RoomSocket } from './room-socket.ts';
import type { OpenSocket } from './socket-like.ts';

/** A flow's socket: says what it has of the document and who is here, then edits and presence both ways. */

export interface FlowSocketOptions extends SocketHooks {
  readonly link: FlowLink;
  /** ws://host or wss://host, without path. */
  readonly origin: string;
  readonly open: OpenSocket;
}

/** Frames dealt with before the room is told so. */
const CREDIT_STEP = 16;

interface Scope {
  readonly link: FlowLink;
  readonly socket: () => RoomSocket;
  /** Of this socket: half a message of the one before is no beginning of its first. */
  join: ReturnType<typeof createPartJoiner>;
  dealtWith: number;
  /** What the room was last told of this person. */
  shown: Presence | null;
}

export function createFlowSocket({ link, origin, ...hooks }: FlowSocketOptions): Transport {
  const scope: Scope = {
    ...{ link, socket: () => socket, join: createPartJoiner(), dealtWith: 0, shown: null },
  };
  const socket: RoomSocket = createRoomSocket<FlowServerMessage, FlowEdit, Ack>({
    ...hooks,
    link,
    address: `${origin}/parties/flow/${link.flowId}`,
    parse(json) {
      const parsed = flowServerMessageSchema.safeParse(json);
      return parsed.success ? parsed.data : null;
    },
    receive: (message) => receive(scope, message),
    begin: () => begin(scope),
    framesOf: ({ message, clientId, n }) =>
      docParts(message).map((data) => ({ type: 'doc.update', clientId, n, data })),
  });
  return Object.freeze({
    ...socket,
    flush() {
      socket.flush();
      present(scope);
    },
  });
}

function begin(scope: Scope): void {
  Object.assign(scope, { join: createPartJoiner(), dealtWith: 0, shown: null });
  scope.link.events.opened();
  for (const data of docParts(scope.link.syncStep())) scope.socket().write({ type: 'doc.sync', data });
  present(scope);
}

function present(scope: Scope): void {
  const data = scope.link.presence();
  if (data === null || data === scope.shown || !scope.socket().isReady()) return;
  scope.shown = data;
  scope.socket().write({ type: 'presence', data });
}

function receive(scope: Scope, message: FlowServerMessage): void {
  const { events } = scope.link;
  switch (message.type) {
    case 'connection.ready':
      events.session(message.data);
      break;
    case 'doc':
      takePart(scope, message.data);
      break;
    case 'presence':
      events.people(message.data.people, message.data.gone);
      break;
    case 'runs':
      events.runs(message.data.runs, message.data.gone);
      break;
    case 'versions.changed':
      events.versionsChanged();
      break;
    case 'links.changed':
      events.linksChanged();
      break;
    case 'ack':
    case 'pong':
    case 'error':
      break; // the socket itself has dealt with it
    default:
      message satisfies never;
  }
  giveCredit(scope);
}

function takePart(scope: Scope, part: Extract<FlowServerMessage, { type: 'doc' }>['data']): void {
  const joined = scope.join(part);
  if (joined.kind === 'message') scope.link.events.document(joined.message);
  if (joined.kind === 'nonsense') scope.socket().restart();
}

function giveCredit(scope: Scope): void {
  scope.dealtWith += 1;
  if (scope.dealtWith < CREDIT_STEP) return;
  scope.socket().write({ type: 'credit', data: { frames: scope.dealtWith } });
  scope.dealtWith = 0;
}
