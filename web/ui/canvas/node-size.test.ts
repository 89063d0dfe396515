import { expect, test } from 'vitest';
import type { FlowNode } from '#shared/graph/document.ts';
import { definition as describer } from '../../nodes/imageDescriber/node.ts';
import { definition as generator } from '../../nodes/imageGenerator/node.ts';
import { definition as note } from '../../nodes/note/node.ts';
import { definition as proofread } from '../../nodes/grammarFix/node.ts';
import { definition as prompt } from '../../nodes/initialPrompt/node.ts';
import { definition as story } from '../../nodes/storyTeller/node.ts';
import { bodyLines, cardHeight, nodeSize } from './node-size.ts';

const port = { id: 'text-in', label: 'text', type: 'text', state: 'free' } as const;
const node = (type: string, config: FlowNode['config'] = {}): FlowNode => ({
  id: 'a',
  type,
  version: 1,
  position: { x: 0, y: 0 },
  config,
});

test('the parts add up as in the anatomy of a node', () => {
  expect(cardHeight({ rows: 1, lines: 0, foot: true })).toBe(44 + 2 + 28 + 26);
  expect(cardHeight({ rows: 3, lines: 5, foot: true })).toBe(44 + 2 + 68 + 14 + 95 + 26);
  expect(cardHeight({ rows: 0, lines: 0, foot: false })).toBe(46);
});

test('a body has at most five lines, however long the text', () => {
  expect(bodyLines('', 216)).toBe(0);
  expect(bodyLines('Two commas moved.', 216)).toBe(1);
  expect(bodyLines('word '.repeat(5_000), 216)).toBe(5);
  expect(bodyLines('a\nb\nc', 216)).toBe(3);
});

test('an idle node is as high as what it says of itself', () => {
  const empty = nodeSize(node('initialPrompt'), prompt, { inputs: [], outputs: [port] });
  const told = nodeSize(node('initialPrompt', { text: 'x '.repeat(120) }), prompt, {
    inputs: [],
    outputs: [port],
  });
  expect(empty).toEqual({ width: 216, height: 100 + 14 + 19 * bodyLines(prompt.about, 216) });
  expect(told.height).toBe(100 + 14 + 95);
});

test('wide types are 296 px, notes keep the size a person gave them', () => {
  expect(nodeSize(node('storyTeller'), story, { inputs: [port], outputs: [] }).width).toBe(296);
  expect(nodeSize(node('grammarFix'), proofread, { inputs: [port], outputs: [port] }).width).toBe(216);
  const sized = { ...node('note'), size: { width: 300, height: 80 } };
  expect(nodeSize(sized, note, { inputs: [], outputs: [] })).toEqual({ width: 300, height: 80 });
});

test('a type nobody knows has room for the words that say so', () => {
  expect(nodeSize(node('fromTheFuture'), null, { inputs: [port], outputs: [] }).height).toBeGreaterThan(74);
});

test('a card that is there for its picture has the picture’s room from the first', () => {
  const ports = { inputs: [port], outputs: [port, port] };
  const frame = 44 + 2 + 48 + 14 + 26;
  expect(nodeSize(node('imageGenerator'), generator, ports).height).toBe(frame + 144);
  expect(nodeSize(node('imageGenerator', { prompt: 'x '.repeat(200) }), generator, ports).height).toBe(
    frame + 144,
  );
});

test('a picture in a field stands beside the words', () => {
  const picture = { blob: 'a'.repeat(64), mediaType: 'image/png', bytes: 1 };
  const ports = { inputs: [port], outputs: [port] };
  const heightOf = (config: FlowNode['config']) =>
    nodeSize(node('imageDescriber', config), describer, ports).height;
  expect(heightOf({ image: picture })).toBe(44 + 2 + 28 + 14 + 56 + 26);
  expect(heightOf({ image: picture, notes: 'word '.repeat(80) })).toBe(44 + 2 + 28 + 14 + 95 + 26);
});
