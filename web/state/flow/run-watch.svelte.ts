import type { RunSummary } from '#shared/protocol/messages.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { EngineBatch, Outcome } from '../../engine/api.ts';
import { RunView } from '../run-view.svelte.ts';
import type { RunClock } from '../run/run-clock.svelte.ts';
import type { EnginePort } from './engine-port.ts';

interface Ports {
  readonly engine: EnginePort;
  readonly clock: RunClock;
  /** Whether this tab may take a run over. */
  readonly mayHost: () => boolean;
  /** A run is being started here; it is shown when the relay has taken it. */
  readonly isStarting: () => boolean;
  readonly tell: (outcome: Outcome) => void;
  /** Another run is shown, or the shown one has new entries. */
  readonly onChange: () => void;
}

/**
 * The runs of the open flow: the list, the one that is shown, and those that this tab follows. Whoever may edit follows
 * every live run, so that a run whose tab is gone finds another.
 */
export class RunWatch {
  readonly #ports: Ports;
  readonly #views = new Map<string, RunView>();
  readonly #watched = new Set<string>();
  #run = $state.raw() as RunView;
  #runs = $state.raw<readonly RunSummary[]>([]);
  /** How many runs were ever met here: whoever reads `views` hears of a new one. */
  #known = $state(0);
  #ready = false;

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#run = new RunView(null, ports.clock);
  }

  get run(): RunView {
    return this.#run;
  }
  /** Every run that is followed; the one that is shown first. */
  get views(): readonly RunView[] {
    void this.#known;
    return [this.#run, ...[...this.#views.values()].filter((view) => view !== this.#run && view.live)];
  }
  /** Newest first. */
  get runs(): readonly RunSummary[] {
    return this.#runs;
  }

  /** Shows the flow's live run, or its last. */
  begin = async (): Promise<void> => {
    this.#ready = true;
    await this.refresh();
    const shown = this.#runs.find(isOpen) ?? this.#runs[0];
    if (shown && this.#run.runId === null) await this.open(shown.runId);
    this.#followLive();
  };

  refresh = async (): Promise<void> => {
    const result = await this.#ports.engine.api.listRuns();
    if (result.ok) this.#runs = result.runs;
  };

  /** Lines of the list that are new or have changed, and runs that are gone, as the relay tells them. */
  take = (changed: readonly RunSummary[], gone: readonly string[] = []): void => {
    if (changed.length + gone.length === 0) return;
    const byId = new Map([...this.#runs, ...changed].map((run) => [run.runId, run]));
    for (const runId of gone) byId.delete(runId);
    this.#runs = [...byId.values()].sort((a, b) => b.number - a.number || b.startedAt - a.startedAt);
    this.#followLive();
    const { runId } = this.#run;
    if (runId !== null && gone.includes(runId)) this.#leave(runId);
  };

  /** Shows another run of the flow. */
  open = async (runId: string): Promise<void> => {
    if (runId === this.#run.runId) return;
    this.#show(runId);
    this.#watched.add(runId);
    this.#ports.tell(await this.#ports.engine.api.watch(runId));
  };

  /** Shows a run that was just started here; the engine follows it by itself. */
  showStarted = (runId: string): void => {
    this.#watched.add(runId);
    this.#show(runId);
    this.#followLive();
  };

  /** A start has ended, well or not: what was told meanwhile counts now. */
  settle = (): void => this.#followLive();

  feed = (batch: EngineBatch): void => {
    for (const { runId, hosting } of batch.hosting) this.#viewOf(runId).setHosting(hosting);
    const entriesOf = byRun(batch.entries);
    const deltasOf = new Map(batch.deltas.map(({ runId, deltas }) => [runId, deltas]));
    for (const runId of new Set([...entriesOf.keys(), ...deltasOf.keys()]))
      this.#viewOf(runId).feed(entriesOf.get(runId) ?? [], deltasOf.get(runId) ?? []);
    if (batch.entries.length > 0) this.#ports.onChange();
  };

  /** The shown run by its log as soon as it is here; all others by the relay's list. */
  isAnyLive = (): boolean => {
    const { runId, run, live } = this.#run;
    return live || this.#runs.some((each) => (each.runId !== runId || run === null) && isOpen(each));
  };

  #followLive(): void {
    if (!this.#ready || this.#ports.isStarting()) return;
    const live = this.#runs.filter(isOpen);
    const [newest] = live;
    // Whoever looks at a live run goes on looking at it.
    if (newest && !this.#run.live && newest.runId !== this.#run.runId && !this.#watched.has(newest.runId))
      void this.open(newest.runId);
    if (this.#ports.mayHost()) for (const { runId } of live) this.#watchBeside(runId);
    for (const { runId, sealed } of this.#runs)
      if (sealed && runId !== this.#run.runId && this.#watched.has(runId)) this.#forget(runId);
  }

  #watchBeside(runId: string): void {
    if (this.#watched.has(runId)) return;
    this.#watched.add(runId);
    // A refusal here concerns nothing that is looked at; opening the run says why.
    void this.#ports.engine.api.watch(runId);
  }

  #viewOf(runId: string): RunView {
    const known = this.#views.get(runId);
    if (known) return known;
    const view = new RunView(runId, this.#ports.clock);
    this.#views.set(runId, view);
    this.#known += 1;
    return view;
  }

  #show(runId: string): void {
    const before = this.#run;
    this.#run = this.#viewOf(runId);
    this.#ports.onChange();
    if (before.runId !== null && before.runId !== runId && !before.live) this.#forget(before.runId);
  }

  /** The shown run is gone for good: the newest is shown, or none. */
  #leave(runId: string): void {
    const [next] = this.#runs;
    if (next) void this.open(next.runId);
    else this.#run = new RunView(null, this.#ports.clock);
    this.#forget(runId);
    this.#ports.onChange();
  }

  #forget(runId: string): void {
    this.#views.delete(runId);
    this.#watched.delete(runId);
    void this.#ports.engine.api.unwatch(runId);
  }
}

function isOpen(summary: RunSummary): boolean {
  return !summary.sealed && (summary.phase === 'running' || summary.phase === 'paused');
}

function byRun(entries: readonly LogEntry[]): ReadonlyMap<string, readonly LogEntry[]> {
  const groups = new Map<string, LogEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.runId);
    if (group) group.push(entry);
    else groups.set(entry.runId, [entry]);
  }
  return groups;
}
