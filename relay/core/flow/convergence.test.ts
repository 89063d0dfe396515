import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { encodeBase64 } from '#shared/base64.ts';
import type { FlowServerMessage } from '#shared/protocol/flow-messages.ts';
import { createMemoryFlowStore } from '../../storage/memory-flow-store.ts';
import { createPartyFlowStore } from '../../storage/party-flow-store.ts';
import { createFakePartyStorage } from '../../storage/testing/fake-party-storage.ts';
import type { Grant } from '../grant.ts';
import { roomLimits } from '../room-config.ts';
import { FLOW_ID, START_MS } from '../testing.ts';
import { createFlowRoom, type FlowInput } from './create-flow-room.ts';
import type { FlowAnswer, FlowPoll } from './flow-request.ts';
import { writeSyncMessage } from './sync-message.ts';
import { createTestDoc, OWNER_LINK, OWNER_SECRET, partOf } from './testing.ts';

/**
 * Editors over a network that drops what is under way, and a room that dies between any store and send. Each keeps the
 * rules of a client: number by number, sent again until acknowledged, synchronised after each break.
 */
type Death = 'before-store' | 'after-store';

async function createWorld(editors: number, store = createMemoryFlowStore()) {
  const config = { limits: roomLimits() };
  let room = createFlowRoom(null, config);
  let count = 0;
  let dying: Death | null = null;
  let answer: FlowAnswer | null = null;
  const acked = new Map<number, number>();

  const people = Array.from({ length: editors }, (_, index) => ({
    index,
    doc: createTestDoc(100 + index),
    clientId: `client-${index}`,
    n: 0,
    unacked: new Map<number, { update: Uint8Array; clock: number }>(),
    connectionId: null as string | null,
    inbox: [] as FlowServerMessage[],
    edits: 0,
  }));
  type Person = (typeof people)[number];
  const grantOf = ({ index }: Person): Grant => ({
    ...{ personId: `person-${index}`, flowId: FLOW_ID },
    ...(index === 0 ? { linkId: OWNER_LINK, role: 'owner' } : { linkId: 'link-editor', role: 'editor' }),
    expiresAt: START_MS + 1e9,
  });

  const give = async (input: FlowInput): Promise<boolean> => {
    const step = room.handle(input, START_MS + count);
    if (dying === 'before-store') return die();
    if (step.store) await store.write(step.store);
    if (dying === 'after-store') return die();
    for (const effect of step.effects) {
      if (effect.type === 'respond') answer = effect;
      if (effect.type !== 'send') continue;
      const person = people.find(({ connectionId }) => connectionId === effect.connectionId);
      person?.inbox.push(JSON.parse(effect.frame) as FlowServerMessage);
    }
    return true;
  };
  const die = async (): Promise<boolean> => {
    dying = null;
    for (const person of people) cut(person);
    room = createFlowRoom(await store.load(), config);
    await give({ type: 'woke' });
    return false;
  };
  const cut = (person: Person): void => {
    person.connectionId = null;
    person.inbox = [];
  };
  const collect = (person: Person): number[] =>
    person.doc.takeUpdates().map((update) => {
      person.n += 1;
      const clock = Y.getState(person.doc.doc.store, 100 + person.index);
      person.unacked.set(person.n, { update, clock });
      return person.n;
    });
  const post = async (person: Person, n: number): Promise<void> => {
    const entry = person.unacked.get(n);
    const { connectionId, clientId } = person;
    if (entry === undefined || connectionId === null) return;
    const value = { type: 'doc.update', clientId, n, data: partOf(2, entry.update) };
    await give({ type: 'message', connectionId, value });
  };
  const noteAck = (person: Person, data: { n: number; ok: boolean; error?: unknown }): void => {
    if (!data.ok) return void expect(data.error).toMatchObject({ retryable: true });
    const clock = person.unacked.get(data.n)?.clock ?? 0;
    acked.set(100 + person.index, Math.max(clock, acked.get(100 + person.index) ?? 0));
    person.unacked.delete(data.n);
  };
  const world = {
    people,
    async edit(person: Person, what: number) {
      person.edits += 1;
      const id = `n${what % 5}`;
      if (what % 7 === 0) person.doc.doc.getMap('nodes').delete(id);
      else person.doc.setNode(id, { by: person.index, at: person.edits, text: 'x'.repeat(what % 50) });
      for (const n of collect(person)) await post(person, n);
    },
    async connect(person: Person) {
      count += 1;
      const connectionId = `connection-${count}`;
      cut(person);
      person.connectionId = connectionId;
      const ticket = { ticket: `t${count}`, ticketExpiresAt: START_MS + 60_000 };
      if (!(await give({ type: 'opened', connectionId, ...ticket }))) return;
      if (!(await give({ type: 'hello', connectionId, protocol: 1, grant: grantOf(person) }))) return;
      if (!(await give({ type: 'message', connectionId, value: person.doc.syncFrame() }))) return;
      for (const n of [...person.unacked.keys()]) await post(person, n);
    },
    async read(person: Person, frames = person.inbox.length) {
      for (const frame of person.inbox.splice(0, frames)) {
        if (frame.type === 'ack') noteAck(person, frame.data);
        for (const lacking of person.doc.read([frame])) {
          person.n += 1;
          const clock = Y.getState(person.doc.doc.store, 100 + person.index);
          person.unacked.set(person.n, { update: lacking, clock });
          await post(person, person.n);
        }
      }
    },
    async poll(person: Person) {
      cut(person);
      answer = null;
      const updates = [...person.unacked].map(([n, { update }]) => ({ n, bytes: partOf(2, update).bytes }));
      const vector = Y.encodeStateVector(person.doc.doc);
      const sync = encodeBase64(writeSyncMessage({ kind: 0, payload: vector }));
      const poll: FlowPoll = { clientId: person.clientId, sync, updates };
      count += 1;
      const grant = grantOf(person);
      if (!(await give({ type: 'request', requestId: `r${count}`, grant, request: { type: 'poll', poll } })))
        return;
      const body = (answer as FlowAnswer | null)?.body as {
        acks: Parameters<typeof noteAck>[1][];
        doc: string[];
      };
      for (const ack of body.acks) noteAck(person, ack);
      person.doc.read(body.doc.map((bytes) => ({ type: 'doc', data: { bytes, part: 0, parts: 1 } })));
    },
    cut,
    dieNext: (death: Death) => void (dying = death),
    check() {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, room.document());
      for (const [client, clock] of acked)
        expect(Y.getState(doc.store, client)).toBeGreaterThanOrEqual(clock);
      return doc;
    },
    async heal() {
      dying = null;
      for (const person of people) await world.connect(person);
      for (let round = 0; round < 6; round += 1) for (const person of people) await world.read(person);
      const doc = world.check();
      const all = doc.getMap('nodes').toJSON();
      for (const person of people) {
        expect(person.unacked.size).toBe(0);
        expect(person.doc.doc.getMap('nodes').toJSON()).toEqual(all);
      }
    },
  };
  await give({
    type: 'request',
    requestId: 'create',
    grant: null,
    request: { type: 'create', flowId: FLOW_ID, ownerSecret: OWNER_SECRET, linkId: OWNER_LINK },
  });
  const link = { linkId: 'link-editor', secret: 'secret', role: 'editor', name: '', endsAt: null } as const;
  const [owner] = people;
  if (owner)
    await give({
      type: 'request',
      requestId: 'link',
      grant: grantOf(owner),
      request: { type: 'links.make', ...link },
    });
  return world;
}

