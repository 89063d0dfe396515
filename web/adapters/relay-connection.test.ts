import { describe, expect, it } from 'vitest';
import { CLOSE_CODES, type ServerMessage } from '#shared/protocol/messages.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { ConnectionHealth } from '../engine/api.ts';
import { createVirtualClock } from '../engine/testing/virtual-clock.ts';
import { createFrameLog } from './frame-log.ts';
import type { BusMessage } from './client-bus.ts';
import type { ReconnectOptions } from './reconnect-options.ts';
import { createRelayConnection } from './relay-connection.ts';
import type { PollRequest, RelayHttp } from './relay-http.ts';
import { createRelayPolling } from './relay-polling.ts';
import type { OpenSocket, SocketEvents } from './socket-like.ts';
import { numberedEntries } from './testing.ts';

interface FakeSocket {
  readonly url: string;
  readonly events: SocketEvents;
  readonly sent: { type: string; n?: number; data: Record<string, unknown> }[];
  closed: boolean;
}

/** A connection over sockets and requests that the test answers by hand. */
function setUp(options: { blocked?: boolean; reconnect?: Partial<ReconnectOptions> } = {}) {
  const clock = createVirtualClock();
  const sockets: FakeSocket[] = [];
  const polls: PollRequest[] = [];
  const seqs: number[] = [];
  const health: ConnectionHealth[] = [];
  const heads: number[] = [];
  const frames: string[] = [];
  let log: LogEntry[] = [];
  const open: OpenSocket = (url, events) => {
    const socket: FakeSocket = { url, events, sent: [], closed: false };
    sockets.push(socket);
    if (options.blocked) clock.after(5, () => events.closed(1006));
    return {
      send: (text) => void socket.sent.push(JSON.parse(text)),
      close: () => {
        socket.closed = true;
      },
    };
  };
  const never = () => Promise.reject(new WeftFailure(weftError('not-found', 'No.')));
  const http: RelayHttp = {
    session: async () => ({ token: 'token', personId: 'me', role: 'editor', person: 'proof', now: 0 }),
    forgetToken: () => undefined,
    httpHosts: () => undefined,
    providers: never,
    runs: never,
    startRun: never,
    ticket: async () => `ticket-${sockets.length + 1}`,
    page: async () => ({ entries: log, head: log.length }),
    async poll(_runId, request) {
      polls.push(request);
      const entries = log.slice(request.after);
      const acks = request.commands.map((command) => {
        const { clientId, n } = command as { clientId: string; n: number };
        return { type: 'ack' as const, data: { clientId, n, ok: true } };
      });
      return { acks, entries, through: log.length, head: log.length, partials: [], now: 0, wanted: null };
    },
    putBlob: never,
    getBlob: never,
    uploaded: never,
    putPiece: never,
    getPicture: never,
  };
  const connection = createRelayConnection({
    runId: 'run',
    after: 0,
    clientId: 'client',
    http,
    clock,
    openSocket: open,
    openPolling: createRelayPolling,
    socketOrigin: 'ws://relay',
    chance: () => 0,
    frames: createFrameLog(true, (line) => frames.push(line)),
    ...options.reconnect,
    events: {
      entries: (entries) => seqs.push(...entries.map(({ seq }) => seq)),
      deltas: () => undefined,
      time: () => undefined,
      session: () => undefined,
      caughtUp: (head) => heads.push(head),
      wanted: () => undefined,
      health: (state) => health.push(state),
    },
  });
  const tell = (socket: FakeSocket | undefined, message: ServerMessage) =>
    socket?.events.message(JSON.stringify(message));
  const welcome = (socket: FakeSocket | undefined) => {
    socket?.events.open();
    tell(socket, {
      type: 'connection.ready',
      data: {
        connectionId: 'c',
        personId: 'me',
        role: 'editor',
        protocolVersion: 1,
        now: 0,
        head: log.length,
      },
    });
  };
  return {
    ...{ clock, sockets, polls, seqs, health, heads, connection, tell, welcome, options, frames },
    grow: (to: number) => {
      log = numberedEntries(1, to);
    },
    now: () => health.at(-1)?.state,
  };
}

const pause = { type: 'execution.pause', data: {} } as const;
const typesOf = (socket: FakeSocket | undefined) => socket?.sent.map(({ type }) => type);

