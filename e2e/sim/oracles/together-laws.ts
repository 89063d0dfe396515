import type { Participant, Presence } from '#shared/protocol/flow-messages.ts';
import { staysToTheEnd } from '../plan/onlook.ts';
import type { PageReading } from './page-laws.ts';
import type { RunRecord } from './run-record.ts';
import type { StreamReading } from './viewer-laws.ts';
import type { Witness } from './law-broken.ts';

/** Who is there when all is over. */
export interface Gathering {
  /** Tabs, and the runs that each has to have. */
  readonly followers: readonly { readonly tab: string; readonly runs: readonly string[] }[];
  /** Pages that are in the flow's room by socket. */
  readonly pages: readonly SeenPage[];
  /** Virtual time, ms. */
  readonly now: number;
}

export interface SeenPage {
  readonly name: string;
  readonly connectionId: string;
  readonly mustBeSeen: boolean;
  readonly shown: Presence;
  readonly people: ReadonlyMap<string, Participant>;
}

export interface Readings {
  readonly records: ReadonlyMap<string, RunRecord>;
  readonly pages: ReadonlyMap<string, PageReading>;
  readonly streams: ReadonlyMap<string, StreamReading>;
  /** Whether this connection is still there for the relay. */
  readonly isOpen: (connectionId: string) => boolean;
}

/** Whoever follows a run has all of it in the end, not only a beginning. null = nobody lacks anything. */
export function lackOf({ records, pages, streams, isOpen }: Readings, gathering: Gathering): string | null {
  for (const { tab, runs } of gathering.followers)
    for (const runId of runs) {
      const length = records.get(runId)?.entries.length ?? 0;
      const seq = pages.get(`${tab} ${runId}`)?.seq ?? 0;
      if (seq !== length) return `${tab} has #${seq} of ${length} entries when all is over`;
    }
  for (const [id, { tab, runId, through }] of streams) {
    const length = records.get(runId)?.entries.length ?? 0;
    if (staysToTheEnd(tab) && isOpen(id) && through !== length)
      return `${tab} was told of #${through} of ${length} when all is over`;
  }
  return null;
}

/** Everybody in the room by socket sees all the others as they last showed themselves, and nobody who has gone. */
export function blindnessOf({ pages }: Gathering): string | null {
  for (const viewer of pages) {
    for (const other of pages) {
      if (other === viewer || !other.mustBeSeen || !viewer.mustBeSeen) continue;
      const seen = viewer.people.get(other.connectionId)?.presence;
      if (JSON.stringify(seen) !== JSON.stringify(other.shown))
        return `${viewer.name} sees ${other.name} as ${JSON.stringify(seen)} when all is over`;
    }
    const ghost = [...viewer.people.keys()].find(
      (id) => !pages.some(({ connectionId }) => connectionId === id),
    );
    if (viewer.mustBeSeen && ghost !== undefined)
      return `${viewer.name} still sees ${ghost} when all is over`;
  }
  return null;
}

/** Who somebody is comes from their connection, whatever they say. */
export function checkPeople(
  witness: Witness,
  streams: ReadonlyMap<string, StreamReading>,
  people: readonly Participant[],
): void {
  for (const { connectionId, personId, presence } of people) {
    const stream = streams.get(connectionId);
    // Whose greeting was lost with its socket has never been told who it is.
    if ((stream?.personId ?? personId) !== personId)
      witness.broken('FR5', `${connectionId} is shown as ${personId} and is ${stream?.personId}`);
    if (presence !== null && presence.name !== `${stream?.tab}page`)
      witness.broken('FR5', `${stream?.tab} shows itself as ${presence.name}`);
  }
}
