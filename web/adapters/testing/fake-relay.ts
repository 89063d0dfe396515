import { LIMITS, PROTOCOL_VERSION } from '#shared/protocol/limits.ts';
import type { AckMessage, Command, ConnectionMessage, ServerMessage } from '#shared/protocol/messages.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { Clock } from '../../engine/ports.ts';
import type { PollRequest, PollResponse, RelayHttp } from '../relay-http.ts';
import type { OpenSocket, SocketEvents } from '../socket-like.ts';

/**
 * One run's room as a connection can tell: tickets for one use, hello, a tail that does not reach back for ever, credit,
 * commands once and in order per client, polling. Every command adds one entry. Tests break it where they like.
 */
export interface FakeRelay {
  readonly http: RelayHttp;
  readonly openSocket: OpenSocket;
  readonly log: readonly LogEntry[];
  /** Numbers of the commands that were carried out, in order. */
  readonly done: readonly number[];
  /** Sockets that said hello, in all. */
  readonly greeted: () => number;
  readonly polls: readonly PollRequest[];
  /** Adds entries as somebody else's doing. */
  readonly grow: (count: number) => void;
  /** Closes all sockets. */
  readonly cut: (code?: number) => void;
  /** kill -9: sockets break, the tail is empty. */
  readonly restart: () => void;
  /** Frames and answers to come are lost on their way back, this many of them. */
  loseAnswers: number;
  /** No request gets through. */
  offline: boolean;
  /** Sockets do not open. */
  blocked: boolean;
  /** Refuses every command from now on, for good. */
  refusing: boolean;
}

interface Peer {
  readonly events: SocketEvents;
  greeted: boolean;
  /** Next entry to send; null = not subscribed. */
  next: number | null;
  credit: number;
}

const TAIL = 20;
/** Entries in one frame. */
const FRAME = 4;

