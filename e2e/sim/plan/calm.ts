import type { FlowDocument } from '#shared/graph/document.ts';
import type { RunRecord } from '../oracles/run-record.ts';
import type { Gathering } from '../oracles/together-laws.ts';
import type { SimTab } from '../tabs/sim-tab.ts';
import { answerPeople, openApprovals, openQuestions, resolveCalls, say } from './answer-people.ts';
import type { Party } from './party.ts';

/** A run may go on by itself this long after it was parked; afterwards a person has to say so. */
const GO_ON_AFTER_MS = 11 * 60_000;
/** Everybody has what there is this long after the last run has ended. */
const LAST_NEWS_MS = 12_000;

/** When the faults have stopped, somebody looks after what waits for a person: paused runs, lost calls and open questions. */
export function nudge(party: Party): void {
  const tab = party.seats[0]?.tab;
  if (!tab || tab.isGone()) return;
  for (const runId of party.runs) {
    const record = party.laws.records.get(runId);
    if (record === undefined || record.header.sealed) continue;
    if (record.header.phase === 'paused') say(tab, runId, { type: 'resume' });
    if (openQuestions(record).length > 0) resolveCalls(party, tab, record);
    if (openApprovals(record).length > 0) answerPeople(party, tab, record, true);
    goOn(party, tab, record);
  }
}

function goOn({ clock }: Party, tab: SimTab, record: RunRecord): void {
  const last = record.entries.at(-1);
  if (record.header.hostId !== null || last === undefined) return;
  if (clock.now() - last.at > GO_ON_AFTER_MS) say(tab, record.runId, { type: 'go-on' });
}

const mayEdit = ({ browser }: SimTab): boolean =>
  (browser.role === 'owner' || browser.role === 'editor') && !browser.isRevoked;

/** The documents of all who may edit. */
export function documentsOf({ seats }: Party): ReadonlyMap<string, FlowDocument> {
  const editors = seats.flatMap(({ tab }) =>
    tab?.page && mayEdit(tab) ? [[tab.name, tab.page.doc.snapshot()] as const] : [],
  );
  return new Map(editors);
}

/** Documents and runs of all tabs are one within this time, however long it takes a tab to try the relay again. */
const TOGETHER_MS = 4 * 60_000;
const calmSince = new WeakMap<Party, number>();

function isOne(party: Party): boolean {
  const since = calmSince.get(party) ?? party.clock.now();
  calmSince.set(party, since);
  if (party.clock.now() - since > TOGETHER_MS) return true;
  return party.laws.isWhole(gathering(party)) && party.documents.isOne([...documentsOf(party).values()]);
}

/** Who is there when all is over, what they have to have, and whom they see. */
export function gathering({ seats, runs, clock }: Party): Gathering {
  const tabs = seats.flatMap(({ tab }) => (tab && !tab.isGone() ? [tab] : []));
  const pages = tabs.flatMap(({ name, browser, page }) => {
    const { isLive, ...sight } = page?.sight() ?? { isLive: false };
    return 'people' in sight && isLive ? [{ name, mustBeSeen: !browser.isRevoked, ...sight }] : [];
  });
  const followers = tabs
    .filter(({ browser }) => !browser.isRevoked)
    .map(({ name, browser }) => ({ tab: name, runs: browser.runId === null ? runs : [browser.runId] }));
  return { followers, pages, now: clock.now() };
}

const settledAt = new WeakMap<Party, number>();

/** Every run is sealed, and every page that follows one has all of it. */
export function isSettled(party: Party): boolean {
  const { runs, laws, clock } = party;
  const isOver = runs.every((runId) => laws.records.get(runId)?.header.sealed ?? false) && isOne(party);
  if (!isOver) {
    settledAt.delete(party);
    return false;
  }
  const since = settledAt.get(party) ?? clock.now();
  settledAt.set(party, since);
  return clock.now() - since > LAST_NEWS_MS;
}
