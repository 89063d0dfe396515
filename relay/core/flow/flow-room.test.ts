import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as encoding from 'lib0/encoding';
import * as sync from 'y-protocols/sync';
import * as Y from 'yjs';
import { encodeBase64 } from '#shared/base64.ts';
import { DOC_PART_CHARS, type FlowServerMessage } from '#shared/protocol/flow-messages.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import type { RunSummary } from '#shared/protocol/messages.ts';
import { cutMessage } from './doc-parts.ts';
import { OUTBOX_CHARACTERS } from './outbox.ts';
import { readSyncMessage, SYNC, writeSyncMessage } from './sync-message.ts';
import { createTestDoc, createTestFlowRoom, partOf, presenceOf, type TestFlowRoom } from './testing.ts';

const typesOf = (frames: readonly FlowServerMessage[]) => frames.map(({ type }) => type);
const peopleIn = (frames: readonly FlowServerMessage[]) =>
  frames.flatMap((frame) => (frame.type === 'presence' ? [frame.data] : []));

function roomOf(...names: readonly string[]): TestFlowRoom {
  const test = createTestFlowRoom();
  for (const name of names) test.connect(name, test.grant(name));
  test.pass(100);
  for (const name of names) test.take(name);
  return test;
}

describe('messages of documents', () => {
  it('are those of y-protocols', () => {
    const doc = new Y.Doc();
    doc.getMap('nodes').set('a', 'x'.repeat(500));
    const written = (write: (encoder: encoding.Encoder) => void) => {
      const encoder = encoding.createEncoder();
      write(encoder);
      return encoding.toUint8Array(encoder);
    };
    const update = Y.encodeStateAsUpdate(doc);
    const stateVector = Y.encodeStateVector(doc);
    expect(writeSyncMessage({ kind: SYNC.step1, payload: stateVector })).toEqual(
      written((encoder) => sync.writeSyncStep1(encoder, doc)),
    );
    expect(writeSyncMessage({ kind: SYNC.step2, payload: update })).toEqual(
      written((encoder) => sync.writeSyncStep2(encoder, doc)),
    );
    expect(writeSyncMessage({ kind: SYNC.update, payload: update })).toEqual(
      written((encoder) => sync.writeUpdate(encoder, update)),
    );
  });

  it('are read as they were written, and nothing else is', () => {
    fc.assert(
      fc.property(fc.constantFrom(0, 1, 2), fc.uint8Array({ maxLength: 40_000 }), (kind, payload) => {
        const message = writeSyncMessage({ kind: kind as 0, payload });
        expect(readSyncMessage(message)).toEqual({ kind, payload });
        expect(readSyncMessage(new Uint8Array([...message, 0]))).toBeNull();
        expect(readSyncMessage(message.slice(0, -1))).toBeNull();
      }),
    );
    expect(readSyncMessage(new Uint8Array([3, 0]))).toBeNull();
  });
});

