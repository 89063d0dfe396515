import { describe, expect, it } from 'vitest';
import { hashBytes, hashText } from '#shared/hash.ts';
import type { Fact } from '#shared/run/events.ts';
import type { CallRecord } from '../../core/call-record.ts';
import type { FileRecord } from '../../core/file-record.ts';
import { makeRecord, type LogRecord } from '../../core/log-record.ts';
import type { RunHeader } from '../../core/run-header.ts';
import type { StoreBatch } from '../../core/step.ts';
import { callIdOf, FLOW_ID, requestOf, RUN_ID, START_MS } from '../../core/testing.ts';
import type { RunStore } from '../run-store.ts';

const header = (head: number): RunHeader => ({
  runId: RUN_ID,
  flowId: FLOW_ID,
  startedAt: START_MS,
  startedBy: { personId: 'ann', name: 'Ann' },
  payer: { kind: 'demo' },
  demo: true,
  phase: 'running',
  sealed: false,
  outcome: null,
  endedAt: null,
  head,
  epoch: 1,
  host: null,
  lastHost: null,
  hostClient: null,
  parkedAt: null,
  totalMicroUsd: 0,
  unknownCalls: 0,
  amendments: 0,
});

function records(from: number, count: number, message = 'x'): LogRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const fact: Fact = { type: 'error', data: { error: { code: 'internal', message, retryable: false } } };
    return makeRecord(fact, { runId: RUN_ID, seq: from + index, at: START_MS, by: null });
  });
}

function batch(entries: readonly LogRecord[], more: Partial<StoreBatch> = {}): StoreBatch {
  return {
    header: header(entries.at(-1)?.entry.seq ?? 0),
    entries,
    calls: [],
    clients: [],
    files: [],
    approvals: [],
    blobs: [],
    pictures: [],
    partials: [],
    droppedPartials: [],
    tickets: null,
    linkEnds: null,
    ...more,
  };
}

const acceptance = (request: Extract<Fact, { type: 'call.accepted' }>['data']['request']): Fact => ({
  type: 'call.accepted',
  data: {
    ...{ callId: callIdOf(1), nodeId: 'a', round: 0, ordinal: 0, try: 1, requestHash: 'h' },
    ...{ provider: 'p', model: 'm', task: 't', request },
  },
});

const waiting: CallRecord = {
  callId: callIdOf(1),
  nodeId: 'a',
  provider: 'p',
  requestHash: 'h',
  phase: 'accepted',
  acceptedSeq: 1,
  sentAt: null,
  retry: null,
  resolution: null,
};

