import { select, selection, type Selection } from 'd3-selection';
import type {} from 'd3-transition';
import { zoom, zoomIdentity, type D3ZoomEvent } from 'd3-zoom';
import { beforeEach, describe, expect, test } from 'vitest';
import { interpolate } from './interpolate.ts';
import { createTransitions, type Selected } from './transitions.ts';

interface Pane {
  __zoom?: { readonly x: number; readonly y: number; readonly k: number };
}

let now = 0;
let asked = new Map<number, (at: number) => void>();
let lastId = 0;

const transitions = createTransitions({
  request(act) {
    asked.set(++lastId, act);
    return lastId;
  },
  cancel: (id) => void asked.delete(id),
});

type View = [number, number, number];
const straight = (from: View, to: View) => (part: number) => interpolate(from, to)(part) as View;

/** The next frame, so many ms after the last. */
function frame(afterMs = 10): void {
  now += afterMs;
  const due = [...asked.values()];
  asked = new Map();
  for (const act of due) act(now);
}

/** d3-zoom on an object that stands for a pane, with these transitions in place of the library's. */
function openPane() {
  const events: string[] = [];
  const pane: Pane = {};
  const prototype = selection.prototype as unknown as Record<string, unknown>;
  prototype['transition'] = function (this: Selected) {
    return transitions.begin(this);
  };
  prototype['interrupt'] = function (this: Selected) {
    return this.each(function () {
      transitions.interrupt(this);
    });
  };
  const behaviour = zoom<Element, unknown>()
    .interpolate(straight)
    .extent([
      [0, 0],
      [1_000, 500],
    ])
    .on('start zoom end', ({ type, transform }: D3ZoomEvent<Element, unknown>) => {
      events.push(type === 'zoom' ? `to ${Math.round(transform.x)}` : type);
    });
  const selected = select(pane as unknown as Element);
  return { pane, events, behaviour, selected };
}

const slowly = (selected: Selection<Element, unknown, null, undefined>) =>
  selected
    .transition()
    .duration(40)
    .ease((part) => part);

beforeEach(() => {
  asked = new Map();
});

describe('a change of view over time', () => {
  test('goes from frame to frame and ends exactly where it was sent', () => {
    const { pane, events, behaviour, selected } = openPane();
    behaviour.transform(slowly(selected), zoomIdentity.translate(-400, 0));
    expect(events).toEqual([]);
    for (let count = 0; count < 6; count += 1) frame();
    expect(events).toEqual(['start', 'to -100', 'to -200', 'to -300', 'to -400', 'end']);
    expect(pane.__zoom).toMatchObject({ x: -400, y: 0, k: 1 });
    expect(asked.size).toBe(0);
  });

  test('tells its maker when it has ended', () => {
    const { behaviour, selected } = openPane();
    let ends = 0;
    behaviour.transform(
      slowly(selected).on('end', () => (ends += 1)),
      zoomIdentity.scale(2),
    );
    for (let count = 0; count < 4; count += 1) frame();
    expect(ends).toBe(0);
    frame();
    expect(ends).toBe(1);
  });

  test('stops where it is when the view is set meanwhile, and its gesture ends', () => {
    const { pane, events, behaviour, selected } = openPane();
    behaviour.transform(slowly(selected), zoomIdentity.translate(-400, 0));
    frame();
    frame();
    behaviour.transform(selected, zoomIdentity.translate(7, 0));
    frame();
    frame();
    expect(events).toEqual(['start', 'to -100', 'end', 'start', 'to 7', 'end']);
    expect(pane.__zoom).toMatchObject({ x: 7 });
    expect(asked.size).toBe(0);
  });

  test('gives way to the next one, from where it was', () => {
    const { pane, events, behaviour, selected } = openPane();
    behaviour.transform(slowly(selected), zoomIdentity.translate(-400, 0));
    frame();
    frame();
    behaviour.transform(slowly(selected), zoomIdentity.translate(-500, 0));
    for (let count = 0; count < 6; count += 1) frame();
    expect(events).toEqual([
      'start',
      'to -100',
      'end',
      'start',
      'to -200',
      'to -300',
      'to -400',
      'to -500',
      'end',
    ]);
    expect(pane.__zoom).toMatchObject({ x: -500 });
  });

  test('that was interrupted before its first frame never starts, and says so', () => {
    const { events, behaviour, selected } = openPane();
    let cancels = 0;
    behaviour.transform(
      slowly(selected).on('cancel', () => (cancels += 1)),
      zoomIdentity.translate(-400, 0),
    );
    selected.interrupt();
    frame();
    expect({ events, cancels, left: asked.size }).toEqual({ events: [], cancels: 1, left: 0 });
  });

  test('may be interrupted by who hears that it starts, or by its own step', () => {
    const { selected } = openPane();
    const heard: string[] = [];
    const stop = () => void selected.interrupt();
    const hearing = (how: string) =>
      slowly(selected).on('interrupt.test end.test', () => void heard.push(how));
    hearing('at the start')
      .on('start', stop)
      .tween('x', () => () => void heard.push('moved'));
    frame();
    frame();
    hearing('at a step').tween('x', () => stop);
    frame();
    frame();
    frame();
    expect(heard).toEqual(['at the start', 'at a step']);
    expect(asked.size).toBe(0);
  });

  test('eases in and out by itself, for a quarter of a second', () => {
    const { pane, behaviour, selected } = openPane();
    behaviour.transform(selected.transition(), zoomIdentity.translate(-400, 0));
    frame();
    const way = Array.from({ length: 5 }, () => {
      frame(50);
      return Math.round(pane.__zoom?.x ?? 0);
    });
    expect(way).toEqual([-13, -102, -298, -387, -400]);
    expect(asked.size).toBe(0);
  });
});