describe('coming in', () => {
  it('tells who comes the runs and the others, and the others of who comes', () => {
    const test = createTestFlowRoom();
    test.connect('a', test.grant('ann'));
    expect(typesOf(test.take('a'))).toEqual(['connection.ready', 'runs', 'presence']);
    test.pass(100);
    test.connect('b', test.grant('ben', 'viewer'));
    const ben = { connectionId: 'b', personId: 'ben', role: 'viewer', presence: null };
    expect(peopleIn(test.take('a'))).toEqual([{ people: [ben], gone: [] }]);
    expect(peopleIn(test.take('b'))[0]?.people.map(({ connectionId }) => connectionId)).toEqual(['a']);
    test.pass(100);
    test.give({ type: 'closed', connectionId: 'b' });
    expect(peopleIn(test.take('a'))).toEqual([{ people: [], gone: ['b'] }]);
  });

  it('[FR8] takes as many as fit; one more is told so and sent away, and let in when there is room', () => {
    const test = createTestFlowRoom();
    for (let index = 0; index < LIMITS.personsPerFlow; index += 1)
      test.connect(`c${index}`, test.grant(`p${index}`));
    test.connect('late', test.grant('late'));
    expect(test.take('late')).toMatchObject([{ type: 'error', data: { error: { code: 'room-full' } } }]);
    expect(test.closed.get('late')).toBe(4006);
    test.give({ type: 'closed', connectionId: 'c7' });
    test.connect('again', test.grant('late'));
    expect(typesOf(test.take('again'))[0]).toBe('connection.ready');
  });

  it('wants a greeting within ten seconds, signs of life, and a ticket that was not used', () => {
    const test = createTestFlowRoom();
    const ticket = { ticket: 't', ticketExpiresAt: test.now + 60_000 };
    test.give({ type: 'opened', connectionId: 'a', ...ticket });
    expect(test.send('a', { type: 'ping', data: { sentAt: 1 } })).toMatchObject([
      { type: 'error', data: { error: { code: 'out-of-turn' } } },
    ]);
    test.pass(10_000);
    expect(test.closed.get('a')).toBe(4001);
    test.give({ type: 'opened', connectionId: 'b', ...ticket });
    expect(test.closed.get('b')).toBe(4001);
    test.connect('c', test.grant('cleo'));
    test.pass(74_000);
    expect(test.closed.has('c')).toBe(false);
    test.pass(1_000);
    expect(test.closed.get('c')).toBe(4008);
  });

  it('[AU1] renews rights by a greeting of the same person alone, and ends them with the token', () => {
    const test = roomOf('ann', 'ben');
    const hello = (grant: ReturnType<TestFlowRoom['grant']>) =>
      test.give({ type: 'hello', connectionId: 'ann', protocol: 1, grant });
    const first = test.grant('ann');
    hello({ ...first, expiresAt: first.expiresAt + 3_600_000 });
    for (let minute = 0; minute < 12; minute += 1) {
      test.pass(60_000);
      for (const id of ['ann', 'ben']) test.send(id, { type: 'ping', data: { sentAt: 1 } });
    }
    expect([test.closed.get('ann'), test.closed.get('ben')]).toEqual([undefined, 4001]);
    hello(test.grant('eve'));
    expect(test.closed.get('ann')).toBe(4001);
  });
});

describe('presence', () => {
  it('[FR5] lies with the connection, whatever a frame claims', () => {
    const test = roomOf('ann', 'ben');
    const forged = { ...presenceOf('Ben'), connectionId: 'ben', personId: 'ben' };
    test.send('ann', { type: 'presence', data: forged } as never);
    expect(test.take('ann')).toMatchObject([{ type: 'error', data: { error: { code: 'bad-frame' } } }]);
    test.send('ann', { type: 'presence', data: presenceOf('Ben') });
    test.pass(100);
    const [seen] = peopleIn(test.take('ben'));
    expect(seen?.people).toEqual([
      { connectionId: 'ann', personId: 'ann', role: 'editor', presence: presenceOf('Ben') },
    ]);
    expect(peopleIn(test.take('ann'))).toEqual([]);
  });

  it('[FR5] of all people within 50 ms comes in one frame, the latest of each', () => {
    const test = roomOf('a', 'b', 'c', 'd');
    for (let round = 0; round < 10; round += 1)
      for (const id of ['a', 'b', 'c'])
        test.send(id, { type: 'presence', data: presenceOf(id, { cursor: { x: round, y: 0 } }) });
    test.pass(LIMITS.deltaWindowMs);
    const frames = peopleIn(test.take('d'));
    // The first goes at once, the rest with the window.
    expect(frames.length).toBe(2);
    expect(frames.at(-1)?.people.map(({ presence }) => presence?.cursor?.x)).toEqual([9, 9, 9]);
    test.pass(1_000);
    expect(test.take('d')).toEqual([]);
  });

  it('[FR5] floods end the connection, and are merged until then', () => {
    const test = roomOf('ann', 'ben');
    for (let index = 0; index < 900; index += 1)
      test.send('ann', { type: 'presence', data: presenceOf('A', { cursor: { x: index, y: 0 } }) });
    expect(test.closed.get('ann')).toBe(4008);
    test.pass(100);
    expect(peopleIn(test.take('ben')).length).toBeLessThanOrEqual(3);
  });
});