const who = fc.nat({ max: 2 });
const actions = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('edit' as const), who, what: fc.nat({ max: 500 }) }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('read' as const), who, what: fc.nat({ max: 4 }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('connect' as const, 'cut', 'poll'), who }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom<Death>('before-store', 'after-store'), who }) },
  ),
  { minLength: 5, maxLength: 60 },
);

it.each([
  ['memory', createMemoryFlowStore],
  ['the storage of a room', () => createPartyFlowStore(createFakePartyStorage())],
])(
  '[DO1, FR1, FR4] editors converge and no acknowledged edit is lost, whatever breaks: %s',
  async (_, create) => {
    await fc.assert(
      fc.asyncProperty(actions, async (steps) => {
        const world = await createWorld(3, create());
        for (const step of steps) {
          const person = world.people[step.who];
          if (person === undefined) continue;
          if (step.do === 'edit') await world.edit(person, step.what);
          else if (step.do === 'read') await world.read(person, step.what);
          else if (step.do === 'connect') await world.connect(person);
          else if (step.do === 'cut') world.cut(person);
          else if (step.do === 'poll') await world.poll(person);
          else world.dieNext(step.do);
          world.check();
        }
        await world.heal();
      }),
      { numRuns: 60 },
    );
  },
  60_000,
);
