import { createBrowser } from '../tabs/browser.ts';
import type { SimTab } from '../tabs/sim-tab.ts';
import type { RunRecord } from '../oracles/run-record.ts';
import type { RunWish } from '../../../web/engine/api.ts';
import type { Act } from './acts.ts';
import { answerPeople, say } from './answer-people.ts';
import type { Party, Seat } from './party.ts';

/** Guests of one party. */
const MOST_GUESTS = 2;
/** How often each of them tries something. */
const TRIES = 5;

type Sharing = Extract<Act, { type: 'share-run' }>;

/** Somebody who may makes a link to a run and sends it; whoever gets it opens it a moment later. */
export function shareRun(party: Party, tab: SimTab, { runId }: RunRecord, { role, endsInMs }: Sharing): void {
  const { clock, relay, random, fate, laws, seats } = party;
  const { page, browser } = tab;
  const guests = seats.length - party.plan.tabs.length;
  if (page === null || browser.role === 'viewer' || guests >= MOST_GUESTS) return;
  const endsAt = endsInMs === null ? null : Math.floor(clock.now() + endsInMs);
  tab.act(() => {
    void page.http.makeLink({ role, name: 'guest', endsAt, runId }).then((made) => {
      if (!made.ok) return;
      const index = seats.length;
      const personId = `person-of-guest-${index}`;
      const guest = createBrowser({
        ...{ personName: `g${index}`, flowId: browser.flowId, role, runId, personId },
        ...{ secret: made.value.secret, linkId: made.value.link.linkId },
        person: relay.signer.signPerson(personId),
      });
      if (endsAt !== null) {
        guest.isRevoked = true;
        laws.revoked(personId, endsAt);
      }
      const line = { polls: random.chance(0.2), latencyMs: random.pick([20, 300]), loss: 0 };
      const seat: Seat = { index, browser: guest, ...line, hostId: `host-${index}`, tab: null, opened: 0 };
      seats.push(seat);
      clock.after(random.next() * 2_000, fate, () => {
        party.open(seat);
        for (let time = 0; time < TRIES; time += 1)
          clock.after(random.between(500, 15_000), fate, () => tryEverything(party, seat, runId));
      });
    });
  });
}

/** What a guest tries in the run: whatever people do. */
function tryEverything(party: Party, { tab, browser }: Seat, runId: string): void {
  const record = party.laws.records.get(runId);
  if (tab === null || tab.isGone() || browser.isRevoked || record === undefined) return;
  const nodeId = record.plan === null ? 'n0' : party.random.pick(record.plan.nodes).id;
  const wishes: readonly RunWish[] = [
    { type: 'pause' },
    { type: 'cancel' },
    { type: 'retry-node', nodeId },
    { type: 'go-on' },
  ];
  if (party.random.chance(0.6)) answerPeople(party, tab, record);
  else say(tab, runId, party.random.pick(wishes));
}

/** Whoever made the link, or somebody else who may, ends it while the run goes on. */
export function endRunLink(party: Party, tab: SimTab): void {
  const guests = party.seats.slice(party.plan.tabs.length).filter(({ browser }) => !browser.isRevoked);
  const guest = guests.at(0)?.browser;
  const { page, browser } = tab;
  if (guest === undefined || page === null || browser.role === 'viewer') return;
  // The answer may be lost, and the link be over all the same.
  guest.isRevoked = true;
  tab.act(() => {
    void page.http.revokeLink(guest.linkId).then(({ ok }) => {
      if (ok) party.laws.revoked(guest.personId, party.clock.now());
    });
  });
}
