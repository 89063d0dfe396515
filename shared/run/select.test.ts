import { describe, expect, it } from 'vitest';
import type { Fact } from './events.ts';
import { foldEntries } from './reduce.ts';
import { askedCall } from './select-approval.ts';
import { displayStatus, finishedCount, nodeCost, nodeState, waitWords } from './select.ts';
import { emptyRun } from './state.ts';
import { completedFact, numbered, planOf, SOME_HASH, startedFact } from './testing.ts';

const plan = planOf(2, [[0, 1]]);
const running: Fact = { type: 'execution.node.status', data: { nodeId: 'n0', status: 'running', round: 0 } };
const accepted: Fact = {
  type: 'call.accepted',
  data: {
    callId: 'c',
    nodeId: 'n0',
    round: 0,
    ordinal: 0,
    try: 1,
    requestHash: SOME_HASH,
    provider: 'p',
    model: 'm',
    task: 'free',
    request: { kind: 'blob', hash: SOME_HASH, bytes: 1 },
  },
};
const sent: Fact = { type: 'call.sent', data: { callId: 'c', nodeId: 'n0' } };
const lost: Fact = {
  type: 'call.ended',
  data: {
    callId: 'c',
    nodeId: 'n0',
    end: {
      outcome: 'unknown',
      retry: 'ask',
      costMicroUsd: null,
      durationMs: 9,
      error: { code: 'unknown-outcome', message: 'Lost.', retryable: false },
    },
  },
};
const waiting: Fact = {
  type: 'call.waiting',
  data: { callId: 'c', nodeId: 'n0', message: 'Waiting its turn at Mistral (3 before).' },
};
const retrying: Fact = {
  type: 'execution.node.retrying',
  data: {
    nodeId: 'n0',
    callId: 'c',
    try: 2,
    dueAt: 9_000,
    error: { code: 'provider-rate-limited', message: 'Busy.', retryable: true },
  },
};

function statusAfter(facts: readonly Fact[], more = { hasPartialText: false, stale: false }, nodeId = 'n0') {
  const run = foldEntries(emptyRun('run'), numbered([startedFact(plan), ...facts]));
  return displayStatus(run, nodeState(run, nodeId), more);
}

describe('the state a node shows', () => {
  it.each([
    ['queued', []],
    ['running', [running]],
    ['running', [running, accepted, sent]],
    ['queued', [running, accepted, waiting]],
    ['running', [running, accepted, waiting, sent]],
    ['paused', [running, accepted, waiting, { type: 'execution.paused', data: {} }]],
    ['retrying', [running, accepted, sent, retrying]],
    ['unbilled', [running, accepted, sent, lost]],
    ['done', [running, completedFact('n0')]],
    ['paused', [{ type: 'execution.paused', data: {} }]],
    ['stopped', [running, { type: 'execution.cancelled', data: {} }]],
    ['stopped', [{ type: 'execution.cancelled', data: {} }]],
  ] as readonly [string, readonly Fact[]][])('is %s', (word, facts) => {
    expect(statusAfter(facts)).toBe(word);
  });

  it('is streaming once text has arrived, and stale once the result no longer fits', () => {
    expect(statusAfter([running, accepted, sent], { hasPartialText: true, stale: false })).toBe('streaming');
    expect(statusAfter([completedFact('n0')], { hasPartialText: false, stale: true })).toBe('stale');
  });

  it('is cached when the result came from the cache', () => {
    const done = completedFact('n0');
    if (done.type !== 'execution.node.completed') throw new Error('fixture');
    expect(statusAfter([{ ...done, data: { ...done.data, source: 'cache' } }])).toBe('cached');
  });

  it('is idle outside of any run', () => {
    expect(displayStatus(null, null, { hasPartialText: false, stale: false })).toBe('idle');
  });
});

describe('questions', () => {
  const run = foldEntries(emptyRun('run'), numbered([startedFact(plan), running, accepted, sent, lost]));
  const node = nodeState(run, 'n0');

  it('finds the call that waits for a person and the money that is not known', () => {
    expect(node && askedCall(node)?.callId).toBe('c');
    expect(node && nodeCost(node)).toEqual({ microUsd: 0, unknown: 1 });
    expect(finishedCount(run)).toBe(0);
  });

  it('[VA9] says why a call waits until it is sent', () => {
    const said = (facts: readonly Fact[]) =>
      waitWords(nodeState(foldEntries(emptyRun('run'), numbered([startedFact(plan), ...facts])), 'n0'));
    expect(said([running, accepted])).toBeNull();
    expect(said([running, accepted, waiting])).toBe('Waiting its turn at Mistral (3 before).');
    expect(said([running, accepted, waiting, sent])).toBeNull();
  });

  it('lets the question go once a person has answered', () => {
    const resolved = foldEntries(
      run,
      numbered(
        [{ type: 'call.resolved', data: { callId: 'c', nodeId: 'n0', resolution: 'retry' } }],
        run.seq + 1,
      ),
    );
    const after = nodeState(resolved, 'n0');
    expect(after && askedCall(after)).toBeNull();
  });
});
