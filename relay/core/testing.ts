import type { AckMessage, CommandType, ServerMessage, StartRun } from '#shared/protocol/messages.ts';
import type { CallEnd, CallRequest } from '#shared/run/call.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { Plan } from '#shared/run/plan.ts';
import { planNodeOf, planOf as planOfSize } from '#shared/run/testing.ts';
import type { Role } from '#shared/protocol/roles.ts';
import { createMemoryStore } from '../storage/memory-store.ts';
import type { RunStore } from '../storage/run-store.ts';
import type { HandedIn } from './call-record.ts';
import type { Grant } from './grant.ts';
import { roomLimits, type RoomLimits } from './room-config.ts';
import { createRunRoom, type RoomInput, type RunRoom } from './run-room.ts';
import type { Effect, Step } from './step.ts';

export const FLOW_ID = 'flow-of-the-tests-aaaaaaaa';
export const RUN_ID = 'run-of-the-tests';
/** Relay time at which every test begins. */
export const START_MS = 1_800_000_000_000;

export function grantOf(personId: string, role: Role = 'editor', more: Partial<Grant> = {}): Grant {
  return {
    personId,
    linkId: `link-${role}`,
    flowId: FLOW_ID,
    role,
    expiresAt: START_MS + 3_600_000_000,
    ...more,
  };
}

export function planOf(nodeIds: readonly string[] = ['a', 'b']): Plan {
  const nodes = nodeIds.map((id) => planNodeOf(id));
  return planOfSize(0, [], { flowId: FLOW_ID, flowName: 'Test', nodes, demo: false });
}

export function requestOf(text: string, provider = 'mistral'): CallRequest {
  return {
    kind: 'text',
    provider,
    model: 'm',
    messages: [{ role: 'user', content: [{ type: 'text', text }] }],
    purpose: { task: 'free', details: {}, subject: text },
  };
}

export function callIdOf(number: number): string {
  return number.toString(16).padStart(32, '0');
}

export function endOf(text: string, more: Partial<CallEnd> = {}): CallEnd {
  return {
    outcome: 'ok',
    retry: 'never',
    text: { kind: 'inline', text },
    costMicroUsd: 0,
    durationMs: 5,
    ...more,
  };
}

/** A command as tests write it: without its place. The room's own schema checks the rest. */
export interface TestCommand {
  readonly type: CommandType;
  readonly data: object;
}

export function callStart(
  number: number,
  more: { epoch?: number; nodeId?: string; request?: CallRequest; try?: number } = {},
) {
  const { epoch = 1, nodeId = 'a', request = requestOf('hi') } = more;
  return {
    type: 'call.start',
    data: { epoch, callId: callIdOf(number), nodeId, round: 0, ordinal: number, try: more.try ?? 1, request },
  } as const satisfies TestCommand;
}

/** A room with a store and a clock that the test drives; it does what the shell does, and remembers all of it. */
export interface TestRoom {
  now: number;
  readonly store: RunStore;
  /** Frames by connection, parsed. */
  readonly frames: Map<string, ServerMessage[]>;
  readonly closed: Map<string, number>;
  /** Every `call.start` effect that sends something since the beginning, restarts included. */
  readonly providerRequests: string[];
  /** Calls that are asked for again, instead of being sent. */
  readonly resumed: ({ readonly callId: string } & HandedIn)[];
  readonly aborted: string[];
  readonly withdrawn: string[];
  readonly steps: Step[];
  readonly responses: { requestId: string; status: number; body: unknown }[];
  /** JSON of the stored entries. */
  log(): Promise<LogEntry[]>;
  room(): RunRoom;
  give(input: RoomInput): Step;
  /** Moves the clock, ticking whenever the room asked for it. */
  pass(ms: number): void;
  start(more?: Partial<StartRun>, grant?: Grant): void;
  connect(connectionId: string, grant: Grant): void;
  /** Sends the next command of a client and returns its ack, if it came at once. */
  command(
    connectionId: string,
    body: TestCommand,
    place?: { clientId?: string; n?: number },
  ): AckMessage | null;
  take(connectionId: string): ServerMessage[];
  /** kill -9 and a new process: only what is stored remains. */
  restart(): Promise<void>;
}