describe('relay connection', () => {
  it('says hello, subscribes after what it has, and sends what waits', async () => {
    const { clock, sockets, connection, welcome } = setUp();
    void connection.send(pause);
    await clock.run(1);
    welcome(sockets[0]);
    expect(sockets[0]?.url).toBe('ws://relay/parties/run/run?ticket=ticket-1');
    expect(typesOf(sockets[0])).toEqual(['hello', 'subscribe', 'execution.pause', 'ping']);
    expect(sockets[0]?.sent[1]?.data).toEqual({ after: 0 });
  });

  it('sends again what was not acknowledged, in order, over the next socket', async () => {
    const { clock, sockets, connection, welcome, tell, now } = setUp();
    await clock.run(1);
    welcome(sockets[0]);
    const first = connection.send(pause);
    void connection.send({ type: 'execution.resume', data: {} });
    tell(sockets[0], { type: 'ack', data: { clientId: 'client', n: 1, ok: true } });
    expect(await first).toMatchObject({ ok: true });
    sockets[0]?.events.closed(1006);
    expect(now()).toBe('lost');
    await clock.run(2_000);
    welcome(sockets[1]);
    expect(typesOf(sockets[1])).toEqual(['hello', 'subscribe', 'execution.resume', 'ping']);
    expect(sockets[1]?.sent[2]?.n).toBe(2);
    expect(now()).toBe('live');
  });

  it('[RM3] fills a gap from pages and subscribes after it', async () => {
    const { clock, sockets, seqs, welcome, tell, grow } = setUp();
    grow(6);
    await clock.run(1);
    welcome(sockets[0]);
    tell(sockets[0], { type: 'entries', data: { entries: numberedEntries(5, 6), through: 6 } });
    await clock.run(2);
    expect(seqs).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('[RM3] reads pages when it is behind, then subscribes again', async () => {
    const { clock, sockets, seqs, heads, welcome, tell, grow } = setUp();
    grow(4);
    await clock.run(1);
    welcome(sockets[0]);
    tell(sockets[0], { type: 'behind', data: { head: 4 } });
    await clock.run(2);
    expect(seqs).toEqual([1, 2, 3, 4]);
    expect(sockets[0]?.sent.at(-1)).toEqual({ type: 'subscribe', data: { after: 4 } });
    tell(sockets[0], { type: 'subscribed', data: { head: 4, now: 0, partials: [] } });
    expect(heads).toEqual([4]);
  });

  it('gives credit back for the frames that it has dealt with', async () => {
    const { clock, sockets, welcome, tell } = setUp();
    await clock.run(1);
    welcome(sockets[0]);
    for (let index = 0; index < 16; index += 1) tell(sockets[0], { type: 'delta', data: { deltas: [] } });
    expect(sockets[0]?.sent.at(-1)).toEqual({ type: 'credit', data: { frames: 16 } });
  });

  it('drops a peer that has been silent for more than a heartbeat', async () => {
    const { clock, sockets, welcome } = setUp();
    await clock.run(1);
    welcome(sockets[0]);
    await clock.run(65_000);
    expect(sockets[0]?.closed).toBe(true);
    expect(sockets.length).toBeGreaterThan(1);
  });

  it('looks whether the relay is there when the network goes, and says so when nothing answers', async () => {
    const { clock, sockets, connection, welcome, now } = setUp();
    await clock.run(1);
    welcome(sockets[0]);
    await clock.run(100);
    connection.wake();
    const asked = sockets[0]?.sent.filter(({ type }) => type === 'ping').length;
    await clock.run(5_000);
    expect([now(), asked]).toEqual(['live', 2]);
    await clock.run(5_200);
    expect(sockets[0]?.closed).toBe(true);
    expect(now()).not.toBe('live');
    connection.close();
  });

  it('goes on when it answers', async () => {
    const { clock, sockets, connection, welcome, tell, now } = setUp();
    await clock.run(1);
    welcome(sockets[0]);
    await clock.run(100);
    connection.wake();
    await clock.run(200);
    tell(sockets[0], { type: 'pong', data: { sentAt: 100, now: 200 } });
    await clock.run(20_000);
    expect([now(), sockets.length]).toEqual(['live', 1]);
    connection.close();
  });

  it('connects at once when the network or the tab comes back', async () => {
    const { clock, sockets, connection, welcome } = setUp();
    await clock.run(1);
    welcome(sockets[0]);
    sockets[0]?.events.closed(1006);
    connection.wake();
    await clock.run(clock.now());
    expect(sockets).toHaveLength(2);
  });

  it('polls where sockets do not open, with the same commands and the same log', async () => {
    const { clock, polls, seqs, connection, grow, now } = setUp({ blocked: true });
    grow(3);
    const acked = connection.send(pause);
    await clock.run(10_000);
    expect(await acked).toMatchObject({ ok: true });
    expect([now(), seqs, polls[0]?.commands]).toMatchObject([
      'polling',
      [1, 2, 3],
      [{ type: 'execution.pause', n: 1 }],
    ]);
    connection.close();
  });

  it('does not come back when its link was revoked', async () => {
    const { clock, sockets, welcome, now } = setUp();
    await clock.run(1);
    welcome(sockets[0]);
    sockets[0]?.events.closed(CLOSE_CODES.revoked);
    await clock.run(120_000);
    expect([now(), sockets.length]).toEqual(['refused', 1]);
  });

  it('is listened to by type and as a whole, and says when the relay is lost and found', async () => {
    const { clock, sockets, connection, welcome, tell } = setUp();
    const heard: BusMessage[] = [];
    const people: string[] = [];
    connection.on('*', (message) => heard.push(message));
    const stop = connection.on('connection.ready', ({ personId, role, protocolVersion, connectionId }) =>
      people.push(`${personId} ${role} ${protocolVersion} ${connectionId}`),
    );
    await clock.run(1);
    welcome(sockets[0]);
    stop();
    tell(sockets[0], { type: 'entries', data: { entries: numberedEntries(1, 2), through: 2 } });
    await clock.run(2);
    sockets[0]?.events.closed(1006);
    await clock.run(2_000);
    welcome(sockets[1]);
    expect(people).toEqual(['me editor 1 c']);
    expect(heard.map(({ type }) => type)).toEqual([
      'connection.ready',
      'entries',
      'connection.lost',
      'connection.ready',
      'connection.restored',
    ]);
    expect(heard[1]).toMatchObject({ data: { through: 2, entries: [{ seq: 1 }, { seq: 2 }] } });
    expect(heard.at(-1)).toMatchObject({ data: { lostForMs: expect.any(Number) } });
  });

  it('tells the same things when it polls', async () => {
    const { clock, connection, grow } = setUp({ blocked: true });
    const heard: string[] = [];
    connection.on('*', ({ type }) => heard.push(type));
    grow(1);
    void connection.send(pause);
    await clock.run(6_000);
    expect(heard.slice(0, 7)).toEqual([
      'connection.lost',
      'connection.ready',
      'connection.restored',
      'pong',
      'entries',
      'ack',
      'log.caught-up',
    ]);
    connection.close();
  });

  it('stays away when disconnected, keeps what is sent, and comes back when asked to', async () => {
    const { clock, sockets, connection, welcome } = setUp();
    await clock.run(1);
    welcome(sockets[0]);
    connection.disconnect();
    void connection.send(pause);
    await clock.run(300_000);
    expect([sockets[0]?.closed, sockets.length, connection.state().state]).toEqual([true, 1, 'lost']);
    connection.reconnect();
    await clock.run(300_001);
    welcome(sockets[1]);
    expect(typesOf(sockets[1])).toEqual(['hello', 'subscribe', 'execution.pause', 'ping']);
    expect(connection.state()).toMatchObject({ state: 'live', reconnects: 1, queued: 1 });
  });

  it('goes by the delays, the attempts and the heartbeat that it is given', async () => {
    const reconnect = {
      maxReconnectAttempts: 2,
      initialReconnectDelayMs: 100,
      maxReconnectDelayMs: 200,
      heartbeatIntervalMs: 5_000,
    };
    const { clock, sockets, connection, welcome, options } = setUp({ reconnect });
    await clock.run(1);
    welcome(sockets[0]);
    await clock.run(4_999);
    expect(typesOf(sockets[0])?.filter((type) => type === 'ping')).toHaveLength(1);
    await clock.run(5_001);
    expect(typesOf(sockets[0])?.filter((type) => type === 'ping')).toHaveLength(2);
    options.blocked = true;
    sockets[0]?.events.closed(1006);
    await clock.run(60_000);
    // Two attempts, 100 ms and 100 to 200 ms later, and no third.
    expect([sockets.length, connection.state().state]).toEqual([3, 'lost']);
    options.blocked = false;
    connection.reconnect();
    await clock.run(60_001);
    welcome(sockets[3]);
    expect(connection.state().state).toBe('live');
  });

  it('tries a socket every minute while polling, and moves over without gap or repetition', async () => {
    const { clock, sockets, polls, seqs, connection, options, grow, tell, welcome, now } = setUp({
      blocked: true,
    });
    grow(3);
    await clock.run(10_000);
    expect([now(), sockets.length]).toEqual(['polling', 3]);
    await clock.run(75_000);
    // One attempt failed unnoticed: polling went on.
    expect([now(), sockets.length]).toEqual(['polling', 4]);
    options.blocked = false;
    const sent = connection.send(pause);
    await clock.run(130_000);
    expect(sockets).toHaveLength(5);
    grow(4);
    welcome(sockets[4]);
    const polled = polls.length;
    expect(now()).toBe('live');
    expect(sockets[4]?.sent.find(({ type }) => type === 'subscribe')?.data).toEqual({ after: 3 });
    tell(sockets[4], { type: 'entries', data: { entries: numberedEntries(3, 5), through: 5 } });
    await clock.run(140_000);
    expect([seqs, polls.length]).toEqual([[1, 2, 3, 4, 5], polled]);
    expect(await sent).toMatchObject({ ok: true });
    connection.close();
  });

  it('tries a socket at once when the network or the tab comes back while it polls', async () => {
    const { clock, sockets, connection, options, welcome, now } = setUp({ blocked: true });
    await clock.run(10_000);
    options.blocked = false;
    connection.wake();
    await clock.run(10_100);
    welcome(sockets[3]);
    expect(now()).toBe('live');
    connection.close();
  });

  it('polls again when the socket that it moved over to no longer opens', async () => {
    const { clock, sockets, connection, options, welcome, now } = setUp({ blocked: true });
    await clock.run(10_000);
    options.blocked = false;
    connection.wake();
    await clock.run(10_100);
    welcome(sockets[3]);
    options.blocked = true;
    sockets[3]?.events.closed(1006);
    await clock.run(40_000);
    expect(now()).toBe('polling');
    connection.close();
  });

  it('gives up a socket that opens and then swallows everything', async () => {
    const { clock, sockets } = setUp();
    await clock.run(1);
    sockets[0]?.events.open();
    await clock.run(20_000);
    expect([sockets[0]?.closed, sockets.length]).toEqual([true, 2]);
  });

  it('sends what waits before it closes, by polling too', async () => {
    const { clock, polls, connection } = setUp({ blocked: true });
    await clock.run(10_000);
    const before = polls.length;
    void connection.send({ type: 'host.release', data: { hostId: 'h', epoch: 1 } });
    connection.close();
    await clock.run(60_000);
    expect(polls.slice(before).map(({ commands }) => commands)).toEqual([
      [expect.objectContaining({ type: 'host.release' })],
    ]);
  });

  it('sends by polling no more at once than a request takes, and the rest at once behind it', async () => {
    const { clock, polls, connection } = setUp({ blocked: true });
    await clock.run(10_000);
    const before = polls.length;
    const guidance = 'é'.repeat(20_000);
    for (let n = 0; n < 30; n += 1)
      void connection.send({ type: 'execution.node.retry', data: { nodeId: 'a', guidance } });
    await clock.run(10_900);
    const sent = polls.slice(before).filter(({ commands }) => commands.length > 0);
    expect(sent.map(({ commands }) => commands.length)).toEqual([12, 12, 6]);
    for (const poll of sent)
      expect(new TextEncoder().encode(JSON.stringify(poll)).length).toBeLessThan(512 * 1024);
    connection.close();
  });

  it('shows every frame to the frame log, both ways, and never a token', async () => {
    const { clock, sockets, frames, welcome } = setUp();
    await clock.run(1);
    welcome(sockets[0]);
    expect(frames.map((line) => line.slice(0, 40))).toEqual([
      expect.stringContaining('→ {"type":"hello"'),
      expect.stringContaining('← {"type":"connection.ready"'),
      expect.stringContaining('→ {"type":"subscribe"'),
      expect.stringContaining('→ {"type":"ping"'),
    ]);
    expect(frames.join()).not.toContain('"token":"token"');
  });

  it('sends again in order what the relay did not consider, when the relay says', async () => {
    const { clock, sockets, connection, welcome, tell } = setUp();
    await clock.run(1);
    welcome(sockets[0]);
    const first = connection.send(pause);
    void connection.send({ type: 'execution.resume', data: {} });
    const retryable = { retryable: true };
    const flooded = weftError('too-many-commands', 'Wait.', { ...retryable, retryAfterMs: 300 });
    const early = weftError('out-of-turn', 'Command 1 has to come first.', retryable);
    tell(sockets[0], { type: 'ack', data: { clientId: 'client', n: 1, ok: false, error: flooded } });
    tell(sockets[0], { type: 'ack', data: { clientId: 'client', n: 2, ok: false, error: early } });
    const commands = () => sockets[0]?.sent.flatMap(({ n }) => n ?? []);
    await clock.run(299);
    expect(commands()).toEqual([1, 2]);
    await clock.run(400);
    expect(commands()).toEqual([1, 2, 1, 2]);
    tell(sockets[0], { type: 'ack', data: { clientId: 'client', n: 1, ok: true } });
    expect(await first).toMatchObject({ ok: true });
  });
});
