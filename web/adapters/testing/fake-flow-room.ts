import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as sync from 'y-protocols/sync';
import * as Y from 'yjs';
import { decodeBase64, encodeBase64 } from '#shared/base64.ts';
import type { FlowClientMessage, FlowServerMessage, Participant } from '#shared/protocol/flow-messages.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/limits.ts';
import { CLOSE_CODES, type RunSummary } from '#shared/protocol/messages.ts';
import type { Role } from '#shared/protocol/roles.ts';
import type { Result } from '#shared/result.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { EngineToken } from '../../engine/api.ts';
import type { Clock } from '../../engine/ports.ts';
import { createPartJoiner, docParts } from '../doc-parts.ts';
import type { FlowHttp, FlowPollRequest, FlowPollResponse } from '../flow-http.ts';
import type { Ack } from '../outbox.ts';
import type { OpenSocket, SocketEvents } from '../socket-like.ts';

/**
 * A flow's room as a connection can tell: the document by y-protocols, edits once and in order per client and only by
 * those who may, presence bound to connections, the list of runs. Tests break it where they like.
 */
export interface FakeFlowRoom {
  readonly doc: Y.Doc;
  readonly openSocket: OpenSocket;
  /** Of one visitor; tokens are the visitors' names. */
  readonly visitor: (name: string, role: Role) => Visitor;
  readonly tellRuns: (runs: readonly RunSummary[]) => void;
  /** Sends a frame to every socket as it is. */
  readonly say: (message: FlowServerMessage) => void;
  /** Closes all sockets, or those of one visitor. */
  readonly cut: (code?: number, name?: string) => void;
  /** Ends a visitor's link: its sockets close, its requests are refused. */
  readonly revoke: (name: string) => void;
  /** Sockets that are open and greeted. */
  readonly present: () => number;
  readonly polls: () => number;
  /** Edits carried out, as `client n`. */
  readonly done: readonly string[];
  /** Frames and answers to come are lost on their way back, this many of them. */
  loseAnswers: number;
  offline: boolean;
  /** Sockets do not open. */
  blocked: boolean;
  /** Sockets are turned away: as many as the room takes are there. */
  full: boolean;
  /** Refuses every edit from now on, for good. */
  refusing: WeftError | null;
}

export interface Visitor {
  readonly http: Pick<FlowHttp, 'ticket' | 'poll'>;
  readonly session: () => Promise<
    { readonly ok: true; readonly session: EngineToken } | { readonly ok: false; readonly error: WeftError }
  >;
}

interface Peer {
  readonly events: SocketEvents;
  readonly join: ReturnType<typeof createPartJoiner>;
  readonly joinUpdate: ReturnType<typeof createPartJoiner>;
  visitor: string;
  id: string;
  synced: boolean;
}

const MAY_EDIT: readonly Role[] = ['owner', 'editor'];

