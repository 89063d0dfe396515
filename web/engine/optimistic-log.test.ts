import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOST_FACT_TYPES, type Fact, type HostFact, type LogEntry } from '#shared/run/events.ts';
import type { Plan } from '#shared/run/plan.ts';
import { foldEntries, foldFacts } from '#shared/run/reduce.ts';
import { emptyRun, type RunState } from '#shared/run/state.ts';
import { arbitraryFact, arbitraryPlan, chunkedValues, startedFact } from '#shared/run/testing.ts';
import { createFrontier } from './core/frontier.ts';
import { glanceAt, type RunGlance } from './core/run-glance.ts';
import { createOptimisticLog } from './optimistic-log.ts';

const EPOCH = 1;
/** The host's own guess of the time; the relay's is another one for every entry. */
const NOW = 5_000;

type Step =
  /** The host makes a fact, or the room and people write an entry. */
  | { readonly type: 'fact'; readonly fact: Fact; readonly place?: number }
  /** The relay numbers the oldest of the host's facts. */
  | { readonly type: 'number' }
  /** Everything numbered arrives in one batch. */
  | { readonly type: 'arrive' }
  | { readonly type: 'ask' }
  | { readonly type: 'drop' };

const stepsOf = (plan: Plan): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: arbitraryFact(plan).chain((fact) => placed(plan, fact)) },
      { weight: 5, arbitrary: startsAndEnds(plan).chain((fact) => placed(plan, fact)) },
      { weight: 6, arbitrary: fc.constant<Step>({ type: 'number' }) },
      { weight: 3, arbitrary: fc.constant<Step>({ type: 'arrive' }) },
      { weight: 1, arbitrary: fc.constantFrom<Step>({ type: 'ask' }, { type: 'drop' }) },
    ),
    { maxLength: 50 },
  );

/** Hosts mostly know where the node stands that they speak of. */
function placed(plan: Plan, fact: Fact): fc.Arbitrary<Step> {
  const nodeId = 'nodeId' in fact.data ? fact.data.nodeId : undefined;
  const place = plan.nodes.findIndex(({ id }) => id === nodeId);
  const step: Step = { type: 'fact', fact };
  return place < 0 ? fc.constant(step) : fc.constantFrom<Step>(step, { ...step, place });
}

/** What hosts mostly say. */
const startsAndEnds = (plan: Plan): fc.Arbitrary<Fact> =>
  fc.oneof(
    arbitraryFact(plan).filter(
      ({ type }) => type === 'execution.node.status' || type === 'execution.node.completed',
    ),
    fc.constant<Fact>({ type: 'dag.created', data: { nodes: 1, edges: 0, levelSizes: [1] } }),
    fc.constant<Fact>({ type: 'execution.completed', data: { outcome: 'ok', outputs: [] } }),
  );

const isHostFact = (fact: Fact): fact is HostFact =>
  (HOST_FACT_TYPES as readonly string[]).includes(fact.type);

/** States hold Maps: compare what people can see. */
const visible = (run: RunState) => ({ ...run, plan: run.plan?.plan, nodes: chunkedValues(run.nodes) });

const seen = (run: RunGlance) => ({
  ...{ phase: run.phase, counts: run.counts, levelSizes: run.levelSizes },
  nodes: run.plan?.plan.nodes.map((_, index) => run.node(index)),
});

/** The same by the plain way: everything numbered is folded, what is under way on top of it. */
function createModel(plan: Plan) {
  const arrived: LogEntry[] = [];
  let numbered: LogEntry[] = [];
  let own: HostFact[] = [];
  let unnumbered: HostFact[] = [];
  const number = (fact: Fact, epoch: number | undefined): void => {
    const seq = arrived.length + numbered.length + 1;
    numbered.push({ ...fact, runId: 'run', seq, at: 1_000 + seq * 7, by: null, epoch });
  };
  const take = (): LogEntry[] => {
    const entries = numbered;
    numbered = [];
    arrived.push(...entries);
    for (const { epoch } of entries) if (epoch === EPOCH) own = own.slice(1);
    return entries;
  };
  number(startedFact(plan), undefined);
  take();
  return {
    confirmed: () => foldEntries(emptyRun('run'), arrived),
    state: () => foldFacts(foldEntries(emptyRun('run'), arrived), own, NOW),
    pending: () => own.length,
    make(fact: HostFact) {
      own.push(fact);
      unnumbered.push(fact);
    },
    write: (fact: Fact) => number(fact, undefined),
    numberOldest() {
      const fact = unnumbered.shift();
      if (fact !== undefined) number(fact, EPOCH);
    },
    arrive: take,
    drop() {
      own = [];
      unnumbered = [];
    },
  };
}

const runs = arbitraryPlan(6).chain((plan) => stepsOf(plan).map((steps) => ({ plan, steps })));

describe('optimistic log', () => {
  it('is what folding everything would be, however facts and entries come', () => {
    fc.assert(
      fc.property(runs, ({ plan, steps }) => {
        const model = createModel(plan);
        const log = createOptimisticLog(model.confirmed(), EPOCH);
        for (const step of [...steps, { type: 'arrive' } as const, { type: 'ask' } as const]) {
          take(model, log, step);
          const { seq, at, phase, epoch, sealed } = model.confirmed();
          expect(log.standing).toEqual({ seq, at, phase, epoch, sealed });
          expect(log.pending).toBe(model.pending());
          const state = glanceAt(model.state());
          expect(seen(log.state)).toEqual(seen(state));
          const { ready, doomed, running, missing } = createFrontier(state);
          expect(log.frontier.missing).toEqual(missing);
          for (const [mine, known] of [
            [log.frontier.ready, ready],
            [log.frontier.doomed, doomed],
            [log.frontier.running, running],
          ] as const)
            expect(mine.first(Infinity)).toEqual(known.first(Infinity));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('gives out states that nothing changes any more', () => {
    fc.assert(
      fc.property(runs, ({ plan, steps }) => {
        const model = createModel(plan);
        const log = createOptimisticLog(model.confirmed(), EPOCH);
        const given: [RunState, ReturnType<typeof visible>][] = [];
        for (const step of steps) {
          take(model, log, step);
          if (step.type === 'arrive') given.push([log.confirmed(), visible(model.confirmed())]);
        }
        for (const [state, known] of given) expect(visible(state)).toEqual(known);
      }),
    );
  });
});

function take(
  model: ReturnType<typeof createModel>,
  log: ReturnType<typeof createOptimisticLog>,
  step: Step,
): void {
  switch (step.type) {
    case 'fact':
      if (!isHostFact(step.fact)) return model.write(step.fact);
      model.make(step.fact);
      return log.record(step.fact, NOW, step.place);
    case 'number':
      return model.numberOldest();
    case 'arrive':
      return void log.confirm(model.arrive(), NOW);
    case 'drop':
      log.confirm(model.arrive(), NOW);
      model.drop();
      return void log.drop();
    case 'ask':
      return expect(visible(log.confirmed())).toEqual(visible(model.confirmed()));
    default:
      step satisfies never;
  }
}
