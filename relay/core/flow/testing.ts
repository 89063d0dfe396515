import * as Y from 'yjs';
import { decodeBase64, encodeBase64 } from '#shared/base64.ts';
import type { FlowClientMessage, FlowServerMessage, Presence } from '#shared/protocol/flow-messages.ts';
import type { Role } from '#shared/protocol/roles.ts';
import type { Grant } from '../grant.ts';
import { roomLimits, type RoomLimits } from '../room-config.ts';
import { FLOW_ID, START_MS } from '../testing.ts';
import { createMemoryFlowStore } from '../../storage/memory-flow-store.ts';
import type { FlowStore } from '../../storage/flow-store.ts';
import { createFlowRoom, type FlowInput, type FlowRoom } from './create-flow-room.ts';
import { cutMessage } from './doc-parts.ts';
import type { FlowAnswer, FlowRequest } from './flow-request.ts';
import type { FlowEffect, FlowStep } from './flow-step.ts';
import { readSyncMessage, SYNC, writeSyncMessage } from './sync-message.ts';

export const OWNER_SECRET = 'owner-secret-owner-secret';
export const OWNER_LINK = 'link-owner';
const RUN_OF_LINKS = 'run-of-the-links';

type Ack = Extract<FlowServerMessage, { type: 'ack' }>['data'];
type Push = Extract<FlowEffect, { type: 'push' }>;

/** A room with a store and a clock that the test drives; it does what the shell does, and remembers all of it. */
export interface TestFlowRoom {
  now: number;
  readonly store: FlowStore;
  readonly frames: Map<string, FlowServerMessage[]>;
  readonly closed: Map<string, number>;
  readonly steps: FlowStep[];
  readonly pushes: Push[];
  room(): FlowRoom;
  give(input: FlowInput): FlowStep;
  pass(ms: number): void;
  /** A person's grant by the link of a role; links are made when first asked for. */
  grant(personId: string, role?: Role): Grant;
  ask(grant: Grant | null, request: FlowRequest): FlowAnswer;
  connect(connectionId: string, grant: Grant): void;
  send(connectionId: string, message: FlowClientMessage): FlowServerMessage[];
  take(connectionId: string): FlowServerMessage[];
  /** Sends an update as the next of the connection's client. */
  update(connectionId: string, update: Uint8Array, place?: { clientId?: string; n?: number }): Ack | null;
  restart(): Promise<void>;
}

