import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import type { Delta } from '#shared/protocol/messages.ts';
import type { Fact } from '#shared/run/events.ts';
import { completedFact, numbered, planOf, runningFact, SOME_HASH, startedFact } from '#shared/run/testing.ts';
import { stepRun } from './replay/step-run.ts';
import { acceptedFact, endedFact } from './replay/testing.ts';
import { RunClock } from './run/run-clock.svelte.ts';
import { timelineRows } from './run/timeline.ts';
import { RunView } from './run-view.svelte.ts';
import { createTestClock } from './testing.ts';

const sent = (nodeId: string, callId: string): Fact => ({ type: 'call.sent', data: { callId, nodeId } });
const delta = (nodeId: string, callId: string, offset: number, text: string): Delta => ({
  callId,
  nodeId,
  channel: 'text',
  offset,
  text,
});

function open(facts: readonly Fact[], links: readonly (readonly [number, number])[] = [[0, 1]]) {
  const clock = createTestClock(10_000);
  const view = new RunView('run', new RunClock(clock));
  let seq = 1;
  const add = (more: readonly Fact[], deltas: readonly Delta[] = []) => {
    view.feed(numbered(more, seq), deltas);
    seq += more.length;
  };
  add([startedFact(planOf(2, links)), ...facts]);
  return { view, add, clock };
}

