import { expect, test } from 'vitest';
import type { FlowNode } from '#shared/graph/document.ts';
import { definition as describer } from '../../nodes/imageDescriber/node.ts';
import { definition as generator } from '../../nodes/imageGenerator/node.ts';
import { definition as prompt } from '../../nodes/initialPrompt/node.ts';
import { isPictureNode, pictureOf } from './node-picture.ts';

const own = { blob: 'a'.repeat(64), mediaType: 'image/png', bytes: 1, name: 'cat.png', width: 4, height: 3 };
const made = { blob: 'b'.repeat(64), mediaType: 'image/png', bytes: 1 };
const node = (config: FlowNode['config'] = {}): FlowNode => ({
  ...{ id: 'a', type: 'imageDescriber', version: 1, position: { x: 0, y: 0 } },
  config,
});

test('[PI32] a card shows what its node put out, else what is in its field', () => {
  const nothing = { output: null, status: 'idle' } as const;
  const done = { output: { image: made, text: 'A cat.' }, status: 'done' } as const;
  expect(pictureOf(node(), describer, nothing)).toBeNull();
  expect(pictureOf(node({ image: own }), describer, nothing)).toEqual({ hash: own.blob, owner: 'flow' });
  expect(pictureOf(node({ image: own }), describer, done)).toEqual({ hash: made.blob, owner: 'run' });
  expect(pictureOf(node(), describer, done)).toEqual({ hash: made.blob, owner: 'run' });
});

test('a picture that was put in after the run is newer than what the run has', () => {
  const stale = { output: { image: made }, status: 'stale' } as const;
  expect(pictureOf(node({ image: own }), describer, stale)).toEqual({ hash: own.blob, owner: 'flow' });
  expect(pictureOf(node(), describer, stale)).toEqual({ hash: made.blob, owner: 'run' });
});

test('the picture of one’s own that went through the run is the document’s', () => {
  const done = { output: { image: own }, status: 'done' } as const;
  expect(pictureOf(node({ image: own }), describer, done)).toEqual({ hash: own.blob, owner: 'flow' });
});

test('what is no picture of Weft shows none', () => {
  const nothing = { output: null, status: 'idle' } as const;
  for (const image of ['data:image/png;base64,AAAA', null, 7, { blob: 'x' }])
    expect(pictureOf(node({ image }), describer, nothing)).toBeNull();
});

test('cards keep a picture’s room where the picture is the point', () => {
  expect([generator, describer, prompt, null].map(isPictureNode)).toEqual([true, false, false, false]);
});