export function createTestRoom(
  lower: Partial<RoomLimits> = {},
  options: { readonly isFree?: (id: string) => boolean } = {},
): TestRoom {
  const config = { limits: roomLimits(lower), isFree: options.isFree ?? ((id: string) => id === 'demo') };
  const store = createMemoryStore();
  let room = createRunRoom(null, config);
  let wakeAt: number | null = null;
  let tickets = 0;
  const numbers = new Map<string, number>();

  const perform = (effect: Effect): void => {
    if (effect.type === 'send') push(effect.connectionId, JSON.parse(effect.frame) as ServerMessage);
    if (effect.type === 'close') test.closed.set(effect.connectionId, effect.code);
    if (effect.type === 'call.start') {
      const { callId, handedIn } = effect;
      if (handedIn) test.resumed.push({ callId, ...handedIn });
      else test.providerRequests.push(callId);
    }
    if (effect.type === 'call.abort') test.aborted.push(effect.callId);
    if (effect.type === 'call.withdraw') test.withdrawn.push(effect.callId);
    if (effect.type === 'respond') test.responses.push(effect);
  };
  const push = (connectionId: string, message: ServerMessage): void => {
    test.frames.set(connectionId, [...(test.frames.get(connectionId) ?? []), message]);
  };
  const test: TestRoom = {
    now: START_MS,
    store,
    frames: new Map(),
    closed: new Map(),
    providerRequests: [],
    resumed: [],
    aborted: [],
    withdrawn: [],
    steps: [],
    responses: [],
    async log() {
      const json = await store.entries(1, Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY);
      return json.map((text) => JSON.parse(text) as LogEntry);
    },
    room: () => room,
    give(input) {
      const step = room.handle(input, test.now);
      if (step.store) void store.write(step.store);
      test.steps.push(step);
      for (const effect of step.effects) perform(effect);
      wakeAt = step.wakeAt;
      return step;
    },
    pass(ms) {
      const until = test.now + ms;
      while (wakeAt !== null && wakeAt <= until) {
        test.now = Math.max(test.now, wakeAt);
        wakeAt = null;
        test.give({ type: 'tick' });
      }
      test.now = until;
    },
    start(more = {}, grant = grantOf('ann')) {
      const start = { requestId: 'r', plan: planOf(), name: grant.personId, ...more };
      test.give({ type: 'start', requestId: 'start', runId: RUN_ID, start, grant });
    },
    connect(connectionId, grant) {
      tickets += 1;
      const ticket = `ticket-${tickets}`;
      test.give({ type: 'opened', connectionId, ticket, ticketExpiresAt: test.now + 60_000 });
      test.give({ type: 'hello', connectionId, protocol: 1, grant });
    },
    command(connectionId, body, place = {}) {
      const clientId = place.clientId ?? `client-${connectionId}`;
      const n = place.n ?? (numbers.get(clientId) ?? 0) + 1;
      if (place.n === undefined) numbers.set(clientId, n);
      const before = test.frames.get(connectionId)?.length ?? 0;
      test.give({ type: 'message', connectionId, value: { clientId, n, ...body } });
      const news = (test.frames.get(connectionId) ?? []).slice(before);
      return news.find((frame): frame is AckMessage => frame.type === 'ack') ?? null;
    },
    take(connectionId) {
      const frames = test.frames.get(connectionId) ?? [];
      test.frames.set(connectionId, []);
      return frames;
    },
    async restart() {
      const stored = await store.load();
      room = createRunRoom(stored, config);
      wakeAt = null;
      if (stored) test.give({ type: 'woke' });
    },
  };
  return test;
}

/** A running run with host `h1` of ann, who is connected as `ann` and subscribed. */
export function createHostedRoom(lower: Partial<RoomLimits> = {}): TestRoom {
  const test = createTestRoom(lower);
  test.start({ host: { hostId: 'h1', visible: true } });
  test.connect('ann', grantOf('ann'));
  test.give({ type: 'message', connectionId: 'ann', value: { type: 'subscribe', data: { after: 0 } } });
  test.take('ann');
  return test;
}

/** All entries among frames, in the order in which they were sent. */
export function entriesIn(frames: readonly ServerMessage[]): LogEntry[] {
  return frames.flatMap((frame) => (frame.type === 'entries' ? frame.data.entries : []));
}

export function typesOf(entries: readonly { readonly type: string }[]): string[] {
  return entries.map(({ type }) => type);
}