describe('edits', () => {
  const edit = (id: string, text = 'x', client = 5) => {
    const doc = createTestDoc(client);
    doc.setNode(id, { text });
    return doc.takeUpdates()[0] ?? new Uint8Array();
  };

  it('[FR4] count once for their number, also after a restart', async () => {
    const test = roomOf('ann');
    const update = edit('a');
    expect(test.update('ann', update, { n: 1 })).toMatchObject({ ok: true });
    const before = test.room().document();
    expect(test.update('ann', update, { n: 1 })).toMatchObject({ ok: true });
    expect(test.update('ann', new Uint8Array([9]), { n: 2 })).toMatchObject({ ok: false });
    await test.restart();
    test.connect('ann', test.grant('ann'));
    expect(test.update('ann', update, { n: 1 })).toMatchObject({ ok: true });
    expect(test.update('ann', update, { n: 2 })).toMatchObject({ ok: false, error: { code: 'bad-frame' } });
    expect(test.update('ann', update, { n: 4 })).toMatchObject({
      error: { code: 'out-of-turn', retryable: true },
    });
    expect(test.room().document()).toEqual(before);
  });

  it('[FR4] belong to the person whose client id it is', () => {
    const test = roomOf('ann', 'eve');
    test.update('ann', edit('a'), { clientId: 'shared', n: 1 });
    expect(test.update('eve', edit('b', 'x', 6), { clientId: 'shared', n: 2 })).toMatchObject({
      ok: false,
      error: { code: 'not-allowed' },
    });
  });

  it('[FR4] that are too many at once are to be sent again', () => {
    const test = roomOf('ann');
    const doc = createTestDoc(8);
    let refused = 0;
    for (let index = 0; index < 250; index += 1) {
      doc.setNode('a', { index });
      for (const update of doc.takeUpdates()) {
        const ack = test.update('ann', update, { n: index + 1 - refused });
        if (!ack?.ok) refused += 1;
        if (!ack?.ok) expect(ack?.error).toMatchObject({ code: 'too-many-commands', retryable: true });
      }
    }
    expect(refused).toBe(50);
  });

  it('[FR1] are put before they are acknowledged and sent to others', () => {
    const test = roomOf('ann', 'ben');
    test.send('ben', createTestDoc(2).syncFrame());
    test.update('ann', edit('a'));
    const step = test.steps.at(-1);
    expect(step?.store?.document?.appended).toHaveLength(1);
    const sent = step?.effects.flatMap((effect) => (effect.type === 'send' ? [effect.connectionId] : []));
    expect(sent?.sort()).toEqual(['ann', 'ben']);
  });

  it('[FR1] are refused while storage fails, and reading goes on', () => {
    const test = roomOf('ann');
    test.give({ type: 'storage', works: false });
    expect(test.update('ann', edit('a'), { n: 1 })).toMatchObject({
      error: { code: 'storage-failed', retryable: true },
    });
    expect(typesOf(test.send('ann', createTestDoc(2).syncFrame()))).toEqual(['doc', 'doc']);
    test.give({ type: 'storage', works: true });
    expect(test.update('ann', edit('a'), { n: 1 })).toMatchObject({ ok: true });
  });

  it('[FR2] longer than a frame come and go in parts', () => {
    const test = roomOf('ann', 'ben');
    const ben = createTestDoc(2);
    ben.read(test.send('ben', ben.syncFrame()));
    const text = 'é'.repeat(700_000);
    expect(test.update('ann', edit('long', text))).toMatchObject({ ok: true });
    const frames = test.take('ben').filter(({ type }) => type === 'doc');
    expect(frames.length).toBeGreaterThan(5);
    for (const frame of frames) expect(JSON.stringify(frame).length).toBeLessThan(DOC_PART_CHARS + 200);
    ben.read(frames);
    expect(ben.doc.getMap('nodes').toJSON()).toEqual({ long: { text } });
  });

  it('[FR3] in parts that do not follow each other are to be sent again, and no number is lost', () => {
    const test = roomOf('ann');
    const message = writeSyncMessage({ kind: 2, payload: edit('long', 'x'.repeat(600_000)) });
    const parts = cutMessage(message);
    const sendPart = (data: (typeof parts)[number]) =>
      test.send('ann', { type: 'doc.update', clientId: 'c', n: 1, data });
    const [one, two, three, four] = parts as [
      (typeof parts)[0],
      (typeof parts)[0],
      (typeof parts)[0],
      (typeof parts)[0],
    ];
    expect(parts).toHaveLength(4);
    expect([sendPart(one), sendPart(three), sendPart(two)]).toEqual([[], [], []]);
    expect(sendPart(four)).toMatchObject([
      { data: { ok: false, error: { code: 'out-of-turn', retryable: true } } },
    ]);
    const answers = parts.map(sendPart);
    expect(answers.at(-1)).toMatchObject([{ type: 'ack', data: { n: 1, ok: true } }]);
  });

  it('[FR3] of a viewer are refused before anything of them is gathered', () => {
    const test = roomOf('ann');
    test.connect('vera', test.grant('vera', 'viewer'));
    test.take('vera');
    const [first, last] = cutMessage(
      writeSyncMessage({ kind: 2, payload: edit('long', 'x'.repeat(300_000)) }),
    );
    const sendPart = (data: typeof first) =>
      data && test.send('vera', { type: 'doc.update', clientId: 'v', n: 1, data });
    for (const parts of [[last], [first, last]])
      expect(parts.flatMap((part) => sendPart(part) ?? [])).toMatchObject([
        { type: 'ack', data: { n: 1, error: { code: 'not-allowed' } } },
      ]);
  });

  it('[FR3] that never end are forgotten', () => {
    const test = roomOf('ann');
    const [first] = cutMessage(writeSyncMessage({ kind: 2, payload: edit('long', 'x'.repeat(600_000)) }));
    if (first) test.send('ann', { type: 'doc.update', clientId: 'c', n: 1, data: first });
    test.pass(61_000);
    expect(test.closed.has('ann')).toBe(false);
    const again = { type: 'doc.update', clientId: 'c', n: 1, data: { ...first, part: 3 } } as never;
    expect(test.send('ann', again)).toMatchObject([{ data: { error: { code: 'out-of-turn' } } }]);
  });

  it('[DO1] that overtake what they build on are refused, and the room asks for what it lacks', () => {
    const test = roomOf('tab-1', 'tab-2');
    const [one, two] = [createTestDoc(1), createTestDoc(2)];
    one.setNode('a', { text: 'from the first tab' });
    const late = one.takeUpdates();
    for (const update of late) Y.applyUpdate(two.doc, update, 'relay');
    two.setNode('a', { label: 'from the second' });
    const grant = test.grant('ann');
    for (const id of ['one', 'two']) test.connect(id, grant);
    for (const id of ['one', 'two']) test.take(id);
    const [early = new Uint8Array()] = two.takeUpdates();
    expect(test.update('two', early)).toMatchObject({ ok: false, error: { code: 'out-of-turn' } });
    const [lacking = new Uint8Array()] = two.read(test.take('two'));
    expect(test.update('two', lacking)).toMatchObject({ ok: true });
    for (const update of late) expect(test.update('one', update)).toMatchObject({ ok: true });
    const doc = new Y.Doc();
    Y.applyUpdate(doc, test.room().document());
    expect(doc.getMap('nodes').toJSON()).toEqual(two.doc.getMap('nodes').toJSON());
  });

  it('[FR4] keeps the clients of late, and forgets those of long ago', async () => {
    const test = roomOf('ann');
    const update = edit('a');
    for (let index = 0; index < 1_010; index += 1) {
      test.now += 100;
      test.update('ann', update, { clientId: `c${index}`, n: 1 });
      if (index === 900) test.update('ann', update, { clientId: 'c0', n: 2 });
    }
    const stored = await test.store.load();
    expect(stored?.clients).toHaveLength(1_000);
    expect(stored?.clients.some(({ clientId }) => clientId === 'c0')).toBe(true);
    expect(stored?.clients.some(({ clientId }) => clientId === 'c1')).toBe(false);
  });
});

