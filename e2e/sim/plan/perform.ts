import type { RunWish } from '../../../web/engine/api.ts';
import type { RunRecord } from '../oracles/run-record.ts';
import type { SimTab } from '../tabs/sim-tab.ts';
import type { Act } from './acts.ts';
import { answerPeople, resolveCalls, say } from './answer-people.ts';
import { branchOff } from './branch-off.ts';
import { editDocument } from './edit.ts';
import { endRunLink, shareRun } from './guests.ts';
import { intrude } from './intrude.ts';
import { onlook } from './onlook.ts';
import { keepVersions } from './keep-versions.ts';
import { watchLater, type Party, type Seat } from './party.ts';

/** Does one act to the party. What no longer applies (a tab that is gone) is left out. */
export function perform(party: Party, act: Act): void {
  const { relay, provider, random } = party;
  switch (act.type) {
    case 'start':
      return withTab(party, act.tab, (tab) => startRun(party, tab, act));
    case 'pause':
    case 'resume':
    case 'cancel':
    case 'go-on': {
      const wish: RunWish = { type: act.type };
      return withRun(party, act.tab, (tab, { runId }) => say(tab, runId, wish));
    }
    case 'resolve':
      return withRun(party, act.tab, (tab, record) => resolveCalls(party, tab, record));
    case 'answer':
      return withRun(party, act.tab, (tab, record) => answerPeople(party, tab, record));
    case 'retry-node':
    case 'skip-node':
      return withRun(party, act.tab, (tab, { runId, plan }) => {
        const nodeId = plan?.nodes[act.node % plan.nodes.length]?.id;
        if (nodeId !== undefined) say(tab, runId, { type: act.type, nodeId });
      });
    case 'reload':
    case 'crash':
    case 'close':
      return leave(party, act);
    case 'freeze':
    case 'hide':
    case 'offline':
    case 'silent':
    case 'block-sockets':
      return withTab(party, act.tab, (tab) => afflict(party, tab, act));
    case 'cut':
    case 'half-open':
      return withTab(party, act.tab, (tab) => tab.link.cut(act.type === 'half-open'));
    case 'unwatch':
      return withRun(party, act.tab, (tab, { runId }) => {
        tab.act((engine) => void engine.unwatch(runId));
        watchLater(party, tab, runId);
      });
    case 'slow':
      return withTab(party, act.tab, ({ link }) =>
        Object.assign(link, { latencyMs: act.latencyMs, loss: act.loss }),
      );
    case 'kill-relay':
      return relay.kill(null);
    case 'kill-room':
      return party.runs.length === 0 ? undefined : relay.kill(random.pick(party.runs));
    case 'kill-at-write':
      return relay.killAtWrite(act.moment);
    case 'storage-fails':
      relay.failStorage(true);
      return void party.clock.after(act.forMs, party.fate, () => relay.failStorage(false));
    case 'provider':
      party.web.setFailures(act.failures);
      return provider.setFailures(act.failures);
    case 'revoke':
      return revokeLink(party, act.browser);
    case 'edit':
      return withTab(party, act.tab, (tab) => editDocument(party, tab, act.what));
    case 'show':
      return withTab(party, act.tab, (tab) => tab.act(() => tab.page?.show({ x: act.x, y: act.x })));
    case 'name-version':
    case 'drop-version':
      return withTab(party, act.tab, (tab) => keepVersions(party, tab, act.type));
    case 'share-run':
      return withRun(party, act.tab, (tab, record) => shareRun(party, tab, record, act));
    case 'end-run-link':
      return withTab(party, act.tab, (tab) => endRunLink(party, tab));
    case 'onlook':
      return withRun(party, act.tab, (tab, record) => onlook(party, tab, record, act));
    case 'branch':
      return withTab(party, act.tab, (tab) => branchOff(party, tab, act));
    case 'intrude':
      return withRun(party, act.tab, (tab, record) => intrude(party, tab, record, act.what));
    default:
      return act satisfies never;
  }
}

function withTab({ seats }: Party, index: number, work: (tab: SimTab) => void): void {
  const tab = seats[index]?.tab;
  if (tab && !tab.isGone()) work(tab);
}

/** With the newest run that is not over, else with the newest. */
function withRun(party: Party, index: number, work: (tab: SimTab, record: RunRecord) => void): void {
  const records = party.runs.flatMap((runId) => party.laws.records.get(runId) ?? []);
  const record = records.findLast(({ header }) => !header.sealed) ?? records.at(-1);
  if (record !== undefined) withTab(party, index, (tab) => work(tab, record));
}