export function createTestFlowRoom(lower: Partial<RoomLimits> = {}): TestFlowRoom {
  const config = { limits: roomLimits(lower) };
  const store = createMemoryFlowStore();
  let room = createFlowRoom(null, config);
  let wakeAt: number | null = null;
  let count = 0;
  const numbers = new Map<string, number>();
  const answers = new Map<string, FlowAnswer>();
  const perform = (effect: FlowEffect): void => {
    if (effect.type === 'send') {
      const frames = test.frames.get(effect.connectionId) ?? [];
      frames.push(JSON.parse(effect.frame) as FlowServerMessage);
      test.frames.set(effect.connectionId, frames);
    }
    if (effect.type === 'close') test.closed.set(effect.connectionId, effect.code);
    if (effect.type === 'respond') answers.set(effect.requestId, effect);
    if (effect.type === 'push') test.pushes.push(effect);
  };
  const test: TestFlowRoom = {
    now: START_MS,
    store,
    frames: new Map(),
    closed: new Map(),
    steps: [],
    pushes: [],
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
    grant(personId, role = 'editor') {
      const isOfRun = role === 'run-viewer' || role === 'run-answerer';
      const linkId = `link-${role}`;
      const more = isOfRun ? { runId: RUN_OF_LINKS } : {};
      const grant = { personId, linkId, flowId: FLOW_ID, role, expiresAt: test.now + 600_000, ...more };
      const isThere = room.record()?.links.some((link) => link.linkId === linkId) ?? false;
      if (!isThere && role !== 'owner') {
        const owner = test.grant('olga', 'owner');
        const made = { type: 'links.make', linkId, role, name: role, endsAt: null, ...more } as const;
        test.ask(owner, { ...made, secret: `secret-${role}` });
      }
      return grant;
    },
    ask(grant, request) {
      count += 1;
      const requestId = `request-${count}`;
      test.give({ type: 'request', requestId, grant, request });
      return answers.get(requestId) ?? { status: 0, body: null };
    },
    connect(connectionId, grant) {
      count += 1;
      const ticket = { ticket: `ticket-${count}`, ticketExpiresAt: test.now + 60_000 };
      test.give({ type: 'opened', connectionId, ...ticket });
      test.give({ type: 'hello', connectionId, protocol: 1, grant });
    },
    send(connectionId, value) {
      const before = test.frames.get(connectionId)?.length ?? 0;
      test.give({ type: 'message', connectionId, value });
      return (test.frames.get(connectionId) ?? []).slice(before);
    },
    take(connectionId) {
      const frames = test.frames.get(connectionId) ?? [];
      test.frames.set(connectionId, []);
      return frames;
    },
    update(connectionId, update, place = {}) {
      const clientId = place.clientId ?? `client-${connectionId}`;
      const n = place.n ?? (numbers.get(clientId) ?? 0) + 1;
      if (place.n === undefined) numbers.set(clientId, n);
      const message = writeSyncMessage({ kind: SYNC.update, payload: update });
      const frames = cutMessage(message).flatMap((data) =>
        test.send(connectionId, { type: 'doc.update', clientId, n, data }),
      );
      return frames.find((frame) => frame.type === 'ack')?.data ?? null;
    },
    async restart() {
      const stored = await store.load();
      room = createFlowRoom(stored, config);
      wakeAt = null;
      test.give({ type: 'woke' });
    },
  };
  test.ask(null, { type: 'create', flowId: FLOW_ID, ownerSecret: OWNER_SECRET, linkId: OWNER_LINK });
  return test;
}

/** A browser's document that gathers what it has changed. */
export interface TestDoc {
  readonly doc: Y.Doc;
  /** Changes made here since the last time, each as an update. */
  takeUpdates(): Uint8Array[];
  /** Applies every document frame among these, in order, and answers a sync step 1 by what it asks for. */
  read(frames: readonly FlowServerMessage[]): Uint8Array[];
  /** The frame that asks for everything. */
  syncFrame(): FlowClientMessage;
  setNode(id: string, members?: Record<string, unknown>): void;
}

export function createTestDoc(clientId: number): TestDoc {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  let updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'relay') updates.push(update);
  });
  let parts: Uint8Array[] = [];
  return {
    doc,
    takeUpdates() {
      const taken = updates;
      updates = [];
      return taken;
    },
    read(frames) {
      const lacking: Uint8Array[] = [];
      for (const frame of frames) {
        if (frame.type !== 'doc') continue;
        parts.push(decodeBase64(frame.data.bytes) ?? new Uint8Array());
        if (frame.data.part < frame.data.parts - 1) continue;
        const message = readSyncMessage(Buffer.concat(parts));
        parts = [];
        if (message === null) throw new Error('no sync message');
        if (message.kind === SYNC.step1) lacking.push(Y.encodeStateAsUpdate(doc, message.payload));
        else Y.applyUpdate(doc, message.payload, 'relay');
      }
      return lacking;
    },
    syncFrame: () => ({ type: 'doc.sync', data: partOf(SYNC.step1, Y.encodeStateVector(doc)) }),
    setNode(id, members = {}) {
      const nodes = doc.getMap<Y.Map<unknown>>('nodes');
      doc.transact(() => {
        const map = nodes.get(id) ?? nodes.set(id, new Y.Map<unknown>());
        for (const [key, value] of Object.entries(members)) map.set(key, value);
      });
    },
  };
}

/** A sync message of one part. */
export function partOf(kind: 0 | 1 | 2, payload: Uint8Array) {
  return { bytes: encodeBase64(writeSyncMessage({ kind, payload })), part: 0, parts: 1 };
}

export function presenceOf(name: string, more: Partial<Presence> = {}): Presence {
  return {
    ...{ name, colour: 1, cursor: null, selection: [], viewport: null },
    ...{ editing: null, watching: null, visible: true },
    ...more,
  };
}
