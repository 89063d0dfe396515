import type { NodeRegistry } from '../../../web/engine/ports.ts';
import type { RunSummary } from '#shared/protocol/messages.ts';
import type { FlowDocument } from '#shared/graph/document.ts';
import type { Random } from '../kernel/random.ts';
import { createActor, type Actor, type WorldClock } from '../kernel/world-clock.ts';
import type { DocumentLaws } from '../oracles/document-laws.ts';
import type { VersionLaws } from '../oracles/version-laws.ts';
import type { PartyLaws } from '../oracles/party-laws.ts';
import type { Witness } from '../oracles/law-broken.ts';
import type { SimProvider } from '../relay/sim-provider.ts';
import type { SimWeb } from '../relay/sim-web.ts';
import type { SimRelay } from '../relay/sim-relay.ts';
import type { Browser } from '../tabs/browser.ts';
import { createSimTab, type SimTab, type TabWatch } from '../tabs/sim-tab.ts';
import type { PartyPlan } from './acts.ts';

/** A place for a tab: the tab in it comes and goes, what sessionStorage keeps stays. */
export interface Seat {
  readonly index: number;
  readonly browser: Browser;
  readonly polls: boolean;
  readonly latencyMs: number;
  readonly loss: number;
  readonly hostId: string;
  tab: SimTab | null;
  opened: number;
}

/** Everybody and everything of one simulation. */
export interface Party {
  readonly clock: WorldClock;
  readonly random: Random;
  readonly relay: SimRelay;
  readonly provider: SimProvider;
  readonly web: SimWeb;
  readonly laws: PartyLaws;
  readonly documents: DocumentLaws;
  readonly versions: VersionLaws;
  readonly witness: Witness;
  /** Of the plan, then those of guests who came by a link to one run. */
  readonly seats: Seat[];
  readonly runs: string[];
  readonly document: FlowDocument;
  readonly plan: PartyPlan;
  readonly browsers: readonly Browser[];
  /** People and the weather: nothing freezes them. */
  readonly fate: Actor;
  readonly open: (seat: Seat) => SimTab;
  readonly newConnectionId: () => string;
  isCalm: boolean;
}

export interface PartyParts extends Omit<Party, 'open' | 'seats' | 'runs' | 'fate' | 'isCalm'> {
  readonly registry: NodeRegistry;
  readonly watch: TabWatch;
}

export function createParty(parts: PartyParts): Party {
  const { clock, random, relay, registry, watch, browsers, plan } = parts;
  const seats = plan.tabs.map(({ browser, polls, latencyMs, loss }, index): Seat => {
    const found = browsers[browser];
    if (found === undefined) throw new Error('a tab without a browser');
    return { index, browser: found, polls, latencyMs, loss, hostId: `host-${index}`, tab: null, opened: 0 };
  });
  const party: Party = {
    ...parts,
    ...{ seats, runs: [], fate: createActor('fate'), isCalm: false },
    open(seat) {
      seat.opened += 1;
      const name = `t${seat.index}v${seat.opened}`;
      const tab = createSimTab({
        ...{ clock, random: random.fork(name), relay, registry, watch, name },
        ...{ browser: seat.browser, hostId: seat.hostId, polls: seat.polls },
        newConnectionId: parts.newConnectionId,
        onRuns: (summaries) => followAll(party, tab, summaries),
      });
      Object.assign(tab.link, { latencyMs: seat.latencyMs, loss: party.isCalm ? 0 : seat.loss });
      seat.tab = tab;
      const { runId } = seat.browser;
      if (runId !== null) watchLater(party, tab, runId);
      // Guests are curious.
      const [other] = party.runs.filter((each) => each !== runId);
      if (runId !== null && other !== undefined) watchLater(party, tab, other);
      return tab;
    },
  };
  return party;
}

/** The flow's room has told a page which runs there are. */
function followAll({ runs, laws }: Party, tab: SimTab, summaries: readonly RunSummary[]): void {
  laws.listed(summaries);
  for (const { runId } of summaries) {
    if (!runs.includes(runId)) runs.push(runId);
    tab.act((engine) => void engine.watch(runId));
  }
}

/** Somebody opens a run a moment later. */
export function watchLater({ clock, random, fate }: Party, tab: SimTab, runId: string): void {
  clock.after(random.next() * 1_000, fate, () => tab.act((engine) => void engine.watch(runId)));
}
