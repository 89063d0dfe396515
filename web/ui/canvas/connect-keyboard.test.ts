import { expect, test } from 'vitest';
import type { CanvasPorts } from './canvas-flow.ts';
import {
  beginPull,
  nextStart,
  pulledThread,
  spokenPull,
  stepPull,
  type PullSource,
} from './connect-keyboard.ts';
import { chosenTarget } from './pull-target.ts';

const text = (id: string) => ({ id, label: id, type: 'text' as const, state: 'free' as const });
const PORTS: Record<string, CanvasPorts> = {
  idea: { inputs: [], outputs: [text('text-out')] },
  near: { inputs: [text('text-in')], outputs: [text('text-out')] },
  far: { inputs: [text('text-in')], outputs: [] },
  note: { inputs: [], outputs: [] },
};
const PLACES: Record<string, number> = { idea: 0, near: 100, far: 900, note: 10 };

function flow(refused: readonly string[] = []): PullSource {
  return {
    nodeIds: Object.keys(PORTS),
    portsOf: (id) => PORTS[id] ?? { inputs: [], outputs: [] },
    nameOf: (id) => id,
    canConnect: (source, _out, target) => (refused.includes(`${source}>${target}`) ? 'does not fit' : null),
    positionOf: (id) => ({ x: PLACES[id] ?? 0, y: 0 }),
    circle: () => new Set(),
  };
}

test('a pull starts at the first output and offers the nearest port first', () => {
  const pull = beginPull('idea', flow());
  expect(pull?.from).toEqual({ nodeId: 'idea', handle: 'text-out', side: 'output' });
  expect(pull?.targets.map((target) => target.nodeId)).toEqual(['near', 'far']);
});

test('what lies along the flow is offered before what lies against it, however near that is', () => {
  const { nodeIds, ...rest } = flow();
  const places: Record<string, number> = { ...PLACES, idea: 400 };
  const ahead = { ...rest, nodeIds, positionOf: (id: string) => ({ x: places[id] ?? 0, y: 0 }) };
  expect(beginPull('idea', ahead)?.targets.map((target) => target.nodeId)).toEqual(['far', 'near']);
});

test('arrows choose round the ends, Enter ties source to target', () => {
  const pull = beginPull('idea', flow());
  if (pull === null) throw new Error('expected a pull');
  expect(chosenTarget(stepPull(pull, 1))?.nodeId).toBe('far');
  expect(chosenTarget(stepPull(pull, -1))?.nodeId).toBe('far');
  expect(pulledThread(stepPull(pull, 1))).toMatchObject({
    source: { nodeId: 'idea', handle: 'text-out' },
    target: { nodeId: 'far', handle: 'text-in' },
  });
});

test('ports that do not fit are not offered', () => {
  expect(beginPull('idea', flow(['idea>near']))?.targets.map((target) => target.nodeId)).toEqual(['far']);
});

test('ports at which a thread would close a circle are not offered', () => {
  const source = { ...flow(), circle: () => new Set(['near']) };
  expect(beginPull('idea', source)?.targets.map((target) => target.nodeId)).toEqual(['far']);
});

test('from an input the thread is tied the other way round', () => {
  const pull = beginPull('far', flow());
  if (pull === null) throw new Error('expected a pull');
  expect(pulledThread(pull)).toMatchObject({ source: { nodeId: 'near' }, target: { nodeId: 'far' } });
});

test('C again takes the next port of the node', () => {
  const pull = beginPull('near', flow());
  if (pull === null) throw new Error('expected a pull');
  expect(nextStart(pull, flow()).from.side).toBe('input');
});

test('what is spoken says where the thread goes and what the keys do', () => {
  const pull = beginPull('idea', flow());
  if (pull === null) throw new Error('expected a pull');
  expect(spokenPull(pull, 'idea, text')).toContain('to near, text-in, 1 of 2. Enter ties it');
  const alone = beginPull('idea', flow(['idea>near', 'idea>far']));
  expect(alone && spokenPull(alone, 'idea, text')).toContain('No port of another node fits');
});

test('a node without ports starts nothing', () => {
  expect(beginPull('note', flow())).toBeNull();
});
