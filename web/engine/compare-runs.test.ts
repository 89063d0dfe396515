import { describe, expect, it } from 'vitest';
import { hashJson } from '#shared/hash.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { Fact, LogEntry } from '#shared/run/events.ts';
import type { NodeOutput, OutputRef } from '#shared/run/output.ts';
import { numbered, planOf, startedFact } from '#shared/run/testing.ts';
import { createRunComparer } from './compare-runs.ts';
import { createMemoryBlobs } from './testing/memory-blobs.ts';
import { jsonBytes } from './testing/test-plan.ts';

const completed = (nodeId: string, output: NodeOutput, ref: OutputRef): Fact => ({
  type: 'execution.node.completed',
  data: { nodeId, round: 0, source: 'local', cacheKey: null, outputHash: hashJson(output), output: ref },
});

async function setUp() {
  const blobs = createMemoryBlobs();
  const logs = new Map<string, readonly LogEntry[]>();
  const asked: string[] = [];
  const put = async (runId: string, text: string, isLong: boolean) => {
    const output = { text };
    const bytes = jsonBytes(output);
    const ref: OutputRef = isLong
      ? { kind: 'blob', hash: await blobs.put(bytes), bytes: bytes.length }
      : { kind: 'inline', output };
    logs.set(runId, numbered([startedFact(planOf(1, [])), completed('n0', output, ref)], 1, runId));
  };
  await put('one', 'The lamp sulked.', false);
  await put('two', 'The lamp shone.', true);
  const comparer = createRunComparer({
    http: {
      async page(runId) {
        asked.push(runId);
        const entries = logs.get(runId);
        if (entries === undefined) throw new WeftFailure(weftError('not-found', 'There is no such run.'));
        return { entries: [...entries], head: entries.length };
      },
      getBlob: (_, hash) => blobs.get(hash),
    },
    blobsOf: () => blobs,
  });
  return { comparer, asked };
}

describe('comparing by the logs', () => {
  it('[CM4] both logs are read, and a step’s outputs when it is asked for: inline or as blobs, without reading again', async () => {
    const { comparer, asked } = await setUp();
    const { steps } = await comparer.runs('one', 'two');
    expect(steps.map(({ nodeId, isResultChanged }) => [nodeId, isResultChanged])).toEqual([['n0', true]]);
    expect(asked).toEqual(['one', 'two']);
    const { texts, pictures, errors } = await comparer.step('one', 'two', 'n0');
    expect(texts[0]?.pieces.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'same The lamp ',
      'removed sulked',
      'added shone',
      'same .',
    ]);
    expect([pictures, errors]).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(asked).toEqual(['one', 'two']);
  });

  it('[CM4] steps of runs that were not read yet are read; a run that is not there is said not to be', async () => {
    const { comparer, asked } = await setUp();
    expect((await comparer.step('two', 'one', 'n0')).texts).toHaveLength(1);
    expect((await comparer.step('two', 'one', 'gone')).texts).toEqual([]);
    expect(asked).toEqual(['two', 'one']);
    await expect(comparer.runs('one', 'none')).rejects.toThrow('There is no such run.');
  });
});