describe('a reader that does not read', { timeout: 60_000 }, () => {
  it('[FR6] gets no more than a bounded amount, and then everything at once in its latest form', () => {
    const test = roomOf('ann', 'slow');
    const slow = createTestDoc(2);
    slow.read(test.send('slow', slow.syncFrame()));
    test.take('slow');
    const ann = createTestDoc(1);
    for (let round = 0; round < 300; round += 1) {
      test.now += 100;
      ann.setNode(`n${round % 20}`, { round, text: 'x'.repeat(10_000) });
      for (const update of ann.takeUpdates()) expect(test.update('ann', update)?.ok).toBe(true);
      test.send('ann', { type: 'presence', data: presenceOf('Ann', { cursor: { x: round, y: 0 } }) });
      test.send('ann', { type: 'credit', data: { frames: 100 } });
    }
    const unread = test.take('slow');
    expect(JSON.stringify(unread).length).toBeLessThan(OUTBOX_CHARACTERS * 1.2);
    slow.read(unread);
    test.send('slow', { type: 'credit', data: { frames: 10_000 } });
    const news = test.take('slow');
    slow.read(news);
    expect(slow.doc.getMap('nodes').toJSON()).toEqual(ann.doc.getMap('nodes').toJSON());
    expect(peopleIn(news).at(-1)?.people[0]?.presence?.cursor?.x).toBe(299);
    // And when it has dealt with that, too, the live stream goes on.
    test.send('slow', { type: 'credit', data: { frames: news.length } });
    ann.setNode('last');
    for (const update of ann.takeUpdates()) test.update('ann', update);
    slow.read(test.take('slow'));
    expect(slow.doc.getMap('nodes').has('last')).toBe(true);
  });

  it('[FR6] that only pings is believed once in ten seconds', () => {
    const test = roomOf('ann', 'slow');
    test.send('slow', createTestDoc(2).syncFrame());
    const ann = createTestDoc(1);
    for (let round = 0; round < 300; round += 1) {
      test.now += 50;
      ann.setNode(`n${round % 20}`, { round, text: 'x'.repeat(20_000) });
      for (const update of ann.takeUpdates()) test.update('ann', update);
      test.send('slow', { type: 'ping', data: { sentAt: round } });
    }
    // Fifteen seconds: twice, and what is sent in one piece when it is believed.
    const received = JSON.stringify(test.take('slow').filter(({ type }) => type === 'doc')).length;
    expect(received).toBeLessThan(OUTBOX_CHARACTERS * 9);
    expect(test.send('slow', createTestDoc(3).syncFrame())).toMatchObject([
      { type: 'error', data: { error: { code: 'too-many-commands' } } },
    ]);
  });

  it('[FR6] learns afterwards who has left and what has changed in lists', () => {
    const test = roomOf('ann', 'ben', 'slow');
    test.send('slow', createTestDoc(2).syncFrame());
    test.send('slow', { type: 'credit', data: { frames: 1 } });
    for (let index = 0; index < LIMITS.creditFrames; index += 1)
      test.send('slow', { type: 'ping', data: { sentAt: 1 } });
    test.update('ann', Y.encodeStateAsUpdate(largeDoc()));
    test.take('slow');
    test.give({ type: 'closed', connectionId: 'ben' });
    test.pass(100);
    test.ask(test.grant('ann'), { type: 'versions.make', versionId: 'v', name: 'V', by: 'Ann' });
    expect(test.take('slow')).toEqual([]);
    test.send('slow', { type: 'credit', data: { frames: 10_000 } });
    const news = test.take('slow');
    expect(typesOf(news)).toEqual(['presence', 'versions.changed']);
    expect(peopleIn(news)[0]?.gone).toEqual(['ben']);
  });

  function largeDoc(): Y.Doc {
    const doc = new Y.Doc();
    doc.getMap('meta').set('x', 'y'.repeat(OUTBOX_CHARACTERS));
    return doc;
  }
});

