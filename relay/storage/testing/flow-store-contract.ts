import { describe, expect, it } from 'vitest';
import type { RunSummary } from '#shared/protocol/messages.ts';
import type { FlowBatch } from '../../core/flow/flow-step.ts';
import { createFlow } from '../../core/flow/flow-record.ts';
import { createRoomDocument } from '../../core/flow/room-document.ts';
import { createTestDoc } from '../../core/flow/testing.ts';
import { roomLimits } from '../../core/room-config.ts';
import { FLOW_ID, START_MS } from '../../core/testing.ts';
import type { FlowStore } from '../flow-store.ts';

const created = createFlow(null, { flowId: FLOW_ID, ownerSecret: 'secret', linkId: 'l' }, START_MS);
const record = created.outcome === 'created' ? created.flow : null;

function batch(more: Partial<FlowBatch> = {}): FlowBatch {
  return {
    ...{ record, runs: [], droppedRuns: [], document: null, clients: [], droppedClients: [] },
    ...{ versions: [], droppedVersions: [], pushes: [], tickets: null },
    ...more,
  };
}

const client = (clientId: string, n = 1) => ({ clientId, personId: 'ann', n, seq: null, refused: [] });
const run = (runId: string, number: number): RunSummary => ({
  ...{ runId, number, startedAt: 1, startedBy: 'Ann', phase: 'running', outcome: null },
  ...{ sealed: false, endedAt: null, parked: false, totalMicroUsd: 0, demo: true },
});

/** What every store of flows does. */
export function describeFlowStore(name: string, create: () => FlowStore): void {
  describe(`the store of a flow: ${name}`, { timeout: 60_000 }, () => {
    it('is empty at first', async () => {
      const store = create();
      expect([await store.load(), await store.version('v')]).toEqual([null, null]);
    });

    it('[RS5] forgets a run that is gone', async () => {
      const store = create();
      await store.write(batch({ runs: [run('a', 1), run('b', 2)] }));
      await store.write(batch({ droppedRuns: ['a'] }));
      expect((await store.load())?.runs).toEqual([run('b', 2)]);
    });

    it('[FR12] keeps of a flow that is gone what is said of it, and its runs', async () => {
      const store = create();
      const document = new Uint8Array(300_000).fill(7);
      const version = { versionId: 'v1', name: 'One', at: 5, personId: 'ann', by: 'Ann', bytes: 300_000 };
      const pushes = [{ linkId: 'l', at: 9, runIds: ['r150'] }];
      const runs = Array.from({ length: 150 }, (_, index) => run(`r${index}`, index + 1));
      await store.write(batch({ runs, tickets: { t: 5 }, clients: [client('c')], pushes }));
      await store.write(batch({ versions: [{ version, document }] }));
      const removed = record && { ...record, links: [], removal: { at: 8, by: 'ann' } };
      await store.write(batch({ record: removed }));
      for (const _time of ['once', 'twice']) {
        await store.clear();
        const stored = await store.load();
        expect(stored).toMatchObject({ record: removed, document: null, clients: [], versions: [], pushes });
        expect([stored?.tickets, stored?.runs.length]).toEqual([{}, 150]);
        expect(await store.version('v1')).toBeNull();
      }
    });

    it('gives back what was written last, and forgets what was dropped', async () => {
      const store = create();
      await store.write(batch({ runs: [run('a', 1), run('b', 2)], tickets: { t: 5 } }));
      await store.write(batch({ clients: [client('c1'), client('c2')] }));
      await store.write(batch({ record: null, runs: [{ ...run('a', 1), phase: 'paused' }] }));
      await store.write(batch({ clients: [client('c1', 2)], droppedClients: [] }));
      const stored = await store.load();
      expect(stored?.runs.map(({ runId, phase }) => [runId, phase])).toEqual([
        ['a', 'paused'],
        ['b', 'running'],
      ]);
      expect(stored).toMatchObject({ record, tickets: { t: 5 } });
      // In the order of their last use.
      expect(stored?.clients.map(({ clientId, n }) => [clientId, n])).toEqual([
        ['c2', 1],
        ['c1', 2],
      ]);
      await store.write(batch({ droppedClients: ['c2'] }));
      expect((await store.load())?.clients.map(({ clientId }) => clientId)).toEqual(['c1']);
    });

    it('[FR2] keeps a document of every size, by updates and by snapshots', async () => {
      const store = create();
      await store.write(batch());
      const source = createTestDoc(7);
      let document = createRoomDocument(null, roomLimits());
      for (let round = 0; round < 1_050; round += 1) {
        const size = round % 400 === 0 ? 400_000 : 3;
        source.setNode(`n${round % 40}`, { text: String(round % 10).repeat(size) });
        for (const update of source.takeUpdates())
          expect(document.take(update, { personId: 'ann', isOwner: false }).ok).toBe(true);
        const write = document.takeWrite();
        await store.write(batch({ record: null, document: write }));
        if (round % 151 !== 0) continue;
        const stored = (await store.load())?.document ?? null;
        expect(stored?.authors).toEqual([[7, 'ann']]);
        const again = createRoomDocument(stored, roomLimits());
        expect(again.whole()).toEqual(document.whole());
        // A room that goes on from here writes on where that one stopped.
        document = again;
      }
      expect((await store.load())?.document?.generation).toBeGreaterThan(1);
    });

    it('keeps versions byte by byte', async () => {
      const store = create();
      const document = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
      const version = { versionId: 'v1', name: 'One', at: 5, personId: 'ann', by: 'Ann', bytes: 300_000 };
      const empty = { ...version, versionId: 'v10', at: 6, bytes: 0 };
      await store.write(
        batch({
          versions: [
            { version, document },
            { version: empty, document: new Uint8Array() },
          ],
        }),
      );
      expect((await store.load())?.versions).toEqual([version, empty]);
      expect(await store.version('v1')).toEqual(document);
      expect(await store.version('v10')).toEqual(new Uint8Array());
    });

    it('[FR11] forgets a version with its document, and no other', async () => {
      const store = create();
      const version = { versionId: 'v1', name: 'One', at: 5, personId: 'ann', by: 'Ann', bytes: 300_000 };
      const other = { ...version, versionId: 'v10', bytes: 2 };
      const document = new Uint8Array(300_000).fill(7);
      await store.write(
        batch({
          versions: [
            { version, document },
            { version: other, document: new Uint8Array([1, 2]) },
          ],
        }),
      );
      await store.write(batch({ droppedVersions: [version] }));
      expect((await store.load())?.versions).toEqual([other]);
      expect([await store.version('v1'), await store.version('v10')]).toEqual([null, new Uint8Array([1, 2])]);
      // Nothing of it is left for another under the same name.
      await store.write(
        batch({ versions: [{ version: { ...version, bytes: 1 }, document: new Uint8Array([9]) }] }),
      );
      expect(await store.version('v1')).toEqual(new Uint8Array([9]));
    });

    it('remembers which rooms have still to be told', async () => {
      const store = create();
      const runIds = Array.from({ length: 2_001 }, (_, index) => `run-${index}`);
      for (let left = 2_001; left >= 1_999; left -= 1) {
        const push = { linkId: 'l2', at: 9, runIds: runIds.slice(0, left) };
        await store.write(batch({ pushes: [push] }));
        expect((await store.load())?.pushes).toEqual([push]);
      }
      await store.write(batch({ pushes: [{ linkId: 'l2', at: 9, runIds: [] }] }));
      expect((await store.load())?.pushes).toEqual([]);
    });
  });
}
