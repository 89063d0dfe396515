import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkedGet } from '#shared/run/chunked.ts';
import { weftError } from '#shared/run/errors.ts';
import type { Fact } from '#shared/run/events.ts';
import type { Plan } from '#shared/run/plan.ts';
import { foldFacts } from '#shared/run/reduce.ts';
import { emptyRun, PENDING_NODE, type NodeState, type RunState } from '#shared/run/state.ts';
import { dagPlan, type Dag } from '../testing/test-plan.ts';
import { createFrontier, touchFacts, type Frontier } from './frontier.ts';
import { glanceAt } from './run-glance.ts';
import { schedule, type ScheduleCommand } from './schedule.ts';

const dags: fc.Arbitrary<Dag> = fc.integer({ min: 1, max: 24 }).chain((size) =>
  fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 3 * size }).map((pairs) => ({
    size,
    edges: pairs.filter(([a, b]) => a !== b).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
  })),
);

/** Every third node is a branch with two exits, every fifth needs something at one of its two handles. */
function withBranches(plan: Plan): Plan {
  return {
    ...plan,
    nodes: plan.nodes.map((node, index) => ({
      ...node,
      kind: index % 3 === 0 ? 'branch' : 'task',
      ...(index % 5 === 0 ? { needs: ['text-in'] } : {}),
    })),
    edges: plan.edges.map((edge, index) => ({
      ...edge,
      sourceHandle: edge.source % 3 > 0 ? 'text-out' : index % 2 === 0 ? 'yes-out' : 'no-out',
      targetHandle: index % 4 === 0 ? 'other-in' : 'text-in',
    })),
  };
}

/** Where a branch goes on, as often at all of its exits. */
const exitFor = (index: number, pick: number): { exit?: string } =>
  index % 3 > 0 || pick % 3 === 0 ? {} : { exit: pick % 3 === 1 ? 'yes-out' : 'no-out' };

function started(dag: Dag, concurrency: number): RunState {
  const plan = { kind: 'inline', plan: withBranches(dagPlan(dag, {}, { concurrency })) } as const;
  const startedBy = { personId: 'p', name: 'Ada' };
  return foldFacts(
    emptyRun('run'),
    [{ type: 'execution.started', data: { plan, startedBy, payer: { kind: 'demo' } } }],
    0,
  );
}

const nodeId = (index: number) => `n${index}`;

function factOf(command: ScheduleCommand): Fact | null {
  switch (command.type) {
    case 'announce-graph':
      return { type: 'dag.created', data: { nodes: 1, edges: 0, levelSizes: [1] } };
    case 'start-node':
      return {
        type: 'execution.node.status',
        data: { nodeId: nodeId(command.index), status: 'running', round: command.round },
      };
    case 'skip-node':
      return {
        type: 'execution.node.status',
        data: {
          nodeId: nodeId(command.index),
          status: 'skipped',
          round: command.round,
          reason: command.reason,
        },
      };
    case 'finish-run':
      return {
        type: 'execution.completed',
        data: { outcome: command.outcome, outputs: command.outputs },
      };
    default:
      return null;
  }
}

type Step =
  | { readonly type: 'schedule' }
  | { readonly type: 'end'; readonly pick: number; readonly fails: boolean }
  | { readonly type: 'amend'; readonly pick: number; readonly action: 'retry' | 'skip' }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'cancel' };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<Step>({ type: 'schedule' }) },
    {
      weight: 8,
      arbitrary: fc.record({ type: fc.constant('end' as const), pick: fc.nat(), fails: fc.boolean() }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('amend' as const),
        pick: fc.nat(),
        action: fc.constantFrom('retry' as const, 'skip' as const),
      }),
    },
    { weight: 1, arbitrary: fc.constantFrom<Step>({ type: 'pause' }, { type: 'resume' }) },
    { weight: 1, arbitrary: fc.constant<Step>({ type: 'cancel' }) },
  ),
  { maxLength: 60 },
);