export function createFakeRelay(clock: Clock, linkMs = 5): FakeRelay {
  const log: LogEntry[] = [];
  const done: number[] = [];
  const polls: PollRequest[] = [];
  const clients = new Map<string, { n: number; readonly acks: Map<number, AckMessage['data']> }>();
  const tickets = new Set<string>();
  let peers: Peer[] = [];
  let tailFrom = 1;
  let greeted = 0;
  let made = 0;

  const relay: FakeRelay = {
    http: httpOf(),
    openSocket,
    log,
    done,
    greeted: () => greeted,
    polls,
    grow(count) {
      for (let index = 0; index < count; index += 1) add();
      tellAll();
    },
    cut: (code = 1006) => [...peers].forEach((peer) => drop(peer, code)),
    restart() {
      tailFrom = log.length + 1;
      relay.cut();
    },
    loseAnswers: 0,
    offline: false,
    blocked: false,
    refusing: false,
  };

  function add(): number {
    const seq = log.length + 1;
    log.push({ type: 'execution.resumed', data: {}, runId: 'run', seq, at: seq, by: null });
    tailFrom = Math.max(tailFrom, seq - TAIL + 1);
    return seq;
  }

  function consider({ clientId, n }: Command): AckMessage {
    const client = clients.get(clientId) ?? { n: 0, acks: new Map<number, AckMessage['data']>() };
    clients.set(clientId, client);
    const known = client.acks.get(n);
    if (known) return { type: 'ack', data: known };
    const error = relay.refusing
      ? weftError('not-allowed', 'No.')
      : n > client.n + 1
        ? weftError('out-of-turn', 'Too early.', { retryable: true })
        : null;
    if (error?.retryable) return { type: 'ack', data: { clientId, n, ok: false, error } };
    client.n = n;
    const data = error
      ? { clientId, n, ok: false, error }
      : { clientId, n, ok: true, seq: (done.push(n), add()) };
    client.acks.set(n, data);
    return { type: 'ack', data };
  }

  const isLost = () => {
    if (relay.loseAnswers === 0) return false;
    relay.loseAnswers -= 1;
    return true;
  };

  function send(peer: Peer, message: ServerMessage): void {
    if (isLost()) return drop(peer, 1006);
    const text = JSON.stringify(message);
    clock.after(linkMs, () => {
      if (peers.includes(peer)) peer.events.message(text);
    });
  }

  function drop(peer: Peer, code: number): void {
    if (!peers.includes(peer)) return;
    peers = peers.filter((other) => other !== peer);
    clock.after(linkMs, () => peer.events.closed(code));
  }

  function tellAll(): void {
    for (const peer of [...peers]) tell(peer);
  }

  function tell(peer: Peer): void {
    while (peer.next !== null && peer.next <= log.length) {
      if (peer.next < tailFrom) {
        peer.next = null;
        return send(peer, { type: 'behind', data: { head: log.length } });
      }
      if (peer.credit === 0) return;
      peer.credit -= 1;
      const entries = log.slice(peer.next - 1, peer.next - 1 + FRAME);
      peer.next += entries.length;
      send(peer, { type: 'entries', data: { entries, through: peer.next - 1 } });
    }
  }

  function openSocket(url: string, events: SocketEvents) {
    const peer: Peer = { events, greeted: false, next: null, credit: LIMITS.creditFrames };
    const ticket = new URL(url).searchParams.get('ticket') ?? '';
    const opens = tickets.delete(ticket) && !relay.blocked && !relay.offline;
    if (opens) peers.push(peer);
    clock.after(linkMs, () => (opens ? events.open() : events.closed(1006)));
    return {
      send: (text: string) =>
        void clock.after(linkMs, () => {
          if (peers.includes(peer)) receive(peer, JSON.parse(text) as ConnectionMessage | Command);
        }),
      close() {
        peers = peers.filter((other) => other !== peer);
      },
    };
  }

  function receive(peer: Peer, frame: ConnectionMessage | Command): void {
    switch (frame.type) {
      case 'hello':
        greeted += 1;
        peer.greeted = true;
        return send(peer, {
          type: 'connection.ready',
          data: {
            connectionId: `socket-${greeted}`,
            personId: 'ada',
            role: 'editor',
            protocolVersion: PROTOCOL_VERSION,
            now: clock.now(),
            head: log.length,
          },
        });
      case 'subscribe': {
        const next = frame.data.after + 1;
        if (next < tailFrom && next <= log.length)
          return send(peer, { type: 'behind', data: { head: log.length } });
        peer.next = next;
        const head = log.length;
        send(peer, { type: 'subscribed', data: { head, now: clock.now(), partials: [] } });
        return tell(peer);
      }
      case 'unsubscribe':
        peer.next = null;
        return;
      case 'credit':
        peer.credit += frame.data.frames;
        return tell(peer);
      case 'ping':
        return send(peer, { type: 'pong', data: { sentAt: frame.data.sentAt, now: clock.now() } });
      default: {
        const ack = consider(frame);
        tellAll();
        return send(peer, ack);
      }
    }
  }

  /** There and back, unless the network is gone; what was done stays done although its answer is lost. */
  async function request<T>(work: () => T): Promise<T> {
    await new Promise<void>((resolve) => void clock.after(linkMs, resolve));
    if (relay.offline) throw unreachable();
    const answer = work();
    const lost = isLost();
    await new Promise<void>((resolve) => void clock.after(linkMs, resolve));
    if (lost || relay.offline) throw unreachable();
    return answer;
  }

  function poll(asked: PollRequest): PollResponse {
    polls.push(asked);
    const acks = asked.commands.map((command) => consider(command as Command));
    tellAll();
    const entries = log.slice(asked.after, asked.after + FRAME);
    const through = asked.after + entries.length;
    return { acks, entries, through, head: log.length, partials: [], now: clock.now(), wanted: null };
  }

  function httpOf(): RelayHttp {
    const never = () => Promise.reject(new WeftFailure(weftError('not-found', 'No.')));
    const session = {
      token: 'token',
      personId: 'ada',
      role: 'editor' as const,
      person: 'proof',
      now: 0,
    };
    return {
      session: () => request(() => session),
      forgetToken: () => undefined,
      httpHosts: () => undefined,
      providers: never,
      runs: never,
      startRun: never,
      putBlob: never,
      getBlob: never,
      uploaded: never,
      putPiece: never,
      getPicture: never,
      ticket: () =>
        request(() => {
          made += 1;
          tickets.add(`ticket-${made}`);
          return `ticket-${made}`;
        }),
      page: (_runId, page) =>
        request(() => {
          const from = page * LIMITS.entriesPerPage;
          return { entries: log.slice(from, from + LIMITS.entriesPerPage), head: log.length };
        }),
      poll: (_runId, asked) => request(() => poll(asked)),
    };
  }

  return relay;
}

function unreachable(): WeftFailure {
  return new WeftFailure(weftError('relay-unreachable', 'The relay is out of reach.', { retryable: true }));
}
