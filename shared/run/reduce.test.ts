import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact, LogEntry } from './events.ts';
import { logEntrySchema } from './events.ts';
import { foldEntries, foldFacts, reduce } from './reduce.ts';
import { nodeState } from './select.ts';
import { emptyRun, type NodePhase, type RunState } from './state.ts';
import {
  arbitraryLog,
  chunkedValues,
  completedFact,
  numbered,
  planNodeOf,
  planOf,
  SOME_HASH,
  startedFact,
} from './testing.ts';

const fold = (log: readonly LogEntry[]) => foldEntries(emptyRun('run'), log);

/** States hold Maps: compare what people can see. */
const visible = (run: RunState) => ({ ...run, plan: run.plan?.plan, nodes: chunkedValues(run.nodes) });

describe('the fold', () => {
  it('[RL1] folding a prefix and then the rest equals folding all, wherever the log is cut', () => {
    fc.assert(
      fc.property(arbitraryLog(), fc.nat(100), ({ log }, at) => {
        const cut = Math.min(at, log.length);
        const inTwo = foldEntries(fold(log.slice(0, cut)), log.slice(cut));
        expect(visible(inTwo)).toEqual(visible(fold(log)));
      }),
    );
  });

  it('[RL1] folding one by one equals folding in one batch', () => {
    fc.assert(
      fc.property(arbitraryLog(), ({ log }) => {
        expect(visible(log.reduce(reduce, emptyRun('run')))).toEqual(visible(fold(log)));
      }),
    );
  });

  it('[RL2] redelivered entries change nothing, by identity', () => {
    fc.assert(
      fc.property(arbitraryLog(), fc.nat(100), ({ log }, from) => {
        const state = fold(log);
        expect(foldEntries(state, log.slice(Math.min(from, log.length)))).toBe(state);
      }),
    );
  });

  it('[RL2] an entry beyond the next is not folded; the state tells where the gap begins', () => {
    fc.assert(
      fc.property(arbitraryLog(), ({ log }) => {
        fc.pre(log.length > 2);
        const before = fold(log.slice(0, 1));
        const after = foldEntries(before, log.slice(2));
        expect(after).toBe(before);
        expect(after.seq).toBe(1);
      }),
    );
  });

  it('[RL4] an entry that does not apply leaves node states reference-equal', () => {
    fc.assert(
      fc.property(arbitraryLog(), ({ log }) => {
        const state = fold(log);
        const illegal = numbered(
          [
            {
              type: 'execution.node.failed',
              data: {
                nodeId: 'unknown-node',
                round: 0,
                error: { code: 'internal', message: '', retryable: false },
              },
            },
          ],
          state.seq + 1,
        );
        const after = foldEntries(state, illegal);
        expect(after.nodes).toBe(state.nodes);
        expect(after.counts).toBe(state.counts);
        expect(after.seq).toBe(state.seq + 1);
      }),
    );
  });

  it('[RL4] an entry about one node leaves the states of all others reference-equal', () => {
    const plan = planOf(300, []);
    const state = fold(numbered([startedFact(plan)]));
    const after = foldEntries(state, numbered([completedFact('n5')], 2));
    const before = chunkedValues(state.nodes);
    chunkedValues(after.nodes).forEach((node, index) => {
      if (index === 5) expect(node).not.toBe(before[5]);
      else expect(node).toBe(before[index]);
    });
  });

  it('counts always equal the phases of the nodes', () => {
    fc.assert(
      fc.property(arbitraryLog(120), ({ log }) => {
        const state = fold(log);
        const counted: Record<NodePhase, number> = {
          pending: 0,
          running: 0,
          completed: 0,
          failed: 0,
          skipped: 0,
        };
        for (const node of chunkedValues(state.nodes)) counted[node.phase] += 1;
        expect(state.counts).toEqual(counted);
      }),
    );
  });

  it('nothing follows sealed', () => {
    const ending: readonly Fact[] = [
      { type: 'execution.cancelled', data: {} },
      { type: 'execution.sealed', data: {} },
    ];
    fc.assert(
      fc.property(arbitraryLog(), fc.nat(60), ({ log }, at) => {
        const start = fold(log.slice(0, 1 + at));
        const sealed = foldFacts(start, ending, start.at);
        const after = foldFacts(sealed, log, start.at);
        expect(sealed.sealed).toBe(true);
        expect(after).toBe(sealed);
      }),
    );
  });

  it('takes facts without numbers as it takes entries', () => {
    fc.assert(
      fc.property(arbitraryLog(), ({ log }) => {
        const start = fold(log.slice(0, 1));
        const facts = log.slice(1) as readonly Fact[];
        const free = foldFacts(start, facts, 5_000);
        expect(free.counts).toEqual(foldEntries(start, log.slice(1)).counts);
        expect(free.seq).toBe(start.seq);
      }),
    );
  });

  it('reads back every entry it can fold', () => {
    fc.assert(
      fc.property(arbitraryLog(), ({ log }) => {
        for (const entry of log)
          expect(logEntrySchema.parse(JSON.parse(JSON.stringify(entry)))).toEqual(entry);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a person runs a node again', () => {
  const plan = planOf(3, [
    [0, 1],
    [1, 2],
  ]);
  const failed: Fact = {
    type: 'execution.node.failed',
    data: { nodeId: 'n1', round: 0, error: { code: 'provider-error', message: 'No.', retryable: false } },
  };
  const skipped: Fact = {
    type: 'execution.node.status',
    data: { nodeId: 'n2', status: 'skipped', round: 0 },
  };
  const amended: Fact = {
    type: 'execution.node.amended',
    data: { nodeId: 'n1', action: 'retry', round: 1, guidance: 'Shorter.' },
  };

  it('reopens what was skipped because of it and keeps what does not depend on it', () => {
    const state = fold(numbered([startedFact(plan), completedFact('n0'), failed, skipped, amended]));
    expect(nodeState(state, 'n0')).toMatchObject({ phase: 'completed', round: 0 });
    expect(nodeState(state, 'n1')).toMatchObject({
      phase: 'pending',
      round: 1,
      amendment: { guidance: 'Shorter.', model: null },
    });
    expect(nodeState(state, 'n2')).toMatchObject({ phase: 'pending', round: 1, error: null });
  });

  it('carries what was asked for into a new run, when the old one had ended', () => {
    const amendment = { guidance: 'Shorter.', model: null };
    const again = planOf(1, [], { nodes: [planNodeOf('n0', { amendment })] });
    expect(nodeState(fold(numbered([startedFact(again)])), 'n0')).toMatchObject({
      phase: 'pending',
      amendment,
    });
  });

  it('ignores facts of the round before', () => {
    const state = fold(
      numbered([startedFact(plan), completedFact('n0'), failed, amended, completedFact('n1', 0)]),
    );
    expect(nodeState(state, 'n1')?.phase).toBe('pending');
  });
});

describe('[RL3] deltas', () => {
  it('are no part of the folded state: a call is its accepted, sent and ended entries alone', () => {
    const plan = planOf(1, []);
    const accepted: Fact = {
      type: 'call.accepted',
      data: {
        callId: 'c',
        nodeId: 'n0',
        round: 0,
        ordinal: 0,
        try: 1,
        requestHash: SOME_HASH,
        provider: 'demo',
        model: 'm',
        task: 'free',
        request: { kind: 'blob', hash: SOME_HASH, bytes: 1 },
      },
    };
    const ended: Fact = {
      type: 'call.ended',
      data: {
        callId: 'c',
        nodeId: 'n0',
        end: {
          outcome: 'ok',
          retry: 'never',
          costMicroUsd: 0,
          durationMs: 5,
          text: { kind: 'inline', text: 'All of it.' },
        },
      },
    };
    const state = fold(
      numbered([
        startedFact(plan),
        accepted,
        { type: 'call.sent', data: { callId: 'c', nodeId: 'n0' } },
        ended,
      ]),
    );
    expect(nodeState(state, 'n0')?.calls[0]).toMatchObject({
      phase: 'ended',
      end: { text: { text: 'All of it.' } },
    });
  });
});
