import { describe, expect, it } from 'vitest';
import { FACT_TYPES, type Fact, type LogEntry } from '#shared/run/events.ts';
import { weftError } from '#shared/run/errors.ts';
import { planOf, QUESTION_ID, questionOf, SOME_HASH } from '#shared/run/testing.ts';
import { eventWords } from './event-words.ts';

const error = weftError('provider-rate-limited', 'Halden is over its rate limit (429).');
const end = { retry: 'never', costMicroUsd: 900, durationMs: 1_200 } as const;
const call = { callId: 'c', nodeId: 'n' };

const turn = { ...call, round: 0, turn: 2 };

const file = {
  ...{ effectId: 'e', fileId: 'e', nodeId: 'n', round: 0, name: 'a.txt' },
  mediaType: 'text/plain',
  ...{ bytes: 1, blob: SOME_HASH },
} as const;

const SAID: readonly (readonly [Fact, string])[] = [
  [
    {
      type: 'execution.started',
      data: {
        plan: { kind: 'inline', plan: planOf(1, []) },
        startedBy: { personId: 'p', name: 'Imani' },
        payer: { kind: 'demo' },
      },
    },
    'Imani started the run, on the demo',
  ],
  [{ type: 'execution.paused', data: {} }, 'Run paused'],
  [{ type: 'execution.resumed', data: {} }, 'Run resumed'],
  [{ type: 'execution.cancelled', data: {} }, 'Run stopped by a person'],
  [{ type: 'execution.sealed', data: {} }, 'Run closed; nothing follows'],
  [
    {
      type: 'metric.updated',
      data: {
        nodeId: 'n',
        round: 0,
        metrics: [
          { name: 'tokens.input', value: 1_200, unit: 'tokens' },
          { name: 'retries', value: 1, unit: 'calls' },
          { name: 'time.work', value: 4_200, unit: 'ms' },
        ],
      },
    },
    'Story took 1,200 tokens in, 1 more try, 4.2 s of work',
  ],
  [
    { type: 'execution.host.changed', data: { epoch: 2, host: null, reason: 'expired' } },
    'The tab that drove the run is gone',
  ],
  [
    {
      type: 'execution.node.amended',
      data: { nodeId: 'n', action: 'retry', round: 1, guidance: 'shorter' },
    },
    'A person runs Story again with guidance',
  ],
  [
    {
      type: 'call.accepted',
      data: {
        ...call,
        round: 0,
        ordinal: 0,
        try: 2,
        requestHash: SOME_HASH,
        provider: 'halden',
        model: 'mini',
        task: 'story',
        request: { kind: 'blob', hash: SOME_HASH, bytes: 1 },
      },
    },
    'Story asks mini of halden, try 2',
  ],
  [{ type: 'call.sent', data: call }, 'Story: sent to the provider'],
  [
    {
      type: 'call.ended',
      data: { ...call, end: { ...end, outcome: 'ok', usage: { inputTokens: 3, outputTokens: 412 } } },
    },
    'Story: the provider answered in 1.2 s, 412 tokens',
  ],
  [
    { type: 'call.ended', data: { ...call, end: { ...end, outcome: 'unknown' } } },
    'Story: not clear if the call was billed',
  ],
  [
    { type: 'call.waiting', data: { ...call, message: 'Next in turn at Mistral.' } },
    'Story: Next in turn at Mistral.',
  ],
  [{ type: 'call.resolved', data: { ...call, resolution: 'give-up' } }, 'Story: a person gave the call up'],
  [
    { type: 'cost.updated', data: { ...call, costMicroUsd: null, totalMicroUsd: 2_000, unknownCalls: 1 } },
    'Story: price unknown; $0.0020+ in all',
  ],
  [{ type: 'dag.created', data: { nodes: 9, edges: 1, levelSizes: [] } }, 'Plan made: 9 steps, 1 thread'],
  [
    { type: 'dag.updated', data: { template: 'n', round: 0, count: 3 } },
    'Story repeats its steps: 3 times so far',
  ],
  [{ type: 'execution.node.status', data: { nodeId: 'n', status: 'running', round: 0 } }, 'Story started'],
  [{ type: 'execution.node.progress', data: { nodeId: 'n', value: 1, max: 4 } }, 'Story: 25 %'],
  [
    { type: 'execution.node.retrying', data: { nodeId: 'n', callId: 'c', try: 2, dueAt: 1, error } },
    'Story tries again (try 2): Halden is over its rate limit (429).',
  ],
  [
    {
      type: 'execution.node.completed',
      data: {
        nodeId: 'n',
        round: 0,
        source: 'cache',
        cacheKey: 'k',
        outputHash: SOME_HASH,
        output: { kind: 'inline', output: {} },
        savedMicroUsd: 600,
      },
    },
    'Story taken from the cache, saved $0.0006',
  ],
  [
    { type: 'execution.node.failed', data: { nodeId: 'n', round: 0, error } },
    'Story failed: Halden is over its rate limit (429).',
  ],
  [
    { type: 'execution.completed', data: { outcome: 'with-failures', outputs: [] } },
    'Run finished with failures',
  ],
  [{ type: 'execution.failed', data: { error } }, 'Run failed: Halden is over its rate limit (429).'],
  [{ type: 'error', data: { error } }, 'Halden is over its rate limit (429).'],
  [{ type: 'file.created', data: file }, 'Story wrote the file “a.txt”'],
  [{ type: 'file.updated', data: { ...file, version: 2 } }, 'Story wrote the file “a.txt” again'],
  [
    { type: 'approval.requested', data: questionOf({ nodeId: 'a' }) },
    'Story waits for a person: Is this good?',
  ],
  [{ type: 'approval.withdrawn', data: { approvalId: QUESTION_ID, nodeId: 'a' } }, 'Story no longer asks'],
  [
    {
      type: 'approval.received',
      data: {
        ...{ approvalId: QUESTION_ID, nodeId: 'a', outcome: 'redo', feedback: 'Shorter' },
        answeredBy: { personId: 'p', name: 'Bea' },
      },
    },
    'Story: Bea sent it back with feedback: “Shorter”',
  ],
  [
    { type: 'approval.expired', data: { approvalId: QUESTION_ID, nodeId: 'a', outcome: 'reject' } },
    'Story: nobody answered in time, so “reject” counts',
  ],
  [{ type: 'agent.message', data: turn }, 'Story spoke in turn 2'],
  [{ type: 'agent.thinking', data: turn }, 'Story thought in turn 2'],
  [
    {
      type: 'agent.tool_call',
      data: { ...turn, index: 0, tool: 'read_input', category: 'read', phase: 'denied' },
    },
    'Story: a person did not allow read_input',
  ],
  [
    { type: 'state.updated', data: { nodeId: 'n', path: 'scratchpad/plan', value: 1 } },
    'Story noted “scratchpad/plan”',
  ],
];

describe('log entries in plain words', () => {
  it.each(SAID)('%j', (fact, said) => {
    const entry: LogEntry = { ...fact, runId: 'r', seq: 1, at: 0, by: null };
    expect(eventWords(entry, () => 'Story', null).words).toBe(said);
  });

  it('says you of what was done by who sits here', () => {
    const own = ([fact]: (typeof SAID)[number]) =>
      eventWords({ ...fact, runId: 'r', seq: 1, at: 0, by: 'p' }, () => 'Story', 'p').words;
    const ownWords = SAID.map(own).filter((said) => /\byour?\b/i.test(said));
    expect(ownWords).toEqual(
      expect.arrayContaining([
        'You started the run, on the demo',
        'You paused the run',
        'You resumed the run',
        'You stopped the run',
        'You run Story again with guidance',
      ]),
    );
  });

  it('has words for every type of entry', () => {
    expect(new Set(SAID.map(([fact]) => fact.type))).toEqual(new Set(FACT_TYPES));
  });
});