function factsOf(step: Step, state: RunState, frontier: Frontier): Fact[] {
  switch (step.type) {
    case 'schedule':
      return schedule(glanceAt(state), frontier, 0).flatMap((command) => factOf(command) ?? []);
    case 'end': {
      const working = frontier.running.first(Infinity);
      const index = working[step.pick % Math.max(1, working.length)];
      if (index === undefined) return [];
      const round = frontier.rounds[index] ?? 0;
      if (step.fails)
        return [
          {
            type: 'execution.node.failed',
            data: { nodeId: nodeId(index), round, error: weftError('provider-error', 'No.') },
          },
        ];
      const output = { kind: 'inline', output: { text: 'x' } } as const;
      return [
        {
          type: 'execution.node.completed',
          data: {
            nodeId: nodeId(index),
            round,
            source: 'local',
            cacheKey: null,
            outputHash: 'a'.repeat(64),
            output,
            ...exitFor(index, step.pick),
          },
        },
      ];
    }
    case 'amend': {
      const index = step.pick % state.nodes.length;
      const round = (frontier.rounds[index] ?? 0) + 1;
      return [
        { type: 'execution.node.amended', data: { nodeId: nodeId(index), action: step.action, round } },
      ];
    }
    case 'pause':
      return [{ type: 'execution.paused', data: {} }];
    case 'resume':
      return [{ type: 'execution.resumed', data: {} }];
    case 'cancel':
      return [{ type: 'execution.cancelled', data: {} }];
  }
}

/** Everything but who attends to what, which no log knows. */
const derived = ({
  phases,
  rounds,
  missing,
  blocked,
  branches,
  ready,
  doomed,
  running,
  retries,
}: Frontier) => ({
  dead: [...(branches?.dead ?? [])],
  ends: [...(branches?.ends ?? [])].sort(([one], [other]) => one - other),
  phases,
  rounds,
  missing: [...missing],
  blocked: [...blocked],
  ready: ready.first(Infinity),
  doomed: doomed.first(Infinity),
  running: running.first(Infinity),
  retries: [...retries],
});

function play(
  dag: Dag,
  concurrency: number,
  script: readonly Step[],
  look: (state: RunState, frontier: Frontier, facts: readonly Fact[], before: RunState) => void,
): void {
  let state = started(dag, concurrency);
  const frontier = createFrontier(glanceAt(state));
  for (const step of script) {
    const before = state;
    const facts = factsOf(step, state, frontier);
    state = foldFacts(state, facts, 0);
    touchFacts(frontier, glanceAt(state), facts);
    look(state, frontier, facts, before);
  }
}

const starts = (facts: readonly Fact[]) =>
  facts.flatMap((fact) =>
    fact.type === 'execution.node.status' && fact.data.status === 'running'
      ? [`${fact.data.nodeId} ${fact.data.round}`]
      : [],
  );