export function createFakeFlowRoom(clock: Clock, linkMs = 5): FakeFlowRoom {
  const doc = new Y.Doc();
  const roles = new Map<string, Role>();
  const revoked = new Set<string>();
  const tickets = new Map<string, string>();
  const clients = new Map<string, { n: number; readonly acks: Map<number, Ack> }>();
  const shown = new Map<string, Participant>();
  const done: string[] = [];
  let runs: readonly RunSummary[] = [];
  let peers: Peer[] = [];
  let made = 0;
  let polls = 0;

  const room: FakeFlowRoom = {
    ...{ doc, openSocket, visitor, done, loseAnswers: 0, offline: false, blocked: false, full: false },
    refusing: null,
    tellRuns(list) {
      runs = list;
      room.say({ type: 'runs', data: { runs: [...list] } });
    },
    say: (message) => peers.forEach((peer) => peer.id !== '' && send(peer, message)),
    cut: (code = 1006, name) =>
      [...peers].forEach((peer) => (name === undefined || peer.visitor === name) && drop(peer, code)),
    revoke(name) {
      revoked.add(name);
      room.cut(CLOSE_CODES.revoked, name);
    },
    present: () => peers.filter((peer) => peer.id !== '').length,
    polls: () => polls,
  };

  doc.on('update', (update: Uint8Array, origin: unknown) => {
    const message = messageOf((encoder) => sync.writeUpdate(encoder, update));
    for (const peer of [...peers]) if (peer.synced && peer !== origin) sendDoc(peer, message);
  });

  const isLost = () => {
    if (room.loseAnswers === 0) return false;
    room.loseAnswers -= 1;
    return true;
  };

  function send(peer: Peer, message: FlowServerMessage): void {
    if (isLost()) return drop(peer, 1006);
    const text = JSON.stringify(message);
    clock.after(linkMs, () => {
      if (peers.includes(peer)) peer.events.message(text);
    });
  }

  function sendDoc(peer: Peer, message: Uint8Array): void {
    for (const data of docParts(message)) send(peer, { type: 'doc', data });
  }

  function drop(peer: Peer, code: number): void {
    if (!peers.includes(peer)) return;
    peers = peers.filter((other) => other !== peer);
    if (shown.delete(peer.id)) room.say({ type: 'presence', data: { people: [], gone: [peer.id] } });
    clock.after(linkMs, () => peer.events.closed(code));
  }

  function openSocket(url: string, events: SocketEvents) {
    const ticket = new URL(url).searchParams.get('ticket') ?? '';
    const name = tickets.get(ticket) ?? '';
    const opens = tickets.delete(ticket) && !room.blocked && !room.offline;
    const parts = () => createPartJoiner();
    const peer: Peer = { events, join: parts(), joinUpdate: parts(), visitor: name, id: '', synced: false };
    if (opens) peers.push(peer);
    clock.after(linkMs, () => (opens ? events.open() : events.closed(1006)));
    return {
      send: (text: string) =>
        void clock.after(linkMs, () => {
          if (peers.includes(peer)) receive(peer, JSON.parse(text) as FlowClientMessage);
        }),
      close() {
        if (peers.includes(peer)) drop(peer, 1000);
      },
    };
  }

  function receive(peer: Peer, frame: FlowClientMessage): void {
    switch (frame.type) {
      case 'hello':
        return greet(peer, frame.data.token);
      case 'doc.sync': {
        const joined = peer.join(frame.data);
        if (joined.kind !== 'message') return;
        peer.synced = true;
        sendDoc(peer, answerTo(joined.message));
        return sendDoc(
          peer,
          messageOf((encoder) => sync.writeSyncStep1(encoder, doc)),
        );
      }
      case 'doc.update': {
        const joined = peer.joinUpdate(frame.data);
        if (joined.kind !== 'message') return;
        const { clientId, n } = frame;
        const data = consider(peer.visitor, { clientId, n, message: joined.message }, peer);
        return send(peer, { type: 'ack', data });
      }
      case 'presence': {
        const { id: connectionId, visitor: personId } = peer;
        const person = { connectionId, personId, role: roleOf(personId), presence: frame.data };
        shown.set(connectionId, person);
        for (const other of peers)
          if (other !== peer && other.id !== '')
            send(other, { type: 'presence', data: { people: [person], gone: [] } });
        return;
      }
      case 'credit':
        return;
      case 'ping':
        return send(peer, { type: 'pong', data: { sentAt: frame.data.sentAt, now: clock.now() } });
      default:
        frame satisfies never;
    }
  }

  function greet(peer: Peer, token: string): void {
    if (revoked.has(token)) return drop(peer, CLOSE_CODES.revoked);
    if (room.full) return drop(peer, CLOSE_CODES.full);
    made += 1;
    peer.id = `connection-${made}`;
    const role = roleOf(token);
    const data = { connectionId: peer.id, personId: token, role, protocolVersion: PROTOCOL_VERSION };
    send(peer, { type: 'connection.ready', data: { ...data, now: clock.now() } });
    send(peer, { type: 'runs', data: { runs: [...runs] } });
    send(peer, { type: 'presence', data: { people: [...shown.values()], gone: [] } });
  }

  const roleOf = (name: string) => roles.get(name) ?? 'viewer';

  function consider(
    name: string,
    edit: { readonly clientId: string; readonly n: number; readonly message: Uint8Array },
    origin: unknown,
  ): Ack {
    const { clientId, n, message } = edit;
    const client = clients.get(clientId) ?? { n: 0, acks: new Map<number, Ack>() };
    clients.set(clientId, client);
    const known = client.acks.get(n);
    if (known) return known;
    if (n > client.n + 1)
      return { clientId, n, ok: false, error: weftError('out-of-turn', 'Too early.', { retryable: true }) };
    client.n = n;
    const error = MAY_EDIT.includes(roleOf(name)) ? room.refusing : weftError('not-allowed', 'No.');
    if (error === null) {
      done.push(`${clientId} ${n}`);
      apply(message, origin);
    }
    const ack = error === null ? { clientId, n, ok: true } : { clientId, n, ok: false, error };
    client.acks.set(n, ack);
    return ack;
  }

  function apply(message: Uint8Array, origin: unknown): void {
    sync.readSyncMessage(decoding.createDecoder(message), encoding.createEncoder(), doc, origin);
  }

  function answerTo(step1: Uint8Array): Uint8Array {
    return messageOf((encoder) => sync.readSyncMessage(decoding.createDecoder(step1), encoder, doc, 'room'));
  }

  /** There and back, unless the network is gone; what was done stays done although its answer is lost. */
  async function request<T>(name: string, work: () => T): Promise<Result<T>> {
    await new Promise<void>((resolve) => void clock.after(linkMs, resolve));
    if (room.offline) return unreachable();
    if (revoked.has(name)) return { ok: false, error: weftError('link-ended', 'Ended.') };
    const value = work();
    const lost = isLost();
    await new Promise<void>((resolve) => void clock.after(linkMs, resolve));
    return lost || room.offline ? unreachable() : { ok: true, value };
  }

  function poll(name: string, asked: FlowPollRequest): FlowPollResponse {
    polls += 1;
    const acks = asked.updates.map(({ n, bytes }) =>
      consider(name, { clientId: asked.clientId, n, message: decoded(bytes) }, 'poll'),
    );
    const theirs = stateVectorOf(decoded(asked.sync));
    const isMissing = [...Y.decodeStateVector(theirs)].some(
      ([client, at]) => at > (Y.decodeStateVector(Y.encodeStateVector(doc)).get(client) ?? 0),
    );
    const answers = [answerTo(decoded(asked.sync))];
    if (isMissing) answers.push(messageOf((encoder) => sync.writeSyncStep1(encoder, doc)));
    const role = roleOf(name);
    return {
      acks,
      doc: answers.map(encodeBase64),
      runs: runs.map((run) => ({ ...run })),
      role,
      now: clock.now(),
    };
  }

  function visitor(name: string, role: Role): Visitor {
    roles.set(name, role);
    const session = { token: name, personId: name, role, now: 0 };
    return {
      async session() {
        const answer = await request(name, () => session);
        return answer.ok ? { ok: true, session: answer.value } : answer;
      },
      http: {
        ticket: () =>
          request(name, () => {
            made += 1;
            tickets.set(`ticket-${made}`, name);
            return `ticket-${made}`;
          }),
        poll: (asked) => request(name, () => poll(name, asked)),
      },
    };
  }

  return room;
}

function messageOf(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  write(encoder);
  return encoding.toUint8Array(encoder);
}

function stateVectorOf(step1: Uint8Array): Uint8Array {
  const decoder = decoding.createDecoder(step1);
  decoding.readVarUint(decoder);
  return decoding.readVarUint8Array(decoder);
}

function decoded(text: string): Uint8Array {
  const bytes = decodeBase64(text);
  if (bytes === null) throw new Error('not base64');
  return bytes;
}

const unreachable = (): Result<never> => ({
  ok: false,
  error: weftError('relay-unreachable', 'The relay is out of reach.', { retryable: true }),
});