describe('without a socket', () => {
  it('[DO1] everything but presence works by polling', () => {
    const test = roomOf('ann');
    const ann = createTestDoc(1);
    ann.read(test.send('ann', ann.syncFrame()));
    const ben = createTestDoc(2);
    ben.setNode('b');
    const poll = (n: number, updates: readonly Uint8Array[], role: 'editor' | 'viewer' = 'editor') =>
      test.ask(test.grant('ben', role), {
        type: 'poll',
        poll: {
          clientId: `poll-${role}`,
          sync: partOf(0, Y.encodeStateVector(ben.doc)).bytes,
          updates: updates.map((update, index) => ({ n: n + index, bytes: partOf(2, update).bytes })),
        },
      });
    const nothing = partOf(1, new Uint8Array([0, 0])).bytes;
    const answer = poll(1, ben.takeUpdates());
    expect(answer).toMatchObject({
      status: 200,
      body: { acks: [{ n: 1, ok: true }], doc: [nothing], role: 'editor' },
    });
    ann.read(test.take('ann'));
    expect(ann.doc.getMap('nodes').has('b')).toBe(true);
    ann.setNode('a');
    for (const update of ann.takeUpdates()) test.update('ann', update);
    const { doc } = poll(2, []).body as { doc: string[] };
    ben.read(doc.map((bytes) => ({ type: 'doc', data: { bytes, part: 0, parts: 1 } })));
    expect(ben.doc.getMap('nodes').has('a')).toBe(true);
    // A room that lacks something says what it has.
    ben.setNode('c');
    const lacking = (poll(2, []).body as { doc: string[] }).doc;
    expect(lacking).toHaveLength(2);
    expect(poll(1, ben.takeUpdates(), 'viewer')).toMatchObject({
      status: 200,
      body: { acks: [{ ok: false, error: { code: 'not-allowed' } }], role: 'viewer' },
    });
    const bad = { clientId: 'x', sync: encodeBase64(new Uint8Array([7])), updates: [] };
    expect(test.ask(test.grant('ben'), { type: 'poll', poll: bad }).status).toBe(400);
  });
});

describe('the list of runs', () => {
  it('[FR9] is told to everybody as it changes', () => {
    const test = roomOf('ann', 'ben');
    const summary: Omit<RunSummary, 'number'> = {
      ...{ runId: 'r1', startedAt: 1, startedBy: 'Ann', phase: 'running', outcome: null, sealed: false },
      ...{ endedAt: null, parked: true, totalMicroUsd: 0, demo: true },
    };
    const answer = test.ask(null, { type: 'report', summary });
    expect(answer).toEqual(expect.objectContaining({ status: 200, body: { number: 1, ended: [] } }));
    for (const name of ['ann', 'ben'])
      expect(test.take(name)).toEqual([{ type: 'runs', data: { runs: [{ ...summary, number: 1 }] } }]);
    test.connect('cleo', test.grant('cleo', 'viewer'));
    expect(test.take('cleo')[1]).toEqual({ type: 'runs', data: { runs: [{ ...summary, number: 1 }] } });
  });
});
