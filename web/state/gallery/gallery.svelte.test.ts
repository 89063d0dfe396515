import { describe, expect, it } from 'vitest';
import type { RunSummary } from '#shared/protocol/messages.ts';
import { weftError } from '#shared/run/errors.ts';
import type { RunPicture } from '#shared/run/run-pictures.ts';
import { Gallery } from './gallery.svelte.ts';

const summary = (number: number): RunSummary => ({
  runId: `run-${number}`,
  number,
  phase: 'completed',
  outcome: 'ok',
  sealed: true,
  startedAt: number,
  endedAt: number,
  parked: false,
  startedBy: '',
  totalMicroUsd: 0,
  demo: true,
});

const picture = (runId: string, name: string, change: Partial<RunPicture> = {}): RunPicture => ({
  runId,
  picture: { blob: name, mediaType: 'image/png', bytes: 1 },
  nodeId: 'art',
  nodeName: 'Cover art',
  model: { provider: 'demo', model: 'demo-picture' },
  prompt: null,
  description: null,
  costMicroUsd: null,
  at: 1,
  ...change,
});

function gallery(runs: { readonly [number: number]: readonly RunPicture[] }) {
  const asked: string[] = [];
  const broken = new Set<string>();
  const made = new Gallery({
    runs: () =>
      Object.keys(runs)
        .map((number) => summary(Number(number)))
        .reverse(),
    async picturesOf(runId) {
      asked.push(runId);
      if (broken.has(runId)) return { ok: false, error: weftError('not-found', 'No relay.') };
      return { ok: true, pictures: runs[Number(runId.slice(4))] ?? [] };
    },
  });
  const names = () => made.shown.map((each) => each.picture.blob);
  return { made, asked, broken, names };
}

const many = (runId: string, count: number) =>
  Array.from({ length: count }, (_, index) => picture(runId, `${runId}-${index}`, { at: index }));

describe('the gallery of a flow', () => {
  it('[PI33] reads runs, newest first, until a page of 30 is full, and further only when asked', async () => {
    const { made, asked, names } = gallery({
      1: many('run-1', 5),
      2: many('run-2', 40),
      3: many('run-3', 10),
    });
    await made.open();
    expect(asked).toEqual(['run-3', 'run-2']);
    expect(names()).toHaveLength(30);
    expect(names()[0]).toBe('run-3-9');
    expect(made.hasMore).toBe(true);
    await made.more();
    expect(asked).toEqual(['run-3', 'run-2', 'run-1']);
    expect(names()).toHaveLength(55);
    expect(made.hasMore).toBe(false);
  });

  it('[PI33] a picture that several runs have is there once, with what is known of it, and in each of their filters', async () => {
    const { made, names } = gallery({
      1: [picture('run-1', 'a', { prompt: 'A lighthouse', costMicroUsd: 10 })],
      2: [picture('run-2', 'a'), picture('run-2', 'b', { nodeId: 'photo', nodeName: 'Photo', model: null })],
    });
    await made.open();
    expect(names()).toEqual(['b', 'a']);
    expect(made.shown[1]).toMatchObject({ runNumbers: [2, 1], prompt: 'A lighthouse' });
    expect(made.options).toEqual({
      run: [
        { value: '2', label: 'Run 2' },
        { value: '1', label: 'Run 1' },
      ],
      model: [
        { value: 'demo/demo-picture', label: 'demo-picture' },
        { value: 'brought', label: 'Put in by people' },
      ],
      node: [
        { value: 'art', label: 'Cover art' },
        { value: 'photo', label: 'Photo' },
      ],
    });
    await made.setFilter({ run: '1' });
    expect(names()).toEqual(['a']);
    await made.setFilter({ run: '2', model: 'brought' });
    expect(names()).toEqual(['b']);
    await made.setFilter({ node: 'art' });
    expect(names()).toEqual([]);
    expect(made.empty).toBe(false);
  });

  it('[PI33] a run that cannot be read says why, keeps what is there, and is read when asked again', async () => {
    const { made, broken, names } = gallery({ 1: many('run-1', 2), 2: many('run-2', 1) });
    broken.add('run-1');
    await made.open();
    expect(names()).toEqual(['run-2-0']);
    expect(made.error?.message).toBe('No relay.');
    expect(made.hasMore).toBe(true);
    broken.clear();
    await made.more();
    expect(names()).toEqual(['run-2-0', 'run-1-1', 'run-1-0']);
    expect(made.error).toBeNull();
  });

  it('a flow without pictures has an empty gallery', async () => {
    const { made } = gallery({ 1: [] });
    await made.open();
    expect([made.empty, made.hasMore]).toEqual([true, false]);
  });
});
