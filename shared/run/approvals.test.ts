import { describe, expect, it } from 'vitest';
import type { Fact } from './events.ts';
import { foldEntries } from './reduce.ts';
import { runMetrics } from './metrics.ts';
import { displayStatus, nodeDurationMs, nodeState } from './select.ts';
import { openApproval, openApprovals, waitedMs, waitsForPeople } from './select-approval.ts';
import { emptyRun, type NodeState, type RunState } from './state.ts';
import {
  completedFact,
  numbered,
  planOf,
  QUESTION_ID,
  questionOf,
  runningFact,
  SOME_HASH,
  startedFact,
} from './testing.ts';

const asked = (change: Parameters<typeof questionOf>[0] = {}): Fact => ({
  type: 'approval.requested',
  data: questionOf(change),
});
const received: Fact = {
  type: 'approval.received',
  data: {
    approvalId: QUESTION_ID,
    nodeId: 'n0',
    outcome: 'approve',
    answeredBy: { personId: 'b', name: 'Bea' },
  },
};
const expired: Fact = {
  type: 'approval.expired',
  data: { approvalId: QUESTION_ID, nodeId: 'n0', outcome: 'reject' },
};
const accepted = (attempt: number): Fact => ({
  type: 'call.accepted',
  data: {
    ...{ callId: `c${attempt}`, nodeId: 'n0', round: 0, ordinal: 0, try: attempt },
    ...{
      provider: 'mistral',
      model: 'm',
      task: 'text',
      requestHash: SOME_HASH,
      request: { kind: 'blob', hash: SOME_HASH, bytes: 1 },
    },
  },
});
/** Nobody knows whether it was billed. */
const lost: Fact = {
  type: 'call.ended',
  data: {
    ...{
      callId: 'c1',
      nodeId: 'n0',
      end: { outcome: 'unknown', retry: 'ask', costMicroUsd: null, durationMs: 1 },
    },
  },
};
const resolved: Fact = {
  type: 'call.resolved',
  data: { callId: 'c1', nodeId: 'n0', resolution: 'retry' },
};
const begun = [startedFact(planOf(2, [[0, 1]])), runningFact('n0')];
const fold = (facts: readonly Fact[]): RunState => foldEntries(emptyRun('run'), numbered(facts));
const node = (run: RunState): NodeState => nodeState(run, 'n0') as NodeState;
const shown = (run: RunState) => displayStatus(run, node(run), { hasPartialText: false, stale: false });

describe('a run that only people can move on', () => {
  it('[AP12] is one whose every node at work asks somebody; what holds other nodes does not count', () => {
    const plan = planOf(3, []);
    const nodes = plan.nodes.map((each, at) => (at === 2 ? { ...each, kind: 'map' as const } : each));
    const start = [startedFact({ ...plan, nodes }), runningFact('n0'), runningFact('n2')];
    expect(waitsForPeople(fold(start))).toBe(false);
    const waiting = fold([...start, asked()]);
    expect(waitsForPeople(waiting)).toBe(true);
    expect(waitsForPeople(fold([...start, asked(), runningFact('n1')]))).toBe(false);
    expect(waitsForPeople(fold([...start, asked(), { type: 'execution.paused', data: {} }]))).toBe(false);
    expect(waitsForPeople(fold([...start, asked(), received]))).toBe(false);
    expect(waitsForPeople(fold([...start, accepted(1), lost]))).toBe(true);
    expect(waitsForPeople(fold([...start, accepted(1), lost, resolved]))).toBe(false);
  });
});

describe('questions in the fold', () => {
  it('[AP8] let their node wait, and no other, until somebody answers', () => {
    const waiting = fold([...begun, asked()]);
    expect(shown(waiting)).toBe('waiting');
    expect(openApprovals(waiting)).toMatchObject([{ nodeId: 'n0', approval: { requestedAt: 1_003 } }]);
    const answered = foldEntries(waiting, numbered([received], 4));
    expect(shown(answered)).toBe('running');
    expect(openApprovals(answered)).toEqual([]);
    expect(node(answered).approvals[0]).toMatchObject({
      phase: 'answered',
      answer: { outcome: 'approve', by: { name: 'Bea' } },
    });
  });

  it('[AP1] end once: what comes after the first end changes nothing', () => {
    const answered = fold([...begun, asked(), received]);
    const after = foldEntries(answered, numbered([expired, received], 5));
    expect(node(after)).toBe(node(answered));
  });

  it('[AP8] wait also while the run is paused, and no longer when it is over', () => {
    const paused = fold([...begun, asked(), { type: 'execution.paused', data: {} }]);
    expect([shown(paused), openApprovals(paused).length]).toEqual(['waiting', 1]);
    const over = fold([...begun, asked(), { type: 'execution.cancelled', data: {} }]);
    expect([shown(over), openApprovals(over).length]).toEqual(['stopped', 0]);
  });

  it('[AP6] of an older round, or of a node that is not at work, are none', () => {
    const amended: Fact = {
      type: 'execution.node.amended',
      data: { nodeId: 'n0', action: 'retry', round: 1 },
    };
    const again = fold([...begun, asked(), amended]);
    expect([openApproval(node(again)), openApprovals(again)]).toEqual([null, []]);
    expect(node(again).approvals).toHaveLength(1);
    expect(node(fold([begun[0] as Fact, asked()])).approvals).toEqual([]);
    expect(node(fold([...begun, asked({ round: 1 })])).approvals).toEqual([]);
    expect(openApproval(node(fold([...begun, asked(), completedFact('n0')])))).toBeNull();
  });

  it('[AP8] cost no time of work', () => {
    const answered = fold([...begun, asked()]);
    const later = foldEntries(answered, [
      { ...(numbered([received], 4)[0] as never as object), at: 61_003 } as never,
    ]);
    expect([waitedMs(node(answered), 5_003), waitedMs(node(later), 90_000)]).toEqual([4_000, 60_000]);
    expect(nodeDurationMs(node(answered), 5_003)).toBe(1);
    expect(nodeDurationMs(node(later), 61_013)).toBe(11);
  });

  it('[AP8] about a call that may have been billed cost no time of work, and are no wait for a try', () => {
    const [first, second, third, fourth] = numbered([accepted(1), lost, resolved, accepted(2)], 3);
    const waits = foldEntries(
      fold(begun),
      [first, second].filter((entry) => entry !== undefined),
    );
    const [endedAt, late] = [second?.at ?? 0, 61_000];
    expect([waitedMs(node(waits), late), nodeDurationMs(node(waits), late)]).toEqual([
      late - endedAt,
      endedAt - (node(waits).startedAt ?? 0),
    ]);
    const again = foldEntries(waits, [{ ...third, at: late } as never, { ...fourth, at: late + 5 } as never]);
    expect(waitedMs(node(again), 90_000)).toBe(late + 5 - endedAt);
    expect(runMetrics(again, [node(again)], 90_000)?.find(({ name }) => name === 'time.waiting')?.value).toBe(
      late + 5 - endedAt,
    );
  });

  it('[AP8] asked side by side count their time once', () => {
    const two = fold([...begun, asked(), asked({ approvalId: 'f'.repeat(32), ordinal: 1 })]);
    expect(waitedMs(node(two), 2_003)).toBe(1_000);
  });
});
