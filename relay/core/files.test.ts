import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileWritten } from '#shared/run/events.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { emptyRun } from '#shared/run/state.ts';
import { callIdOf, createHostedRoom, grantOf, typesOf, type TestRoom } from './testing.ts';

const blobOf = (number: number): string => number.toString(16).padStart(64, '0');

interface PutOptions {
  readonly nodeId?: string;
  readonly name?: string;
  readonly epoch?: number;
  readonly round?: number;
  readonly blob?: string;
}

/** The effect of this number. Its blob, too, has the number unless it is told otherwise. */
function filePut(effect: number, options: PutOptions = {}) {
  const { nodeId = 'a', name = 'a.md', epoch = 1, round = 0, blob = blobOf(effect) } = options;
  const mediaType = 'text/markdown';
  return {
    type: 'file.put',
    data: { epoch, effectId: callIdOf(effect), nodeId, round, name, mediaType, blob },
  } as const;
}

/** A run to which the blobs 1 to 9 were uploaded, ten bytes each. */
function roomWithBlobs(...limits: Parameters<typeof createHostedRoom>): TestRoom {
  const test = createHostedRoom(...limits);
  for (let number = 1; number < 10; number += 1) upload(test, number);
  return test;
}

function upload(test: TestRoom, number: number): void {
  test.give({ type: 'blob.stored', hash: blobOf(number), bytes: 10 });
}

async function filesIn(test: TestRoom): Promise<readonly (FileWritten & { version?: number })[]> {
  return (await test.log()).flatMap((entry) =>
    entry.type === 'file.created' || entry.type === 'file.updated' ? [entry.data] : [],
  );
}

const refusal = (test: TestRoom, ...put: Parameters<typeof filePut>) =>
  test.command('ann', filePut(...put))?.data.error?.code;

describe('files of a run', () => {
  it('[FI1] an effect writes once, whatever is sent how often and wherever the relay is killed', async () => {
    const happening = fc.record({
      effect: fc.integer({ min: 1, max: 5 }),
      kind: fc.constantFrom('put' as const, 'put' as const, 'restart' as const),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 40 }), async (happenings) => {
        const test = roomWithBlobs();
        for (const { effect, kind } of happenings) {
          if (kind === 'put')
            expect(test.command('ann', filePut(effect, { name: `${effect % 2}.md` }))?.data.ok).toBe(true);
          else {
            await test.restart();
            for (let number = 1; number < 10; number += 1) upload(test, number);
            test.connect('ann', grantOf('ann'));
          }
        }
        const effects = (await filesIn(test)).map(({ effectId }) => effectId);
        expect(new Set(effects).size).toBe(effects.length);
        const asked = new Set(happenings.filter(({ kind }) => kind === 'put').map(({ effect }) => effect));
        expect(effects.length).toBe(asked.size);
      }),
    );
  });

  it('[FI1] is acknowledged with the entry that told of it, and refused with other content', async () => {
    const test = roomWithBlobs();
    const first = test.command('ann', filePut(1));
    expect(first?.data).toMatchObject({ ok: true, seq: 3 });
    test.command('ann', filePut(2, { nodeId: 'b', name: 'b.md' }));
    await test.restart();
    test.connect('ann', grantOf('ann'));
    expect(test.command('ann', filePut(1))?.data).toMatchObject({ ok: true, seq: 3 });
    for (const other of [{ blob: blobOf(2) }, { name: 'c.md' }, { nodeId: 'b' }])
      expect(refusal(test, 1, other)).toBe('nondeterministic-runner');
    expect(await filesIn(test)).toHaveLength(2);
  });

  it('[FI1] tells the bytes that it keeps, and refuses what was not uploaded', async () => {
    const test = createHostedRoom();
    expect(refusal(test, 1)).toBe('blob-missing');
    upload(test, 1);
    expect(refusal(test, 1)).toBeUndefined();
    expect(await filesIn(test)).toEqual([
      {
        effectId: callIdOf(1),
        fileId: callIdOf(1),
        nodeId: 'a',
        round: 0,
        name: 'a.md',
        mediaType: 'text/markdown',
        bytes: 10,
        blob: blobOf(1),
      },
    ]);
  });

  it('[FI2] the same name of the same node is a new version, the name of another one is given a number', async () => {
    const test = roomWithBlobs();
    test.command('ann', filePut(1));
    test.command('ann', filePut(2, { nodeId: 'b', name: 'A.md' }));
    test.command('ann', filePut(3, { round: 1 }));
    test.command('ann', filePut(4, { nodeId: 'c' }));
    test.command('ann', filePut(5, { nodeId: 'b', name: 'A.md', round: 2 }));
    const log = await test.log();
    expect(typesOf(log).filter((type) => type.startsWith('file.'))).toEqual([
      'file.created',
      'file.created',
      'file.updated',
      'file.created',
      'file.updated',
    ]);
    const { files } = foldEntries(emptyRun(log[0]?.runId ?? ''), log);
    expect(files.map(({ name, nodeId, version, blob }) => [name, nodeId, version, blob])).toEqual([
      ['a.md', 'a', 2, blobOf(3)],
      ['A (2).md', 'b', 2, blobOf(5)],
      ['a (3).md', 'c', 1, blobOf(4)],
    ]);
    expect((await filesIn(test)).map(({ asked }) => asked)).toEqual([
      undefined,
      'A.md',
      undefined,
      'a.md',
      'A.md',
    ]);
  });

  it('[FI3] is refused to an old epoch, while the run is paused, and after its end', async () => {
    const test = roomWithBlobs();
    expect(refusal(test, 1, { epoch: 2 })).toBe('stale-epoch');
    test.command('ann', { type: 'execution.pause', data: {} });
    expect(refusal(test, 1)).toBe('run-paused');
    test.command('ann', { type: 'execution.resume', data: {} });
    expect(refusal(test, 1)).toBeUndefined();
    test.command('ann', { type: 'execution.pause', data: {} });
    expect(refusal(test, 1)).toBeUndefined();
    test.command('ann', { type: 'execution.cancel', data: {} });
    expect(refusal(test, 2)).toBe('run-sealed');
    expect(await filesIn(test)).toHaveLength(1);
  });

  it.each(['', '../a.md', 'a/b.md', 'con.md', 'a\u0000.md', '.env', 'x'.repeat(121)])(
    '[FI4] is refused with the name %j',
    (name) => {
      expect(refusal(roomWithBlobs(), 1, { name })).toBe('bad-frame');
    },
  );

  it('[FI4] is refused beyond what a run may have', () => {
    const few = roomWithBlobs({ filesPerRun: 2 });
    expect([1, 2, 3].map((effect) => refusal(few, effect))).toEqual([undefined, undefined, 'run-full']);
    const small = roomWithBlobs({ fileBytesPerRun: 25 });
    expect([1, 2, 3].map((effect) => refusal(small, effect))).toEqual([undefined, undefined, 'run-full']);
  });
});
