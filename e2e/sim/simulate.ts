import type { NodeRegistry } from '../../web/engine/ports.ts';
import { reseedCrypto } from './kernel/seeded-crypto.ts';
import { createRandom } from './kernel/random.ts';
import { createWorldClock } from './kernel/world-clock.ts';
import { createWitness, type LawBroken } from './oracles/law-broken.ts';
import { lineOfAct, makePlan, type PartyPlan } from './plan/acts.ts';
import { documentsOf, gathering, isSettled, nudge } from './plan/calm.ts';
import { gather } from './plan/gather.ts';
import { readVersions } from './plan/keep-versions.ts';
import type { Party } from './plan/party.ts';
import { calmDown, perform } from './plan/perform.ts';
import { startAgain } from './plan/start-again.ts';

export interface SimulationOptions {
  readonly registry: NodeRegistry;
  /** Reads along: a line for everything that happens. */
  readonly onLine?: (line: string) => void;
  /** Acts of the plan that do not happen, by their place in it: for finding out which of them matter. */
  readonly without?: ReadonlySet<number>;
}

export interface SimulationReport {
  readonly seed: number;
  readonly broken: LawBroken | null;
  readonly plan: PartyPlan;
  /** Things that happened. */
  readonly steps: number;
  readonly runs: number;
  readonly entries: number;
  readonly kills: number;
  readonly providerRequests: number;
  readonly virtualMs: number;
}

/** Relay time at which every simulation begins. */
const START_MS = 1_800_000_000_000;
/** After the faults have stopped, every run has ended (or waits for a person) within this much virtual time. */
const PATIENCE_MS = 25 * 60_000;
const NUDGE_MS = 5_000;
/** A party that does nothing but turn round in circles is broken too. */
const MOST_STEPS = 400_000;
/** A whole party in virtual time, from one seed. */
export async function simulate(seed: number, options: SimulationOptions): Promise<SimulationReport> {
  reseedCrypto(seed);
  const random = createRandom(seed);
  const plan = makePlan(random.fork('plan'));
  const clock = createWorldClock(START_MS, String(seed), (thrown) =>
    witness.broken('crash', thrown instanceof Error ? String(thrown.stack) : String(thrown)),
  );
  const since = (): number => clock.now() - START_MS;
  const witness = createWitness(since, options.onLine ?? null);
  const counts = { kills: 0, requests: 0 };
  const party = await gather({ seed, plan, clock, witness, registry: options.registry, counts });
  plan.acts.forEach((act, index) => {
    if (options.without?.has(index)) return;
    clock.at(START_MS + act.at, party.fate, () => {
      witness.note(() => lineOfAct(act));
      perform(party, act);
    });
  });
  clock.at(START_MS + plan.calmAt, party.fate, () => {
    witness.note(() => 'the faults stop');
    calmDown(party);
    keepNudging(party);
  });
  const until = START_MS + plan.calmAt + PATIENCE_MS;
  while (witness.found() === null && clock.steps() < MOST_STEPS) {
    if (party.isCalm && isSettled(party)) break;
    if (!(await clock.step(until))) break;
  }
  if (witness.found() === null) await conclude(party);
  const records = [...party.laws.records.values()];
  return {
    ...{ seed, plan, broken: witness.found(), steps: clock.steps(), runs: party.runs.length },
    entries: records.reduce((sum, { entries }) => sum + entries.length, 0),
    ...{ kills: counts.kills, providerRequests: counts.requests, virtualMs: since() },
  };
}

function keepNudging(party: Party): void {
  party.clock.after(NUDGE_MS, party.fate, () => {
    nudge(party);
    keepNudging(party);
  });
}

async function conclude(party: Party): Promise<void> {
  const { witness, laws, documents } = party;
  if (!isSettled(party)) witness.broken('LV1', `not over: ${standOf(party)}`);
  laws.finish(gathering(party));
  documents.finish(documentsOf(party));
  if (witness.found() === null) await startAgain(party);
  await readVersions(party);
}

function standOf({ laws, runs }: Party): string {
  const stands = runs.map((runId) => {
    const record = laws.records.get(runId);
    const nodes = [...(record?.nodes ?? [])].map(([id, { phase, round }]) => `${id} ${phase}/${round}`);
    const calls = [...(record?.calls.values() ?? [])].filter(({ phase }) => phase !== 'ended').length;
    const { phase, sealed, hostId, epoch } = record?.header ?? {};
    return `${runId.slice(0, 4)} ${phase} sealed ${sealed} host ${hostId} e${epoch}, ${calls} open calls, ${nodes.join(', ')}`;
  });
  return stands.join('; ');
}
