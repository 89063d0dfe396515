import { describe, expect, it } from 'vitest';
import { hashJson } from '#shared/hash.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { Fact } from '#shared/run/events.ts';
import type { NodeOutput, OutputRef } from '#shared/run/output.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { emptyRun } from '#shared/run/state.ts';
import { numbered, planOf, startedFact } from '#shared/run/testing.ts';
import { createEarlierRun, openEarlierRun } from './earlier-run.ts';
import { createMemoryBlobs } from './testing/memory-blobs.ts';
import { jsonBytes } from './testing/test-plan.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const completed = (output: NodeOutput, ref: OutputRef): Fact => ({
  type: 'execution.node.completed',
  data: {
    ...{ nodeId: 'n0', round: 0, source: 'cache', cacheKey: 'key', savedMicroUsd: 7 },
    ...{ outputHash: hashJson(output), output: ref },
  },
});
const runWith = (fact: Fact) =>
  foldEntries(emptyRun('left'), numbered([startedFact(planOf(1, [])), fact], 1, 'left'));

describe('what the run that was left had put out', () => {
  it('[RB1] a long output comes from that run’s blobs, with its key and what it saves', async () => {
    const blobs = createMemoryBlobs();
    const output = { text: 'long '.repeat(4_000) };
    const bytes = jsonBytes(output);
    const ref: OutputRef = { kind: 'blob', hash: await blobs.put(bytes), bytes: bytes.length };
    const earlier = createEarlierRun(runWith(completed(output, ref)), blobs);
    const taken = await earlier.output('n0', hashJson(output), createMemoryBlobs());
    expect(taken).toEqual({ output, cacheKey: 'key', savedMicroUsd: 7 });
  });

  it('[RB1] a picture that lies with that run alone is brought into the branch; one that is there already is not', async () => {
    const [left, branch] = [createMemoryBlobs(), createMemoryBlobs()];
    const blob = await left.put(new Uint8Array([1, 2, 3]));
    const output = { image: { blob, mediaType: 'image/png', bytes: 3 } };
    const earlier = createEarlierRun(runWith(completed(output, { kind: 'inline', output })), left);
    await earlier.output('n0', hashJson(output), branch);
    expect(branch.has(blob)).toBe(true);
    await earlier.output('n0', hashJson(output), branch);
    expect(branch.size()).toBe(1);
  });

  it('[RB1] a relay that is out of reach for a moment costs no step', async () => {
    const clock = createVirtualClock();
    const left = createMemoryBlobs();
    const output = { text: 'long '.repeat(4_000) };
    const bytes = jsonBytes(output);
    const ref: OutputRef = { kind: 'blob', hash: await left.put(bytes), bytes: bytes.length };
    const entries = numbered([startedFact(planOf(1, [])), completed(output, ref)], 1, 'left');
    let asked = 0;
    const reachedAt = <T>(time: number, answer: () => T): T => {
      asked += 1;
      if (asked < time) throw new WeftFailure(weftError('relay-unreachable', 'Not now.'));
      return answer();
    };
    const http = {
      page: async () => reachedAt(3, () => ({ entries, head: 2, seq: 2 })),
      getBlob: left.get,
    };
    const blobs = { ...left, get: async (hash: string) => reachedAt(6, () => left.get(hash)) };
    const opening = openEarlierRun({ parent: 'left', seq: 2 }, { http, clock, blobs });
    await clock.run(clock.now() + 10_000);
    const taking = (await opening).output('n0', hashJson(output), createMemoryBlobs());
    await clock.run(clock.now() + 10_000);
    expect((await taking).output).toEqual(output);
    expect(asked).toBe(6);
  });

  it('[RB1] what is gone, or is not what it was, is not taken', async () => {
    const output = { text: 'x' };
    const earlier = createEarlierRun(
      runWith(completed({ text: 'y' }, { kind: 'inline', output })),
      createMemoryBlobs(),
    );
    const into = createMemoryBlobs();
    // The entry claims another hash than its output has.
    await expect(earlier.output('n0', hashJson({ text: 'y' }), into)).rejects.toThrow('is gone');
    await expect(earlier.output('n0', hashJson(output), into)).rejects.toThrow('is gone');
    await expect(earlier.output('n9', hashJson(output), into)).rejects.toThrow('is gone');
  });
});