/** Runs of one party. */
const MOST_RUNS = 4;
/** Whoever could not start presses again, as long as there is no run at all. */
const PRESS_AGAIN_MS = 2_000;

function startRun(party: Party, tab: SimTab, act: Extract<Act, { type: 'start' }>): void {
  if (party.runs.length >= MOST_RUNS || (act.again && party.runs.length === 0)) return;
  const wish = {
    document: party.document,
    scope: { kind: 'all' },
    demo: false,
    useCache: act.useCache,
  } as const;
  tab.act((engine) => {
    void engine.start(wish).then((outcome) => {
      if (outcome.ok) return began(party, outcome.runId);
      party.witness.note(() => `  ${tab.name} could not start: ${outcome.problems[0]?.error.message}`);
      if (party.runs.length > 0 || act.again) return;
      party.clock.after(PRESS_AGAIN_MS, party.fate, () =>
        withTab(party, act.tab, (now) => startRun(party, now, act)),
      );
    });
  });
}

/** Everybody else hears of it from the flow's room. */
function began(party: Party, runId: string): void {
  if (party.runs.includes(runId)) return;
  party.runs.push(runId);
}

type Leaving = Extract<Act, { type: 'reload' | 'crash' | 'close' }>;

function leave(party: Party, { type, tab: index, backAfterMs }: Leaving): void {
  withTab(party, index, (tab) => {
    const seat = party.seats[index] as Seat;
    if (type === 'crash') tab.crash();
    else tab.close();
    party.clock.after(Math.max(60, backAfterMs), party.fate, () => {
      if (seat.tab === tab) party.open(seat);
    });
  });
}

type Affliction = Extract<Act, { type: 'freeze' | 'hide' | 'offline' | 'silent' | 'block-sockets' }>;

function afflict(party: Party, tab: SimTab, { type, forMs }: Affliction): void {
  const { begin, end } = AFFLICTIONS[type];
  begin(tab);
  party.clock.after(forMs, party.fate, () => end(tab));
}

const AFFLICTIONS: Readonly<
  Record<Affliction['type'], { readonly begin: (tab: SimTab) => void; readonly end: (tab: SimTab) => void }>
> = {
  freeze: { begin: (tab) => tab.freeze(), end: (tab) => tab.thaw() },
  hide: { begin: (tab) => tab.show({ visible: false }), end: (tab) => tab.show({ visible: true }) },
  offline: {
    begin(tab) {
      tab.link.state = 'offline';
      tab.link.cut(false);
      tab.show({ online: false });
    },
    end(tab) {
      tab.link.state = 'up';
      tab.show({ online: true });
    },
  },
  silent: {
    begin(tab) {
      tab.link.state = 'silent';
    },
    end(tab) {
      tab.link.state = 'up';
    },
  },
  'block-sockets': {
    begin(tab) {
      tab.link.blocksSockets = true;
      tab.link.cut(false);
    },
    end(tab) {
      tab.link.blocksSockets = false;
    },
  },
};

/** The owner ends the link of a browser. From then on nobody comes in by it. */
function revokeLink(party: Party, index: number): void {
  const browser = party.browsers[index];
  const owner = party.seats.find(
    ({ tab, browser: its }) => its.role === 'owner' && tab !== null && !tab.isGone(),
  );
  if (browser === undefined || owner?.tab == null) return;
  const { page } = owner.tab;
  if (page === null) return;
  // The answer may be lost, and the link be over all the same.
  browser.isRevoked = true;
  owner.tab.act(() => {
    void page.http.revokeLink(browser.linkId).then(({ ok }) => {
      if (!ok) return;
      party.laws.revoked(browser.personId, party.clock.now());
    });
  });
}

/** The faults stop: everything works, everybody is there and looks. */
export function calmDown(party: Party): void {
  party.isCalm = true;
  party.relay.failStorage(false);
  party.relay.killAtWrite(null);
  party.provider.setFailures(0);
  party.web.setFailures(0);
  for (const seat of party.seats) {
    const tab = seat.tab === null || seat.tab.isGone() ? party.open(seat) : seat.tab;
    Object.assign(tab.link, { state: 'up', latencyMs: 20, loss: 0, blocksSockets: false });
    tab.thaw();
    tab.show({ visible: true, online: true });
  }
  const stays = { creditStep: 4, forMs: null };
  const [first] = party.seats;
  if (first) withRun(party, first.index, (tab, record) => onlook(party, tab, record, stays));
}
