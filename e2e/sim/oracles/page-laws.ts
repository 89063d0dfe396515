import { foldEntries } from '#shared/run/reduce.ts';
import { emptyRun, type RunState } from '#shared/run/state.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { EngineBatch } from '../../../web/engine/api.ts';
import { checkText, checkSameAsLog } from './viewer-laws.ts';
import type { Witness } from './law-broken.ts';
import type { RunRecord } from './run-record.ts';

/** What one page has got of one run from its engine, and what it folds of it. */
export interface PageReading {
  readonly tab: string;
  readonly runId: string;
  seq: number;
  mayRepeat: boolean;
  state: RunState;
  readonly texts: Map<string, string>;
  /** As they came: a plan that was a blob is in place. */
  readonly entries: LogEntry[];
}

export function newPageReading(tab: string, runId: string): PageReading {
  return { tab, runId, seq: 0, mayRepeat: false, state: emptyRun(runId), texts: new Map(), entries: [] };
}

/** A page's view is a prefix of the log, and its texts are beginnings of the answers. */
export function checkPage(witness: Witness, record: RunRecord, page: PageReading, batch: EngineBatch): void {
  const entries = batch.entries.filter(({ runId }) => runId === page.runId);
  const first = entries[0];
  if (first !== undefined) {
    let { seq: last } = page;
    for (const { seq } of entries) {
      const fits = page.mayRepeat ? seq <= last + 1 : seq === last + 1;
      if (!fits) witness.broken('RM3', `${page.tab} shows #${seq} after #${last}`);
      last = Math.max(last, seq);
    }
    // A long plan is put into its entry for the page.
    checkSameAsLog(witness, record, first.seq === 1 ? entries.slice(1) : entries, page.tab);
    page.entries.push(...entries.filter(({ seq }) => seq > page.seq));
    page.seq = Math.max(page.seq, entries.at(-1)?.seq ?? 0);
    page.state = foldEntries(page.state, entries);
  }
  for (const { runId, deltas } of batch.deltas) {
    if (runId !== page.runId) continue;
    for (const delta of deltas) {
      const name = `${delta.callId}/${delta.channel}`;
      const known = page.texts.get(name) ?? '';
      if (delta.offset > known.length)
        witness.broken('RL3', `${page.tab} has a hole in a text: ${known.length} to ${delta.offset}`);
      const text = known.slice(0, delta.offset) + delta.text;
      checkText(witness, record, delta, text, page.tab);
      page.texts.set(name, text);
    }
  }
}

/** At the end: whoever came when, and in whatever pieces, sees the same; repeating it changes nothing. */
export function checkFold(witness: Witness, record: RunRecord, page: PageReading): void {
  const { state, entries } = page;
  const whole = foldEntries(emptyRun(page.runId), entries);
  if (JSON.stringify(whole.nodes) !== JSON.stringify(state.nodes) || whole.phase !== state.phase)
    witness.broken('RL1', `${page.tab} folds in pieces to something else than as a whole`);
  if (foldEntries(state, entries) !== state)
    witness.broken('RL2', `${page.tab} folds repeated entries again`);
  // With those of all iterations, as the fold has made them.
  for (const [index, { id }] of (state.plan?.plan.nodes ?? []).entries()) {
    const read = record.nodes.get(id);
    const folded = state.nodes.chunks[Math.floor(index / 128)]?.[index % 128];
    if (page.seq !== record.entries.length || read === undefined || folded === undefined) continue;
    if (read.phase !== folded.phase || read.round !== folded.round)
      witness.broken(
        'RL1',
        `${id}: the fold says ${folded.phase}/${folded.round}, the log ${read.phase}/${read.round}`,
      );
  }
}
