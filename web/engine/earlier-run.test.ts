import { describe, expect, it } from 'vitest';
import { hashJson } from '#shared/hash.ts';
import type { Fact } from '#shared/run/events.ts';
import type { NodeOutput, OutputRef } from '#shared/run/output.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { emptyRun } from '#shared/run/state.ts';
import { numbered, planOf, startedFact } from '#shared/run/testing.ts';
import { createEarlierRun } from './earlier-run.ts';
import { createMemoryBlobs } from './testing/memory-blobs.ts';
import { jsonBytes } from './testing/test-plan.ts';

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
