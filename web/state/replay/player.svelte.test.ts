import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogEntry } from '#shared/run/events.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { displayStatus, nodeState } from '#shared/run/select.ts';
import { emptyRun } from '#shared/run/state.ts';
import { completedFact, planOf, startedFact } from '#shared/run/testing.ts';
import { RunClock } from '../run/run-clock.svelte.ts';
import { RunView } from '../run-view.svelte.ts';
import { createTestClock } from '../testing.ts';
import { writtenAfter } from './call-track.ts';
import { Player } from './player.svelte.ts';
import { acceptedFact, arbitraryWrittenRun, endedFact, timed } from './testing.ts';

function viewOf(entries: readonly LogEntry[]): RunView {
  const view = new RunView('run', new RunClock(createTestClock()));
  view.feed(entries, []);
  return view;
}

/** A player whose frames are told by hand. */
function playerOf(view: RunView, isMotionReduced = false) {
  let frame: ((now: number) => void) | null = null;
  const player = new Player(view, {
    frames: (callback) => {
      frame = callback;
      return () => (frame = null);
    },
    isMotionReduced: () => isMotionReduced,
  });
  return { player, tick: (now: number) => frame?.(now), isTicking: () => frame !== null };
}

const TEXT = 'Every night the lanterns sang.';

/** Two steps: one is written from 1.0 s to 3.0 s, then nothing happens until 13 s, when the other is done at once. */
const entries = timed(
  [
    startedFact(planOf(2, [[0, 1]])),
    { type: 'execution.node.status', data: { nodeId: 'n0', status: 'running', round: 0 } },
    acceptedFact('n0', 'c0'),
    { type: 'call.sent', data: { callId: 'c0', nodeId: 'n0' } },
    endedFact('n0', 'c0', { text: { kind: 'inline', text: TEXT }, timing: [5, 0, 11, 800, 30, 2_000] }),
    completedFact('n0'),
    completedFact('n1'),
    { type: 'execution.completed', data: { outcome: 'ok', outputs: ['n1'] } },
    { type: 'execution.sealed', data: {} },
  ],
  [0, 500, 0, 500, 2_000, 0, 10_000, 0, 0],
);