describe('a run on the screen', () => {
  it('re-renders only the node that writes: 500 deltas touch its neighbour at most twice', () => {
    const { view, add } = open(
      [runningFact('n0'), acceptedFact('n0', 'c0'), sent('n0', 'c0'), runningFact('n1')],
      [],
    );
    const renders = { n0: 0, n1: 0, bar: 0 };
    const stop = $effect.root(() => {
      $effect(() => {
        renders.n0 += view.node('n0').text.length >= 0 ? 1 : 0;
      });
      $effect(() => {
        const node = view.node('n1');
        renders.n1 += `${node.text}${node.status}${node.costMicroUsd}`.length > 0 ? 1 : 0;
      });
      $effect(() => {
        renders.bar += view.finished >= 0 ? 1 : 0;
      });
    });
    flushSync();
    for (let index = 0; index < 500; index += 1) {
      add([], [delta('n0', 'c0', index, 'x')]);
      flushSync();
    }
    expect(view.node('n0').text).toHaveLength(500);
    expect(renders.n0).toBe(501);
    expect(renders.n1).toBeLessThanOrEqual(2);
    expect(renders.bar).toBeLessThanOrEqual(2);
    add([completedFact('n0')]);
    flushSync();
    expect(renders.n1).toBeLessThanOrEqual(2);
    stop();
  });

  it('follows a node through its states, also when it was first looked at inside a derived', () => {
    const { view, add } = open([]);
    const seen: string[] = [];
    const stop = $effect.root(() => {
      const status = $derived(view.node('n0').status);
      $effect(() => void seen.push(status));
    });
    flushSync();
    for (const step of [[runningFact('n0')], [acceptedFact('n0', 'c0')], [sent('n0', 'c0')]]) {
      add(step);
      flushSync();
    }
    add([], [delta('n0', 'c0', 0, 'Once')]);
    flushSync();
    add([endedFact('n0', 'c0', { text: { kind: 'inline', text: 'Once upon' } })]);
    flushSync();
    add([
      {
        type: 'execution.node.completed',
        data: {
          nodeId: 'n0',
          round: 0,
          source: 'call',
          cacheKey: 'k',
          outputHash: SOME_HASH,
          output: { kind: 'call', callId: 'c0' },
        },
      },
    ]);
    flushSync();
    view.setStale(new Set(['n0']));
    flushSync();
    expect(seen).toEqual(['queued', 'running', 'streaming', 'running', 'done', 'stale']);
    expect(view.node('n0').text).toBe('Once upon');
    expect(view.node('n0').costMicroUsd).toBe(5);
    expect(view.stitches.map((stitch) => stitch.status)).toEqual(['done', 'queued']);
    stop();
  });

  it('is live or over by what is known, not by the moment that is looked at', () => {
    const { view, add } = open([runningFact('n0')]);
    expect(view.live).toBe(true);
    add([
      { type: 'execution.cancelled', data: {} },
      { type: 'execution.sealed', data: {} },
    ]);
    view.seek(2);
    expect(view.phase).toBe('running');
    expect(view.live).toBe(false);
  });

  it('[RL3] shows nothing of deltas that arrive after their call has ended', () => {
    const { view, add } = open([runningFact('n0'), acceptedFact('n0', 'c0'), sent('n0', 'c0')]);
    add([], [delta('n0', 'c0', 0, 'abc')]);
    add([endedFact('n0', 'c0', { text: { kind: 'inline', text: 'whole' } })]);
    const before = view.run;
    add([], [delta('n0', 'c0', 3, 'late')]);
    expect(view.run).toBe(before);
    expect(view.node('n0').text).toBe('whole');
  });

  it('takes overlapping deltas once, lets a gap be, and starts again at offset 0', () => {
    const { view, add } = open([runningFact('n0'), acceptedFact('n0', 'c0')]);
    const text = () => view.node('n0').text;
    add([], [delta('n0', 'c0', 0, 'abc'), delta('n0', 'c0', 1, 'bcd')]);
    expect(text()).toBe('abcd');
    add([], [delta('n0', 'c0', 9, 'z')]);
    expect(text()).toBe('abcd');
    add([], [delta('n0', 'c0', 0, 'ab'), delta('n0', 'c0', 1, 'b')]);
    expect(text()).toBe('abcd');
    add([], [delta('n0', 'c0', 0, 'anew')]);
    expect(text()).toBe('anew');
  });

  it('[RL1] shows at any cursor what a viewer saw at that moment, and goes back to live', () => {
    const facts = [runningFact('n0'), completedFact('n0'), runningFact('n1')];
    const { view, add } = open(facts);
    for (let round = 0; round < 300; round += 1)
      add([{ type: 'execution.node.progress', data: { nodeId: 'n1', value: round, max: 300 } }]);
    view.seek(2);
    expect([view.node('n0').status, view.node('n1').status, view.run?.seq]).toEqual(['running', 'queued', 2]);
    stepRun(view, 1);
    expect(view.node('n0').status).toBe('done');
    expect(view.events.length).toBe(3);
    view.seek(304);
    expect(view.node('n1').progress).toBeCloseTo((100 * 299) / 300);
    view.seek(150);
    expect(view.node('n1').progress).toBeCloseTo((100 * 145) / 300);
    add([completedFact('n1')]);
    expect(view.node('n1').status).toBe('running');
    view.seek(null);
    expect(view.node('n1').status).toBe('done');
    expect(view.counts.completed).toBe(2);
  });

  it('[RL2] takes redelivered entries once and waits for what is missing', () => {
    const { view } = open([runningFact('n0')]);
    const before = view.run;
    view.feed(numbered([startedFact(planOf(2, [])), runningFact('n0')]), []);
    expect(view.run).toBe(before);
    view.feed(numbered([completedFact('n0')], 9), []);
    expect(view.head).toBe(2);
  });

  it('ticks only while something looks at a live run', async () => {
    const { view, add, clock } = open([runningFact('n0')]);
    let elapsed = 0;
    const stop = $effect.root(() => {
      $effect(() => {
        elapsed = view.elapsedMs;
      });
    });
    flushSync();
    expect(clock.timers()).toBe(1);
    clock.advance(300);
    flushSync();
    expect(elapsed).toBe(10_300 - 1_001);
    add([{ type: 'execution.cancelled', data: {} }]);
    flushSync();
    await Promise.resolve(); // the subscription ends in a microtask
    expect(clock.timers()).toBe(0);
    expect(view.node('n0').status).toBe('stopped');
    expect(view.node('n1').status).toBe('stopped');
    stop();
  });

  it("cuts a node's time into queueing, tries and waits", () => {
    const failure = { code: 'provider-rate-limited', message: 'Slow down.', retryable: true } as const;
    const { view, add } = open([runningFact('n0'), acceptedFact('n0', 'c0'), sent('n0', 'c0')]);
    add([endedFact('n0', 'c0', { outcome: 'error', retry: 'safe', error: failure })]);
    add([
      {
        type: 'execution.node.retrying',
        data: { nodeId: 'n0', callId: 'c0', try: 2, dueAt: 12_000, error: failure },
      },
    ]);
    expect(view.node('n0').status).toBe('retrying');
    expect(view.node('n0').retryInMs).toBe(2_000);
    expect(view.node('n0').error).toEqual(failure);
    add([acceptedFact('n0', 'c1'), sent('n0', 'c1'), endedFact('n0', 'c1', {}), completedFact('n0')]);
    const rows = view.run === null ? [] : timelineRows(view.run, view.now, view.statusOf);
    const [row] = rows;
    expect(row?.segments.map((each) => [each.kind, each.startMs, each.endMs])).toEqual([
      ['queued', 0, 1],
      ['run', 1, 9],
      ['queued', 2, 3],
      ['try', 3, 4],
      ['wait', 4, 6],
      ['queued', 6, 7],
      ['try', 7, 8],
    ]);
    expect(rows[1]).toMatchObject({ startMs: null, segments: [] });
  });

  it('says when an output must be fetched, and shows it when it is there', () => {
    const { view, add } = open([runningFact('n0')]);
    const fact = completedFact('n0');
    if (fact.type === 'execution.node.completed')
      add([{ ...fact, data: { ...fact.data, output: { kind: 'blob', hash: SOME_HASH, bytes: 9 } } }]);
    expect(view.node('n0').outputPending).toBe(true);
    view.setOutput('n0', SOME_HASH, { json: { a: 1 } });
    expect(view.node('n0').outputPending).toBe(false);
    expect(view.node('n0').text).toBe('{\n  "a": 1\n}');
    view.setOutput('n0', 'b'.repeat(64), { text: 'of another run of the node' });
    expect(view.node('n0').outputPending).toBe(true);
  });
});
