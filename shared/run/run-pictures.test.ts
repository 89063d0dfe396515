import { describe, expect, it } from 'vitest';
import type { Fact } from './events.ts';
import type { NodeOutput } from './output.ts';
import { foldEntries } from './reduce.ts';
import { runPictures } from './run-pictures.ts';
import { emptyRun } from './state.ts';
import { numbered, planNodeOf, planOf, SOME_HASH } from './testing.ts';

const picture = (letter: string) => ({ blob: letter.repeat(64), mediaType: 'image/png', bytes: 100 });

function completed(nodeId: string, output: NodeOutput): readonly Fact[] {
  return [
    { type: 'execution.node.status', data: { nodeId, status: 'running', round: 0 } },
    {
      type: 'execution.node.completed',
      data: {
        ...{ nodeId, round: 0, source: 'call', cacheKey: null, outputHash: SOME_HASH },
        output: { kind: 'inline', output },
      },
    },
  ] as readonly Fact[];
}

const MODEL = { provider: 'demo', model: 'demo-picture', parameters: {} };
const plan = planOf(0, [], {
  nodes: [
    planNodeOf('photo', { type: 'imageInput', label: 'Photo' }),
    planNodeOf('art', { type: 'imageGenerator', label: 'Cover art', model: MODEL }),
    planNodeOf('words', { type: 'imageDescriber', label: 'Alt text', model: MODEL }),
    planNodeOf('text', { label: 'Text' }),
  ],
});

function fold(...facts: readonly (readonly Fact[])[]) {
  const started: Fact = {
    type: 'execution.started',
    data: {
      plan: { kind: 'inline', plan },
      startedBy: { personId: 'person', name: '' },
      payer: { kind: 'demo' },
    },
  };
  return foldEntries(emptyRun('run'), numbered([started, ...facts.flat()]));
}

describe('the pictures of a run', () => {
  it('[PI31] each once, with what is known of it, in the order in which they came', () => {
    const run = fold(
      completed('art', { image: picture('b'), text: 'A lighthouse at dusk' }),
      completed('photo', { image: picture('a') }),
      completed('words', { image: picture('b'), text: 'A white tower by the sea.' }),
      completed('text', { text: 'No picture' }),
    );
    expect(runPictures(run)).toEqual([
      {
        runId: 'run',
        picture: picture('b'),
        nodeId: 'art',
        nodeName: 'Cover art',
        model: { provider: 'demo', model: 'demo-picture' },
        prompt: 'A lighthouse at dusk',
        description: 'A white tower by the sea.',
        costMicroUsd: null,
        at: 1_003,
      },
      {
        ...{ runId: 'run', picture: picture('a'), nodeId: 'photo', nodeName: 'Photo' },
        ...{ model: null, prompt: null, description: null, costMicroUsd: null, at: 1_005 },
      },
    ]);
  });

  it('[PI32] none before its moment: the fold up to then is all there is', () => {
    const run = fold(completed('art', { image: picture('b'), text: 'A lighthouse' }).slice(0, 1));
    expect(runPictures(run)).toEqual([]);
    expect(runPictures(emptyRun('run'))).toEqual([]);
  });
});
