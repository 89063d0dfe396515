import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf } from '#shared/run/testing.ts';
import { createReplayAxis } from '../../state/replay/replay-axis.ts';
import { planPlaces } from '../../state/replay/plan-places.ts';
import type { TimelineRow } from '../../state/run/timeline.ts';
import { CLOTH_WIDTH, weaveCloth } from './cloth.ts';
import {
  bounds,
  boxAt,
  boxesIn,
  boxPaths,
  detailOf,
  fitView,
  freeHeight,
  stageBoxes,
  stageThreads,
  zoomAt,
} from './stage-geometry.ts';

const stage = { width: 800, height: 400 };

describe('the stage of a run', () => {
  it('fits any flow into the stage', () => {
    const place = fc.record({
      x: fc.integer({ min: -50_000, max: 50_000 }),
      y: fc.integer({ min: -20_000, max: 20_000 }),
      width: fc.constant(216),
      height: fc.constant(152),
    });
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 20 }), (places) => {
        const plan = planOf(places.length, []);
        const view = fitView(bounds(places), stage);
        for (const box of stageBoxes(plan, places, view)) {
          expect(box.x + view.x).toBeGreaterThan(-1);
          expect(box.x + box.width + view.x).toBeLessThan(stage.width + 4);
          expect(box.y + view.y).toBeGreaterThan(-1);
          expect(box.y + box.height + view.y).toBeLessThan(stage.height + 4);
        }
        expect(boxesIn(stageBoxes(plan, places, view), view, stage)).toHaveLength(places.length);
      }),
    );
  });

  it('holds the point that is zoomed at, and finds the step under a point', () => {
    const plan = planOf(2, [[0, 1]]);
    const places = planPlaces(plan);
    const view = fitView(bounds(places), stage);
    const boxes = stageBoxes(plan, places, view);
    const first = boxes[0];
    const point = { x: (first?.x ?? 0) + view.x + 5, y: (first?.y ?? 0) + view.y + 5 };
    expect(boxAt(boxes, view, 'card', point)).toBe('n0');
    expect(boxAt(boxes, view, 'card', { x: -500, y: 0 })).toBeNull();
    const near = zoomAt(view, 1.2, point);
    expect(boxAt(stageBoxes(plan, places, near), near, 'card', point)).toBe('n0');
    expect(near.zoom).toBeCloseTo(view.zoom * 1.2);
  });

  it('draws cards while they can hold a name, tiles while they are few, else boxes', () => {
    expect(detailOf(0.6, 1_000)).toBe('card');
    expect(detailOf(0.2, 100)).toBe('tile');
    expect(detailOf(0.2, 1_000)).toBe('box');
    expect(detailOf(0.05, 10)).toBe('box');
  });

  it('ends threads below each other, and dyes them by what they carry', () => {
    const plan = {
      ...planOf(3, []),
      edges: [
        { source: 0, sourceHandle: 'text-out', target: 2, targetHandle: 'text-in' },
        { source: 1, sourceHandle: 'adapter-out', target: 2, targetHandle: 'adapter-0' },
      ],
    };
    const boxes = stageBoxes(plan, planPlaces(plan), { zoom: 0.5, squeeze: 1 });
    const threads = stageThreads(plan, boxes, 'card', () => null);
    expect(threads.map(({ type }) => type)).toEqual(['any', 'persona']);
    expect(new Set(threads.map(({ path }) => path.split(',').at(-1))).size).toBe(2);
    const paths = boxPaths(boxes, (nodeId) => (nodeId === 'n2' ? 'failed' : 'done'));
    expect(paths.map(({ status }) => status)).toEqual(['done', 'failed']);
  });
});

describe('the cloth', () => {
  const row = (index: number, change: Partial<TimelineRow> = {}): TimelineRow => ({
    nodeId: `n${index}`,
    label: `N${index}`,
    status: 'done',
    startMs: 0,
    endMs: 1_000,
    segments: [{ kind: 'run', startMs: index * 100, endMs: 1_000, label: 'At work', failed: false }],
    ...change,
  });

  it('weaves a bar of its own colour for each piece of work, waits as lines, and nothing outside', () => {
    const failed = row(1, {
      status: 'done',
      segments: [
        { kind: 'queued', startMs: 0, endMs: 100, label: '', failed: false },
        { kind: 'run', startMs: 100, endMs: 1_000, label: '', failed: false },
        { kind: 'try', startMs: 100, endMs: 300, label: '', failed: true },
        { kind: 'wait', startMs: 300, endMs: 600, label: '', failed: false },
        { kind: 'try', startMs: 600, endMs: 1_000, label: '', failed: false },
      ],
    });
    const cloth = weaveCloth([row(0), failed], createReplayAxis(1_000, []));
    expect(cloth.lanes).toBe(2);
    expect(cloth.bars.map(({ status }) => status)).toEqual(['done', 'failed']);
    expect(cloth.waits).toEqual([{ status: 'waiting', path: 'M300 1.5H600' }]);
    const numbers = cloth.bars.flatMap(({ path }) =>
      [...path.matchAll(/[MH]([\d.]+)/g)].map(([, x]) => Number(x)),
    );
    expect(Math.max(...numbers)).toBeLessThanOrEqual(CLOTH_WIDTH);
  });

  it('lets many steps share its lanes', () => {
    const rows = Array.from({ length: 400 }, (_, index) => ({ ...row(index % 9), nodeId: `n${index}` }));
    const cloth = weaveCloth(rows, createReplayAxis(1_000, []));
    expect(cloth.lanes).toBe(12);
    expect(cloth.bars).toHaveLength(1);
  });

  it('[IT15] has one lane for what iterations made of a step', () => {
    const rows = Array.from({ length: 400 }, (_, index) => ({ ...row(index % 9), nodeId: `a@${index}` }));
    expect(weaveCloth([row(1), ...rows], createReplayAxis(1_000, [])).lanes).toBe(2);
  });

  it('knows how high a card may stand before it meets the next one below it', () => {
    const box = (id: string, x: number, y: number) => ({ id, x, y, width: 100, height: 60 });
    const card = box('a', 0, 0);
    const boxes = [card, box('beside', 120, 20), box('far', 40, 300), box('next', 60, 130)];
    expect(freeHeight(boxes, card)).toBe(120);
    expect(freeHeight([card], card)).toBe(Infinity);
  });
});