/** What every store of runs does. */
export function describeRunStore(name: string, create: () => RunStore): void {
  describe(`the store of a run: ${name}`, () => {
    it('is empty at first', async () => {
      const store = create();
      expect(await store.load()).toBeNull();
      expect(await store.entries(1, 10, 1_000)).toEqual([]);
      expect(await store.blob('0'.repeat(64))).toBeNull();
    });

    it('gives back entries in order, wherever batches began', async () => {
      const store = create();
      const all = records(1, 700);
      for (const [from, to] of [
        [0, 1],
        [1, 300],
        [300, 301],
        [301, 700],
      ] as const)
        await store.write(batch(all.slice(from, to)));
      const json = (from: number, to: number) => all.slice(from - 1, to).map((record) => record.json);
      for (const [from, to] of [
        [1, 700],
        [1, 1],
        [2, 2],
        [150, 320],
        [301, 301],
        [500, 900],
        [700, 700],
      ] as const)
        expect(await store.entries(from, to, Number.POSITIVE_INFINITY)).toEqual(
          json(from, Math.min(to, 700)),
        );
      expect(await store.entries(701, 800, 1_000)).toEqual([]);
    });

    it('[RM3] gives nothing beyond what could not be written yet', async () => {
      const store = create();
      await store.write(batch(records(1, 2)));
      await store.write(batch(records(5, 3)));
      const read = async (from: number, to: number) =>
        (await store.entries(from, to, Number.POSITIVE_INFINITY)).length;
      expect([await read(1, 10), await read(3, 10), await read(5, 10)]).toEqual([2, 0, 3]);
      await store.write(batch(records(3, 2)));
      expect(await read(1, 10)).toBe(7);
    });

    it('stops at the size it is given, but gives one entry at least', async () => {
      const store = create();
      const all = records(1, 10);
      await store.write(batch(all));
      const size = all[0]?.json.length ?? 0;
      expect(await store.entries(1, 10, size * 3)).toHaveLength(3);
      expect(await store.entries(4, 10, 1)).toHaveLength(1);
    });

    it('[RS3] keeps large entries, many calls and clients, and the longest texts', async () => {
      const store = create();
      const calls = Array.from({ length: 400 }, (_, index) => ({
        ...waiting,
        callId: callIdOf(index),
        phase: 'ended' as const,
      }));
      const clients = Array.from({ length: 200 }, (_, n) => ({
        clientId: `c${n}`,
        personId: 'ann',
        n,
        seq: null,
        refused: [],
      }));
      const all = records(1, 40, 'é€😀'.repeat(5_000));
      await store.write(batch(all, { calls, clients }));
      expect(await store.entries(1, 40, Number.POSITIVE_INFINITY)).toEqual(all.map(({ json }) => json));
      const stored = await store.load();
      expect(stored?.calls).toHaveLength(400);
      expect(stored?.clients.find(({ clientId }) => clientId === 'c7')).toEqual(clients[7]);
      expect(stored?.header.head).toBe(40);
    });

    it('gives back requests of calls that wait: inline, from blobs, and none when the bytes are gone', async () => {
      const request = requestOf('hello');
      const text = JSON.stringify(request);
      const hash = hashText(text);
      const stamp = { runId: RUN_ID, seq: 1, at: START_MS, by: null };
      const load = async (fact: Fact, blobs: StoreBatch['blobs']) => {
        const store = create();
        await store.write(batch([makeRecord(fact, stamp)], { calls: [waiting], blobs }));
        return (await store.load())?.requests;
      };
      const blobRef = { kind: 'blob', hash, bytes: text.length } as const;
      expect(await load(acceptance({ kind: 'inline', request }), [])).toEqual([[callIdOf(1), request]]);
      expect(await load(acceptance(blobRef), [{ hash, text }])).toEqual([[callIdOf(1), request]]);
      expect(await load(acceptance(blobRef), [])).toEqual([]);
      expect(await load(acceptance(blobRef), [{ hash, text: 'no json' }])).toEqual([]);
    });

    it('keeps every writing of a file, in their order', async () => {
      const store = create();
      const file = (seq: number, effectId: string): FileRecord => ({
        ...{ effectId, fileId: 'f', nodeId: 'a', name: 'a.md', asked: 'a.md', version: seq, seq },
        ...{ mediaType: 'text/markdown', bytes: 1, blob: 'a'.repeat(64) },
      });
      const files = [file(1, 'e2'), file(2, 'e3'), file(3, 'e1')];
      await store.write(batch(records(1, 1), { files: files.slice(0, 1) }));
      await store.write(batch(records(2, 2), { files: files.slice(1) }));
      expect((await store.load())?.files).toEqual(files);
    });

    it('joins partial texts and drops them', async () => {
      const store = create();
      const chunk = (index: number, text: string) =>
        ({ callId: callIdOf(1), channel: 'text', index, text }) as const;
      await store.write(batch(records(1, 1), { partials: [chunk(0, 'one '), chunk(1, 'tw')] }));
      await store.write(batch([], { header: header(1), partials: [chunk(1, 'two')] }));
      expect((await store.load())?.partials).toEqual([
        { callId: callIdOf(1), text: 'one two', reasoning: '', chunks: { text: 2, reasoning: 0 } },
      ]);
      await store.write(batch([], { header: header(1), droppedPartials: [chunk(0, ''), chunk(1, '')] }));
      expect((await store.load())?.partials).toEqual([]);
    });

    it('keeps blobs of every size byte by byte', async () => {
      const store = create();
      await store.write(batch(records(1, 1)));
      for (const size of [0, 1, 122_880, 122_881, 1_000_000]) {
        const bytes = Uint8Array.from({ length: size }, (_, index) => index % 251);
        const hash = hashText(String(size));
        await store.putBlob(hash, bytes);
        expect(hashBytes((await store.blob(hash)) ?? new Uint8Array([1]))).toBe(hashBytes(bytes));
      }
      expect((await store.load())?.blobs).toHaveLength(5);
    });

    it('gives the beginning of a blob without the rest', async () => {
      const store = create();
      const bytes = Uint8Array.from({ length: 400_000 }, (_, index) => index % 251);
      await store.putBlob(hashText('long'), bytes);
      const start = await store.blobStart(hashText('long'));
      expect(start?.slice(0, 1_024)).toEqual(bytes.slice(0, 1_024));
      expect(start?.length).toBeLessThan(bytes.length);
      expect(await store.blobStart(hashText('none'))).toBeNull();
    });

    it('[PI6] remembers which pictures the run names', async () => {
      const store = create();
      const [one, other] = ['a'.repeat(64), 'b'.repeat(64)];
      await store.write(batch(records(1, 1), { pictures: [[one, 0]] }));
      const told = [
        [one, 7],
        [other, 0],
      ] as const;
      await store.write(batch(records(2, 1), { pictures: told }));
      expect((await store.load())?.pictures).toEqual(told);
    });

    it('[RS5] keeps nothing of a run that was removed but its stone', async () => {
      const store = create();
      const stone = { runId: RUN_ID, flowId: FLOW_ID, isTold: false };
      expect(await store.buried()).toBeNull();
      await store.write(batch(records(1, 300), { tickets: { t: 5 }, linkEnds: { l: 5 } }));
      await store.putBlob(hashText('long'), new Uint8Array(400_000));
      for (const isTold of [false, true]) {
        await store.bury({ ...stone, isTold });
        expect(await store.buried()).toEqual({ ...stone, isTold });
      }
      expect([await store.load(), await store.blob(hashText('long'))]).toEqual([null, null]);
      expect(await store.entries(1, 300, 1_000_000)).toEqual([]);
    });

    it('remembers used tickets', async () => {
      const store = create();
      await store.write(batch(records(1, 1), { tickets: { t: 5 } }));
      await store.write(batch(records(2, 1)));
      expect((await store.load())?.tickets).toEqual({ t: 5 });
    });

    it('[FR7] remembers which links have ended', async () => {
      const store = create();
      await store.write(batch(records(1, 1), { linkEnds: { l: 5 } }));
      await store.write(batch(records(2, 1)));
      expect((await store.load())?.linkEnds).toEqual({ l: 5 });
    });
  });
}
