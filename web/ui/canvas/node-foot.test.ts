import { expect, test } from 'vitest';
import { PENDING_NODE, type NodeState } from '#shared/run/state.ts';
import type { CanvasNodeView } from './canvas-flow.ts';
import { footSpent, footTime } from './node-foot.ts';

const working: NodeState = { ...PENDING_NODE, phase: 'running', startedAt: 1_000 };
const view = (more: Partial<CanvasNodeView>): CanvasNodeView => ({
  ...{ status: 'streaming', state: working, text: '', streaming: true, output: null, error: null },
  ...{ warnings: [], costMicroUsd: null, costOpen: false, tokens: { input: 0, output: 0 } },
  ...{ durationMs: null, retryInMs: null, progress: null, asked: null },
  ...more,
});

test('a card that works counts whole seconds, one that is done says its time to the tenth', () => {
  expect(footTime(view({}))).toBe('');
  expect(footTime(view({ durationMs: 950 }))).toBe('0 s');
  expect(footTime(view({ durationMs: 12_990 }))).toBe('12 s');
  expect(footTime(view({ durationMs: 75_400 }))).toBe('1 min 15 s');
  expect(footTime(view({ durationMs: 12_990, state: { ...working, endedAt: 13_990 } }))).toBe('13.0 s');
});

test('the foot says tokens, cost and time, as far as there are any', () => {
  const spent = { tokens: { input: 900, output: 1_240 }, costMicroUsd: 12_000, costOpen: true };
  expect(footSpent(view(spent), '3 s')).toMatch(/^1,240 tok · \$0\.012\d*\+? · 3 s$/);
  expect(footSpent(view({}), '3 s')).toBe('3 s');
  expect(footSpent(view({ state: PENDING_NODE }), '')).toBe('');
  expect(footSpent(view({ status: 'cached' }), '0.1 s')).toBe('$0');
});