describe('a run that is looked back at', () => {
  it('[RP1, RP2] at 50 random moments every node shows the fold of the prefix and what its call had written', () => {
    fc.assert(
      fc.property(
        arbitraryWrittenRun(),
        fc.array(fc.nat(60_000), { minLength: 50, maxLength: 50 }),
        (log, times) => {
          const view = viewOf(log);
          const nodeIds = (view.run?.plan?.plan.nodes ?? []).map(({ id }) => id);
          for (const ms of times) {
            view.seekMs(ms);
            const cursor = view.cursor ?? log.length;
            const prefix = foldEntries(emptyRun('run'), log.slice(0, cursor));
            expect(view.run).toEqual(prefix);
            for (const nodeId of nodeIds) {
              const state = nodeState(prefix, nodeId);
              const call = state?.calls.at(-1);
              const end = log.find((e) => e.type === 'call.ended' && e.data.callId === call?.callId);
              const track = end?.type === 'call.ended' ? end.data.end : null;
              const elapsed = (log[0]?.at ?? 0) + (view.cursorMs ?? 0) - (call?.sentAt ?? 0);
              const written =
                call?.phase === 'sent' && track?.text?.kind === 'inline'
                  ? track.text.text.slice(0, writtenAfter(track.timing ?? [], elapsed))
                  : '';
              const node = view.node(nodeId);
              expect(node.state).toEqual(state);
              const hasPartialText = written !== '';
              expect(node.status).toBe(displayStatus(prefix, state, { hasPartialText, stale: false }));
              expect(view.statusOf(nodeId)).toBe(node.status);
              if (hasPartialText) expect(node.text).toBe(written);
            }
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  it('[RP4] a moment looks the same, from wherever one comes', () => {
    const view = viewOf(entries);
    const lookAt = (ms: number) => {
      view.seekMs(ms);
      return [view.cursor, view.node('n0').text, view.node('n0').status, view.statusOf('n1'), view.elapsedMs];
    };
    const straight = lookAt(1_900);
    expect(straight).toEqual([4, 'Every night', 'streaming', 'queued', 1_900]);
    for (const detour of [0, 700, 2_999, 13_000]) {
      view.seekMs(detour);
      expect(lookAt(1_900)).toEqual(straight);
    }
    view.seek(null);
    expect(view.node('n0').status).toBe('done');
    expect(lookAt(1_900)).toEqual(straight);
  });

  it('[RP2] what a call that is still open had written is shown as it arrived', () => {
    const clock = createTestClock();
    const view = new RunView('run', new RunClock(clock));
    view.feed(entries.slice(0, 4), []);
    const startedAt = entries[0]?.at ?? 0;
    clock.advance(startedAt + 1_500 - clock.now());
    const piece = { callId: 'c0', nodeId: 'n0', channel: 'text' } as const;
    view.feed([], [{ ...piece, offset: 0, text: 'Every' }]);
    clock.advance(500);
    view.feed([], [{ ...piece, offset: 5, text: ' night' }]);
    expect(view.node('n0').text).toBe('Every night');
    view.seekMs(1_700);
    expect(view.node('n0').text).toBe('Every');
    view.seekMs(1_200);
    expect(view.node('n0').status).toBe('running');
    view.seek(null);
    expect(view.node('n0').text).toBe('Every night');
  });
});

describe('the player', () => {
  it('[RP7] moves by the time that passes times the speed, skips the wait, and ends at the end', () => {
    const view = viewOf(entries);
    const { player, tick, isTicking } = playerOf(view);
    expect(player.atEnd).toBe(true);
    expect(player.axis.lengthMs).toBe(3_300);
    player.play();
    tick(0);
    tick(1_900);
    expect(player.atMs).toBeCloseTo(1_900);
    expect(view.node('n0').text).toBe('Every night');
    player.setSpeed(0.5);
    tick(2_100);
    expect(player.atMs).toBeCloseTo(2_000);
    player.setSpeed(4);
    tick(2_400);
    expect(player.atMs).toBeCloseTo(3_200);
    expect(view.cursorMs).toBeGreaterThan(9_000);
    tick(2_500);
    expect(player.playing).toBe(false);
    expect(isTicking()).toBe(false);
    expect(view.cursor).toBeNull();
    expect(view.statusOf('n1')).toBe('done');
  });

  it('[RP7] keeps the moment when waits are wanted or not, and plays on from where it stood', () => {
    const view = viewOf(entries);
    const { player, tick } = playerOf(view);
    player.seekTo(2_500);
    expect(player.playing).toBe(false);
    player.setSkipsWaits(false);
    expect(view.cursorMs).toBeCloseTo(2_500);
    expect(player.axis.lengthMs).toBe(13_000);
    player.toggle();
    tick(50);
    tick(1_050);
    expect(view.cursorMs).toBeCloseTo(3_500);
    player.toggle();
    tick(9_050);
    expect(view.cursorMs).toBeCloseTo(3_500);
  });

  it('[RP7] with reduced motion goes from change to change', () => {
    const view = viewOf(entries);
    const { player, tick } = playerOf(view, true);
    player.play();
    tick(0);
    const seen = [view.cursor];
    for (let now = 900; player.playing && now < 20_000; now += 900) {
      tick(now);
      seen.push(view.cursor);
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, null]);
  });

  it('[RP7] steps, goes to both ends, and to where a node began', () => {
    const view = viewOf(entries);
    const { player } = playerOf(view);
    player.home();
    expect(view.cursor).toBe(1);
    player.step(1);
    expect(view.cursor).toBe(2);
    player.jumpTo('n1');
    expect(view.cursorMs).toBe(13_000);
    player.step(-1);
    expect(view.cursor).toBe(7);
    view.seekMs(1_900);
    player.step(-1);
    expect([view.cursor, view.cursorMs]).toEqual([4, 1_000]);
    player.end();
    expect(view.cursor).toBeNull();
    player.jumpTo('n-unknown');
    expect(view.cursor).toBeNull();
  });
});
