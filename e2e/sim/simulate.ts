import { roomLimits, type RoomLimits } from '../../relay/core/room-config.ts';
import type { Grant } from '../../relay/core/grant.ts';
import { resolveProvider } from '../../relay/providers/resolve-provider.ts';
import type { NodeRegistry } from '../../web/engine/ports.ts';
import { madeLinkSchema } from '#shared/protocol/flow-messages.ts';
import { reseedCrypto } from './kernel/seeded-crypto.ts';
import { createRandom, type Random } from './kernel/random.ts';
import { settle, createWorldClock, type WorldClock } from './kernel/world-clock.ts';
import { createDocumentLaws } from './oracles/document-laws.ts';
import { createWitness, type LawBroken } from './oracles/law-broken.ts';
import { createPartyLaws, type PartyLaws } from './oracles/party-laws.ts';
import { lineOfAct, makePlan, type PartyPlan } from './plan/acts.ts';
import { documentsOf, isSettled, nudge } from './plan/calm.ts';
import { createParty, type Party } from './plan/party.ts';
import { calmDown, perform } from './plan/perform.ts';
import { makeFlowDocument } from './plan/sim-flow.ts';
import { createSimProvider } from './relay/sim-provider.ts';
import { createSimRelay, type SimRelay } from './relay/sim-relay.ts';
import { createBrowser, type Browser } from './tabs/browser.ts';

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
const CANARY = 'sk-canary-7f3a91c2d4e8';
const FLOW_ID = 'flow-of-the-simulation-aa';
const ENVIRONMENT = {
  MISTRAL_API_KEY: CANARY,
  OPENAI_API_KEY: CANARY,
  WEFT_SIGNING_KEY: '0123456789abcdef0123456789abcdef',
};

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
  const party = await gather(seed, plan, clock, witness, options.registry, counts);
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
  if (witness.found() === null) conclude(party);
  const records = [...party.laws.records.values()];
  return {
    ...{ seed, plan, broken: witness.found(), steps: clock.steps(), runs: party.runs.length },
    entries: records.reduce((sum, { entries }) => sum + entries.length, 0),
    ...{ kills: counts.kills, providerRequests: counts.requests, virtualMs: since() },
  };
}

async function gather(
  seed: number,
  plan: PartyPlan,
  clock: ReturnType<typeof createWorldClock>,
  witness: ReturnType<typeof createWitness>,
  registry: NodeRegistry,
  counts: { kills: number; requests: number },
): Promise<Party> {
  const random = createRandom(`${seed}/party`);
  const documents = createDocumentLaws(witness);
  const provider = createSimProvider({
    ...{ clock, random: random.fork('provider'), canary: CANARY },
    onRequest(request) {
      counts.requests += 1;
      laws.request(request);
    },
  });
  const relay = createSimRelay({
    onFlowWoke: documents.woke,
    ...{ clock, random: random.fork('relay'), environment: ENVIRONMENT, provider: provider.fetch },
    config: {
      limits: roomLimits(tightness(random.fork('limits'))),
      isFree: (id) => resolveProvider(id, ENVIRONMENT)?.description.free ?? false,
    },
    watch: {
      batch: (runId, batch) => laws.batch(runId, batch),
      blob: (hash, bytes) => laws.blob(hash, bytes),
      woke: (runId, header, log) => laws.woke(runId, header, log),
      header: (runId, header) => laws.header(runId, header),
      sender: (connectionId) => laws.sender(connectionId),
      heard: (connectionId, frame) => laws.heard(connectionId, frame),
    },
  });
  const browsers = await untilDone(clock, openFlow(relay, plan));
  relay.onKilled.add((runId) => {
    counts.kills += 1;
    laws.killed(runId);
    witness.note(() => `  killed: ${runId ?? 'the relay'}`);
  });
  const laws: PartyLaws = createPartyLaws({
    ...{ witness, canary: CANARY, rolesOf: relay.signer.rolesOf, now: clock.now },
    storageFailedAt: relay.storageFailedAt,
    storedHead: (runId) => relay.storedHead(runId),
    hostOf: (tab) => party.seats.find((seat) => tab.startsWith(`t${seat.index}v`))?.hostId ?? null,
  });
  let connections = 0;
  const party = createParty({
    ...{ clock, random: random.fork('people'), relay, provider, laws, witness, plan, registry },
    document: makeFlowDocument(createRandom(`${seed}/flow`)),
    ...{ browsers, documents },
    newConnectionId: () => `c${(connections += 1)}`,
    watch: {
      batch: (tab, batch) => laws.page(tab, batch),
      frame: (connectionId, frame) => {
        witness.note(() => `  ${connectionId} < ${frame.slice(0, 200)}`);
        laws.frame(connectionId, frame);
      },
      answer: laws.answer,
      connected: laws.connected,
      acknowledged: documents.acknowledged,
      follows: (tab, runId) => laws.follows(tab, runId),
    },
  });
  for (const seat of party.seats) party.open(seat);
  return party;
}

/** Rooms with little patience: what would take a thousand entries comes about with a few. */
function tightness(random: Random): Partial<RoomLimits> {
  return { tailEntries: random.pick([6, 30, 1_000]), creditFrames: random.pick([20, 32, 64]) };
}

const secretOf = (index: number): string => `secret-of-browser-number-${index}`;

/** The flow with a link for every browser, made as people make them. */
async function openFlow(relay: SimRelay, plan: PartyPlan): Promise<readonly Browser[]> {
  const room = relay.flowRoom(FLOW_ID);
  const ask = async (parts: readonly string[], body: object, grant: Grant | null): Promise<unknown> => {
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    return (await room.request({ method: 'POST', parts, body: bytes, grant })).json();
  };
  await ask(['create'], { flowId: FLOW_ID, ownerSecret: secretOf(0) }, null);
  const owner = (await room.exchange(secretOf(0)))?.body as { grant: Omit<Grant, 'personId'> };
  const grant: Grant = { ...owner.grant, personId: 'setup' };
  const browsers: Browser[] = [];
  for (const [index, role] of plan.browsers.entries()) {
    // Everybody has been here before: two first visits at once would be two people.
    const personId = `person-of-browser-${index}`;
    const proof = relay.signer.signPerson(personId);
    const person = { personName: `p${index}`, flowId: FLOW_ID, role, personId, person: proof };
    if (role === 'owner') {
      browsers.push(createBrowser({ ...person, secret: secretOf(0), linkId: grant.linkId }));
      continue;
    }
    const made = await ask(['links'], { role, name: role, endsAt: null }, grant);
    const { secret, link } = madeLinkSchema.parse(made);
    browsers.push(createBrowser({ ...person, secret, linkId: link.linkId }));
  }
  return browsers;
}

/** Lets virtual time pass until something is done. */
async function untilDone<T>(clock: WorldClock, work: Promise<T>): Promise<T> {
  const done: { value: T }[] = [];
  void work.then((value) => done.push({ value }));
  for (;;) {
    await settle();
    const [result] = done;
    if (result) return result.value;
    if (!(await clock.step(START_MS + 60_000))) throw new Error('the flow could not be made');
  }
}

function keepNudging(party: Party): void {
  party.clock.after(NUDGE_MS, party.fate, () => {
    nudge(party);
    keepNudging(party);
  });
}

function conclude(party: Party): void {
  const { witness, laws, documents } = party;
  if (!isSettled(party)) witness.broken('LV1', `not over: ${standOf(party)}`);
  laws.finish();
  documents.finish(documentsOf(party));
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
