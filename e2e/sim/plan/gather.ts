import { roomLimits, type RoomLimits } from '../../../relay/core/room-config.ts';
import { resolveProvider } from '../../../relay/providers/resolve-provider.ts';
import type { NodeRegistry } from '../../../web/engine/ports.ts';
import { createRandom, type Random } from '../kernel/random.ts';
import type { WorldClock } from '../kernel/world-clock.ts';
import { createDocumentLaws, type DocumentLaws } from '../oracles/document-laws.ts';
import type { Witness } from '../oracles/law-broken.ts';
import { createVersionLaws, type VersionLaws } from '../oracles/version-laws.ts';
import { createPartyLaws, type PartyLaws } from '../oracles/party-laws.ts';
import { createSimProvider, type SimProvider } from '../relay/sim-provider.ts';
import { createSimWeb, type SimWeb } from '../relay/sim-web.ts';
import { WEB_HOST } from '../relay/web-host.ts';
import { createSimRelay, type SimRelay } from '../relay/sim-relay.ts';
import type { TabWatch } from '../tabs/sim-tab.ts';
import type { PartyPlan } from './acts.ts';
import { openFlow, untilDone } from './open-flow.ts';
import { createParty, type Party, type Seat } from './party.ts';
import { makeFlowDocument } from './sim-flow.ts';

const CANARY = 'sk-canary-7f3a91c2d4e8';
const ENVIRONMENT = {
  MISTRAL_API_KEY: CANARY,
  OPENAI_API_KEY: CANARY,
  WEFT_HTTP_HOSTS: WEB_HOST,
  WEFT_SIGNING_KEY: '0123456789abcdef0123456789abcdef',
  // Nobody counts here: the vault has its own property tests (docs/spec/vault.md).
  WEFT_FLOW_BUDGET_USD_PER_DAY: 'none',
};

export interface GatherOptions {
  readonly seed: number;
  readonly plan: PartyPlan;
  readonly clock: WorldClock;
  readonly witness: Witness;
  readonly registry: NodeRegistry;
  readonly counts: { kills: number; requests: number };
}

/** Everything else that is asked is the open web. */
const PROVIDERS = /^https:\/\/api\.(mistral\.ai|openai\.com)\//;

/** Everybody comes together: the relay with its flow, the provider, the laws, and a tab on every seat. */
export async function gather(options: GatherOptions): Promise<Party> {
  const { seed, plan, clock, witness, registry, counts } = options;
  const random = createRandom(`${seed}/party`);
  const documents = createDocumentLaws(witness);
  const versions = createVersionLaws(witness, documents);
  const provider = createSimProvider({
    ...{ clock, random: random.fork('provider'), canary: CANARY },
    onRequest(request) {
      counts.requests += 1;
      laws.request(request);
    },
  });
  const web = createSimWeb({
    ...{ clock, random: random.fork('web'), canary: CANARY },
    onRequest: (request) => laws.request(request),
    onWrong: (what) => witness.broken('HR1', what),
  });
  const limits = roomLimits(tightness(random.fork('limits')));
  const relay = makeRelay(
    { ...options, limits, provider, web, documents, versions, laws: () => laws },
    random,
  );
  const browsers = await untilDone(clock, openFlow(relay, plan));
  const laws: PartyLaws = createPartyLaws({
    ...{ witness, canary: CANARY, rolesOf: relay.signer.rolesOf, now: clock.now },
    storageFailedAt: relay.storageFailedAt,
    storedHead: relay.storedHead,
    hostOf: (tab) => seatOf(tab)?.hostId ?? null,
    runOf: (tab) => seatOf(tab)?.browser.runId ?? null,
    personOf: (tab) => seatOf(tab)?.browser.personId ?? null,
    creditFrames: limits.creditFrames,
    callsPerProvider: limits.callsPerProviderAndFlow,
    isOpen: (connectionId) => relay.peers.has(connectionId),
  });
  const seatOf = (tab: string): Seat | undefined =>
    party.seats.find((seat) => tab.startsWith(`t${seat.index}v`));
  let connections = 0;
  const party = createParty({
    ...{ clock, random: random.fork('people'), relay, provider, web, laws, witness, plan, registry },
    document: makeFlowDocument(createRandom(`${seed}/flow`)),
    ...{ browsers, documents, versions, watch: watchTabs(laws, documents, witness) },
    newConnectionId: () => `c${(connections += 1)}`,
  });
  for (const seat of party.seats) party.open(seat);
  return party;
}

interface RelayParts extends GatherOptions {
  readonly limits: RoomLimits;
  readonly provider: SimProvider;
  readonly web: SimWeb;
  readonly documents: DocumentLaws;
  readonly versions: VersionLaws;
  readonly laws: () => PartyLaws;
}

function makeRelay(parts: RelayParts, random: Random): SimRelay {
  const { clock, witness, counts, limits, provider, web, documents, versions, laws } = parts;
  const relay = createSimRelay({
    onFlowWoke(stored) {
      documents.woke(stored);
      const named = stored?.versions.map(({ versionId }) => versionId) ?? [];
      versions.listed(named, 'on the disk after a kill');
    },
    ...{ clock, random: random.fork('relay'), environment: ENVIRONMENT },
    provider: (input, init) => (PROVIDERS.test(String(input)) ? provider : web).fetch(input, init),
    config: {
      limits,
      isFree: (id) => resolveProvider(id, ENVIRONMENT)?.description.free ?? false,
    },
    watch: {
      batch: (runId, batch) => laws().batch(runId, batch),
      blob: (hash, bytes) => laws().blob(hash, bytes),
      woke: (runId, header, log) => laws().woke(runId, header, log),
      header: (runId, header) => laws().header(runId, header),
      sender: (connectionId) => laws().sender(connectionId),
      heard: (connectionId, frame) => laws().heard(connectionId, frame),
    },
  });
  relay.onKilled.add((roomId) => {
    counts.kills += 1;
    laws().killed(roomId);
    witness.note(() => `  killed: ${roomId ?? 'the relay'}`);
  });
  return relay;
}

function watchTabs(laws: PartyLaws, documents: DocumentLaws, witness: Witness): TabWatch {
  return {
    batch: laws.page,
    frame(connectionId, frame) {
      witness.note(() => `  ${connectionId} < ${frame.slice(0, 200)}`);
      laws.frame(connectionId, frame);
    },
    answer: laws.answer,
    connected: laws.connected,
    acknowledged: documents.acknowledged,
    follows: laws.follows,
  };
}

/** Rooms with little patience: what would take a thousand entries comes about with a few. */
function tightness(random: Random): Partial<RoomLimits> {
  return {
    tailEntries: random.pick([6, 30, 1_000]),
    creditFrames: random.pick([20, 32, 64]),
    callsPerProviderAndFlow: random.pick([1, 4, 4]),
    // Plans, requests and texts that are fetched by themselves, over lines that lose things.
    inlineOutputBytes: random.pick([512, 16 * 1024]),
  };
}
