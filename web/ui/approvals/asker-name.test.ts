import { describe, expect, it } from 'vitest';
import { foldFacts } from '#shared/run/reduce.ts';
import { emptyRun } from '#shared/run/state.ts';
import { planNodeOf, planOf, SOME_HASH, startedFact } from '#shared/run/testing.ts';
import type { ApprovalState } from '#shared/run/state.ts';
import { askerName, questionTitle } from './asker-name.ts';

const base = planOf(1, []);
const plan = {
  ...base,
  nodes: base.nodes.map((node) => ({ ...node, label: 'Guide', kind: 'map' as const, body: SOME_HASH })),
  bodies: [{ container: 'n0', nodes: [planNodeOf('worker')], edges: [] }],
};
const asks = { nodeId: 'worker@1', label: 'Worker (2)' };

describe('who asks', () => {
  it('is named by the container that people know, and by what it does there', () => {
    const facts = [
      startedFact(plan),
      { type: 'dag.updated', data: { template: 'n0', count: 2, round: 0 } },
    ] as const;
    const run = foldFacts(emptyRun('run'), facts, 1);
    expect(askerName(run, asks)).toBe('Guide: Worker (2)');
    const steps = [
      { title: 'Gather', task: 'Collect.' },
      { title: 'Write', task: 'Write it.' },
    ];
    const planned = { ...run, values: { 'plan/n0': steps } };
    expect(askerName(planned, asks)).toBe('Guide, step 2: Write');
    expect(askerName(planned, { nodeId: 'n0', label: 'Guide' })).toBe('Guide');
    expect(askerName(null, asks)).toBe('Worker (2)');
  });

  it('stands in the title of what is asked, once', () => {
    const approval = { request: { title: 'Worker (2) asks' } } as ApprovalState;
    expect(questionTitle({ label: 'Worker (2)', approval }, 'Guide, step 2: Write')).toBe(
      'Guide, step 2: Write asks',
    );
    expect(questionTitle({ label: 'Worker (2)', approval }, 'Costs in $$ and $&')).toBe(
      'Costs in $$ and $& asks',
    );
  });
});