describe('scheduler', () => {
  it('keeps a frontier that equals the one derived from the state alone', () => {
    fc.assert(
      fc.property(dags, fc.integer({ min: 1, max: 6 }), steps, (dag, concurrency, script) => {
        play(dag, concurrency, script, (state, frontier) =>
          expect(derived(frontier)).toEqual(derived(createFrontier(glanceAt(state)))),
        );
      }),
    );
  });

  it('keeps it when a node changes and one before it runs again in one piece (seed 61)', () => {
    let state = started({ size: 3, edges: [[0, 1] as const, [1, 2] as const] }, 3);
    const frontier = createFrontier(glanceAt(state));
    const take = (facts: readonly Fact[]): void => {
      state = foldFacts(state, facts, 0);
      touchFacts(frontier, glanceAt(state), facts);
    };
    const amended = (index: number, action: 'retry' | 'skip', round: number): Fact => ({
      type: 'execution.node.amended',
      data: { nodeId: nodeId(index), action, round },
    });
    for (const step of ['schedule', 'end', 'schedule'] as const)
      take(
        factsOf(step === 'end' ? { type: 'end', pick: 0, fails: false } : { type: step }, state, frontier),
      );
    take([amended(2, 'skip', 1)]);
    take([...factsOf({ type: 'end', pick: 0, fails: true }, state, frontier), amended(0, 'retry', 2)]);
    expect(derived(frontier)).toEqual(derived(createFrontier(glanceAt(state))));
  });

  it('[SC1] never has more nodes at work than the plan allows', () => {
    fc.assert(
      fc.property(dags, fc.integer({ min: 1, max: 6 }), steps, (dag, concurrency, script) => {
        play(dag, concurrency, script, (state) =>
          expect(state.counts.running).toBeLessThanOrEqual(concurrency),
        );
      }),
    );
  });

  it('[SC2] never starts the same node in the same round twice', () => {
    fc.assert(
      fc.property(dags, steps, (dag, script) => {
        const seen = new Set<string>();
        play(dag, 4, script, (_state, _frontier, facts) => {
          for (const start of starts(facts)) {
            expect(seen.has(start)).toBe(false);
            seen.add(start);
          }
        });
      }),
    );
  });

  it('[SC3] starts nothing after cancel or while paused', () => {
    fc.assert(
      fc.property(dags, steps, (dag, script) => {
        play(dag, 4, script, (state, frontier, facts, before) => {
          if (before.phase !== 'running') expect(starts(facts)).toEqual([]);
          if (state.phase !== 'running') expect(schedule(glanceAt(state), frontier, 0)).toEqual([]);
        });
      }),
    );
  });

  it('asked twice without new facts, answers the same', () => {
    fc.assert(
      fc.property(dags, steps, (dag, script) => {
        play(dag, 4, script, (state, frontier) => {
          const glance = glanceAt(state);
          expect(schedule(glance, frontier, 0)).toEqual(schedule(glance, frontier, 0));
        });
      }),
    );
  });

  it('brings every run to its end, with failures when a node failed', () => {
    fc.assert(
      fc.property(dags, ends, (dag, script) => {
        const state = playToEnd(dag, script);
        expect(state.phase).toBe('completed');
        expect(state.outcome).toBe(state.counts.failed > 0 ? 'with-failures' : 'ok');
      }),
    );
  });

  it('[BR1] [BR2] leaves out what hangs on the way not taken, and runs what something else comes into', () => {
    fc.assert(
      fc.property(dags, ends, (dag, script) => {
        const state = playToEnd(dag, script);
        const { plan } = state.plan ?? {};
        plan?.nodes.forEach((planned, index) => {
          const edges = plan.edges.filter(({ target }) => target === index);
          const standings = edges.map((edge) => standingOf(nodeAt(state, edge.source), edge.sourceHandle));
          const cut = edges.filter((_, at) => standings[at] === 'cut');
          const isNeeded = (handle: string) =>
            cut.some(({ targetHandle }) => targetHandle === handle) &&
            edges.every((edge, at) => edge.targetHandle !== handle || standings[at] === 'cut');
          const { phase, error } = nodeAt(state, index);
          if (standings.includes('never')) expect(error?.code).toMatch(/^upstream-/);
          else if (
            edges.length > 0 &&
            (cut.length === edges.length || (planned.needs ?? []).some(isNeeded))
          ) {
            expect([phase, error?.code]).toEqual(['skipped', 'branch-not-taken']);
            const [named = ''] = error?.nodeIds ?? [];
            expect(nodeAt(state, Number(named.slice(1))).exit).not.toBeNull();
          } else expect(phase).not.toBe('skipped');
        });
      }),
    );
  });
});

const ends = fc.array(fc.record({ fails: fc.integer({ max: 9, min: 0 }), pick: fc.nat(20) }), {
  minLength: 24,
  maxLength: 24,
});

const nodeAt = (state: RunState, index: number) => chunkedGet(state.nodes, index) ?? PENDING_NODE;

function standingOf(source: NodeState, handle: string): 'comes' | 'cut' | 'never' {
  if (source.phase === 'completed') return source.exit === null || source.exit === handle ? 'comes' : 'cut';
  return source.error?.code === 'branch-not-taken' ? 'cut' : 'never';
}

/** One node at a time ends, one in ten badly. */
function playToEnd(dag: Dag, script: readonly { readonly fails: number; readonly pick: number }[]): RunState {
  let state = started(dag, 3);
  const frontier = createFrontier(glanceAt(state));
  const step = (facts: readonly Fact[]) => {
    state = foldFacts(state, facts, 0);
    touchFacts(frontier, glanceAt(state), facts);
  };
  for (let turn = 0; turn < 200 && state.phase === 'running'; turn += 1) {
    step(factsOf({ type: 'schedule' }, state, frontier));
    const { fails, pick } = script[turn % script.length] ?? { fails: 1, pick: 0 };
    step(factsOf({ type: 'end', pick, fails: fails === 0 }, state, frontier));
  }
  return state;
}
