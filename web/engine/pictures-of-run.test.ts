import { expect, test } from 'vitest';
import type { Fact } from '#shared/run/events.ts';
import { numbered, planNodeOf, planOf, SOME_HASH } from '#shared/run/testing.ts';
import { picturesOfRun } from './pictures-of-run.ts';

const image = { blob: 'b'.repeat(64), mediaType: 'image/png', bytes: 100 };
const plan = planOf(0, [], { nodes: [planNodeOf('art', { type: 'imageGenerator', label: 'Cover art' })] });
const FACTS: readonly Fact[] = [
  {
    type: 'execution.started',
    data: {
      plan: { kind: 'inline', plan },
      startedBy: { personId: 'person', name: '' },
      payer: { kind: 'demo' },
    },
  },
  { type: 'execution.node.status', data: { nodeId: 'art', status: 'running', round: 0 } },
  {
    type: 'execution.node.completed',
    data: {
      ...{ nodeId: 'art', round: 0, source: 'call', cacheKey: null, outputHash: SOME_HASH },
      output: { kind: 'inline', output: { image, text: 'A lighthouse' } },
    },
  },
];

test('[PI33] the pictures of a run are read from its log, page by page, and from nothing else', async () => {
  const entries = numbered(FACTS);
  const asked: number[] = [];
  const pictures = await picturesOfRun(
    {
      async page(_runId, page) {
        asked.push(page);
        return { entries: entries.slice(page * 2, page * 2 + 2), head: entries.length, sealed: true };
      },
      getBlob: () => Promise.reject(new Error('no blob is named')),
    },
    'run',
  );
  expect(asked).toEqual([0, 1]);
  expect(pictures.map(({ nodeName, prompt, picture }) => ({ nodeName, prompt, picture }))).toEqual([
    { nodeName: 'Cover art', prompt: 'A lighthouse', picture: image },
  ]);
});
