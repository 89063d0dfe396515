import type { Delta } from '#shared/protocol/messages.ts';
import type { WeftError } from '#shared/run/errors.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import {
  failures,
  finishedCount,
  isLive,
  latestCall,
  nodeState,
  type NodeDisplayStatus,
} from '#shared/run/select.ts';
import { askedInside } from '#shared/run/select-inside.ts';
import type { NodePhase, RunPhase, RunState } from '#shared/run/state.ts';
import { eventListOf, type EventList } from './run/event-list.ts';
import { NodeView } from './run/node-view.svelte.ts';
import { outsideReactions } from './run/outside-reactions.svelte.ts';
import { createPartials, type PartialText } from './run/partials.ts';
import { shownBy, shownStatus, standsStill, waitsOfStep } from './run/shown-status.ts';
import { TOUCHES_ALL } from './run/touches-all.ts';
import { ShownTurns } from './run/shown-turns.svelte.ts';
import type { RunClock } from './run/run-clock.svelte.ts';
import type { CallTrack } from './replay/call-track.ts';
import type { Moment } from './replay/moment.ts';
import { createReplayLog, type Prefix, type ReplayLog } from './replay/replay-log.ts';
import { sameOrNew, writingAt } from './replay/writing.ts';

export type { EventList } from './run/event-list.ts';

export interface Stitch {
  readonly id: string;
  readonly label: string;
  readonly status: NodeDisplayStatus;
}

const NO_COUNTS: { readonly [phase in NodePhase]: number } = {
  pending: 0,
  running: 0,
  completed: 0,
  failed: 0,
  skipped: 0,
};

const NOTHING_WRITTEN: ReadonlyMap<string, string> = new Map();

/**
 * One run for the screen: its log, folded; what open calls have written; a signal for each node that is looked at. Live,
 * or at any earlier moment by its cursor: then it shows what stood at that moment, half-written texts included (laws of
 * docs/spec/replay.md). `runId` null = the flow has no run yet.
 */
export class RunView {
  readonly runId: string | null;
  readonly clock: RunClock;
  /** Every entry that is known. Ask `head` beside it: the log itself tells nobody of its changes. */
  readonly log: ReplayLog;
  readonly #partials = createPartials();
  readonly #views = new Map<string, NodeView>();
  /** Long texts of calls, by hash, as far as they were fetched. */
  readonly #texts = new Map<string, string>();

  #run = $state.raw<RunState | null>(null);
  #phaseRun = $state.raw<RunState | null>(null);
  #head = $state(0);
  /** By all that is known: what can be done with the run does not depend on the moment that is looked at. */
  #live = $state(false);
  #parked = $state(false);
  #cursor = $state<number | null>(null);
  /** From the run's start; counts only while there is a cursor. */
  #cursorMs = $state(0);
  /** At the cursor, by node; while live the partial texts are asked instead. */
  #writing: ReadonlyMap<string, string> = NOTHING_WRITTEN;
  #hosting = $state(false);
  #streaming = $state.raw<ReadonlySet<string>>(new Set());
  #stale = $state.raw<ReadonlySet<string>>(new Set());
  readonly #turns = new ShownTurns();

  constructor(runId: string | null, clock: RunClock) {
    this.runId = runId;
    this.clock = clock;
    this.log = createReplayLog(runId ?? '');
  }

  /** The run at the cursor; null before its first entry. */
  get run(): RunState | null {
    return this.#run;
  }
  /** A state of the present phase: use it where only phase and rights matter. */
  get phaseRun(): RunState | null {
    return this.#phaseRun;
  }
  get phase(): RunPhase {
    return this.#phaseRun?.phase ?? 'empty';
  }
  get live(): boolean {
    return this.#live;
  }
  /** Whether this tab drives the run. */
  get hosting(): boolean {
    return this.#hosting;
  }
  /** Live, but nobody drives it. */
  get parked(): boolean {
    return this.#parked;
  }
  get counts(): { readonly [phase in NodePhase]: number } {
    return this.#run?.counts ?? NO_COUNTS;
  }
  get finished(): number {
    return this.#run === null ? 0 : finishedCount(this.#run);
  }
  get total(): number {
    return this.#run?.plan?.plan.nodes.length ?? 0;
  }
  get costMicroUsd(): number {
    return this.#run?.totalMicroUsd ?? 0;
  }
  /** The cost may still rise, or is not known in full: shown as `+`. */
  get costOpen(): boolean {
    return this.live || (this.#run?.unknownCostCalls ?? 0) > 0;
  }
  /** Relay time at the cursor when looking back, of the last entry when the run is over, else now. */
  get now(): number {
    if (this.#cursor !== null) return (this.#run?.startedAt ?? 0) + this.#cursorMs;
    return this.live ? this.clock.now : (this.#run?.at ?? 0);
  }
  get elapsedMs(): number {
    const run = this.#run;
    if (run?.startedAt == null) return 0;
    return Math.max(0, (run.endedAt ?? this.now) - run.startedAt);
  }
  /** How long it goes on by now: stands while the run is held, or only people can move it on. */
  get clockMs(): number {
    const stands = this.#cursor === null && this.#run !== null && standsStill(this.#run);
    return stands && this.#run ? this.#run.at - (this.#run.startedAt ?? 0) : this.elapsedMs;
  }
  /** null = live; else the number of the entry after which the run is shown. */
  get cursor(): number | null {
    return this.#cursor;
  }
  /** How far the cursor is from the run's start, ms; null = live. */
  get cursorMs(): number | null {
    return this.#cursor === null ? null : this.#cursorMs;
  }
  /** Number of the newest entry. */
  get head(): number {
    return this.#head;
  }
  get failures(): readonly { readonly nodeId: string; readonly error: WeftError }[] {
    return this.#run === null ? [] : failures(this.#run);
  }
  /** Ids of the nodes that are writing at the moment that is shown. */
  get writing(): ReadonlySet<string> {
    return this.#streaming;
  }
  get stitches(): readonly Stitch[] {
    const nodes = this.#run?.plan?.plan.nodes ?? [];
    return nodes.map((node) => ({ id: node.id, label: node.label, status: this.statusOf(node.id) }));
  }
  get events(): EventList {
    return eventListOf(this.log, this.#cursor ?? this.#head);
  }
  /** Every entry that is known, also those after the cursor. */
  get allEvents(): EventList {
    return eventListOf(this.log, this.#head);
  }
  /** How long the run took, or takes by now, wherever the cursor stands; ms. */
  get wholeMs(): number {
    if (this.#head === 0) return 0;
    const head = this.log.head();
    if (head.startedAt === null) return 0;
    return Math.max(0, (head.endedAt ?? (isLive(head) ? this.clock.now : head.at)) - head.startedAt);
  }

  /** The node's view: always the same object, which changes by itself. */
  node = (nodeId: string): NodeView => {
    const known = this.#views.get(nodeId);
    if (known) return known;
    const view = outsideReactions(() => new NodeView(nodeId, this));
    this.#views.set(nodeId, view);
    outsideReactions(() => {
      this.#refresh(view);
      view.setStale(this.#stale.has(nodeId));
    });
    return view;
  };

  /** The node of the run that stands for a node of the flow: of one inside a container, that of the iteration looked at. */
  shownId = (nodeId: string): string => this.#turns.idOf(this.#run, nodeId);
  turnOf = (containerId: string): number => this.#turns.of(containerId);
  /** Looks at the iterations that a node of the run belongs to. @returns the node of the flow that shows it then */
  followNode = (nodeId: string): string => {
    const shown = this.#turns.follow(this.#run, nodeId);
    if (shown !== nodeId) this.#refreshViews(this.#views.keys());
    return shown;
  };

  /** Looks at another iteration of a container: what stands inside it shows how that one went. */
  showTurn = (containerId: string, turn: number): void => {
    this.#turns.show(containerId, turn);
    this.#refreshViews(this.#views.keys());
  };

  /** How a node stood in the run, whatever was changed since; for lists over all nodes. */
  statusOf = (nodeId: string): NodeDisplayStatus => {
    const shownId = this.shownId(nodeId);
    const hasPartialText = this.#streaming.has(shownId);
    return shownStatus(this.#run, shownId, { hasPartialText, stale: false });
  };

  /** Takes in what the engine sent of this run. */
  feed = (entries: readonly LogEntry[], deltas: readonly Delta[]): void => {
    const taken = this.log.append(entries);
    const arrived = deltas.length > 0 ? this.#partials.apply(deltas, this.clock.now) : [];
    const touched = new Set([...this.#partials.drop(taken), ...arrived]);
    let all = false;
    for (const entry of taken) {
      if (TOUCHES_ALL.has(entry.type)) all = true;
      else if ('nodeId' in entry.data && entry.data.nodeId !== undefined) touched.add(entry.data.nodeId);
    }
    if (taken.length > 0) {
      this.#head = this.log.length();
      this.#live = isLive(this.log.head());
      this.#parked = this.#live && this.log.head().host === null;
      if (this.#cursor === null) this.#show(this.log.head());
    }
    // Looking back, nothing that comes in changes what is shown.
    if (this.#cursor !== null) return;
    this.#refreshViews(all ? this.#views.keys() : touched);
    this.#streaming = this.#writingNodes();
  };

  setHosting = (hosting: boolean): void => {
    this.#hosting = hosting;
  };

  /** Marks the nodes whose result no longer fits the document. */
  setStale = (nodeIds: ReadonlySet<string>): void => {
    const before = this.#stale;
    this.#stale = nodeIds;
    for (const id of [...before, ...nodeIds])
      if (before.has(id) !== nodeIds.has(id)) this.#views.get(id)?.setStale(nodeIds.has(id));
  };

  /** Gives a node the output whose bytes were fetched. `hash` = the node's outputHash when they were asked for. */
  setOutput = (nodeId: string, hash: string, output: NodeOutput): void =>
    this.node(nodeId).setLoaded({ hash, output });

  /** Every call of the run that was sent. */
  calls = (): Iterable<CallTrack> => this.log.calls();

  /** A text that the log names by hash: how it was written can be shown from now on. */
  addText = (hash: string, text: string): void => void this.#texts.set(hash, text);

  /** Shows the run as it was directly after an entry; null = live again. */
  seek = (seq: number | null): void => {
    if (seq === null) return this.#goTo(null);
    const whole = Math.max(0, Math.min(Math.round(seq), this.#head));
    this.#goTo({ seq: whole, ms: this.log.timeOf(whole) });
  };

  /** Shows the run as it was so many ms after its start, what was being written then included. */
  seekMs = (ms: number): void => {
    const within = Math.max(0, Math.min(ms, this.wholeMs));
    this.#goTo({ seq: this.log.seqAt(within), ms: within });
  };

  /** When a node began, ms from the run's start, by all that is known; null when it has not. */
  startOf = (nodeId: string): number | null => {
    const head = this.log.head();
    const startedAt = nodeState(head, nodeId)?.startedAt;
    return startedAt == null || head.startedAt === null ? null : Math.max(0, startedAt - head.startedAt);
  };

  /** The newest state, wherever the cursor stands. */
  get newest(): RunState | null {
    return this.#head === 0 ? null : this.log.head();
  }

  #goTo(moment: Moment | null): void {
    const seq = moment?.seq ?? null;
    const isSameSeq = seq === this.#cursor;
    if (isSameSeq && (moment === null || moment.ms === this.#cursorMs)) return;
    const prefix = seq === null ? null : this.log.at(seq);
    const written = this.#writing;
    this.#writing = prefix && moment ? this.#writingAt(prefix, moment.ms) : NOTHING_WRITTEN;
    this.#cursor = seq;
    if (moment !== null) this.#cursorMs = moment.ms;
    if (!isSameSeq) this.#show(prefix?.run ?? this.log.head());
    this.#refreshViews(isSameSeq ? [...written.keys(), ...this.#writing.keys()] : this.#views.keys());
    this.#streaming = this.#writingNodes();
  }

  #writingAt(prefix: Prefix, ms: number): ReadonlyMap<string, string> {
    const startedAt = prefix.run.startedAt ?? 0;
    return writingAt(this.log, prefix, ms, {
      live: (callId, until) => this.#partials.textBy(callId, startedAt + until),
      byHash: (hash) => this.#texts.get(hash) ?? null,
    });
  }

  /** The nodes that are writing; the same set as before while they do not change. */
  #writingNodes(): ReadonlySet<string> {
    const nodeIds =
      this.#cursor === null
        ? this.log.at(this.#head).open.flatMap((callId) => {
            const nodeId = this.log.call(callId)?.nodeId;
            return nodeId !== undefined && (this.#partialOf(nodeId)?.text ?? '') !== '' ? [nodeId] : [];
          })
        : [...this.#writing.keys()];
    return sameOrNew(this.#streaming, nodeIds);
  }

  #show(run: RunState): void {
    if (run.phase !== this.#phaseRun?.phase || run.sealed !== this.#phaseRun.sealed) this.#phaseRun = run;
    this.#run = run;
  }

  #refreshViews(nodeIds: Iterable<string>): void {
    for (const id of nodeIds) {
      const view = this.#views.get(id);
      if (view) this.#refresh(view);
      if (!id.includes('@')) continue;
      for (const shown of shownBy(this.#run, id)) {
        const other = this.#views.get(shown);
        if (other) this.#refresh(other);
      }
    }
  }

  #refresh(view: NodeView): void {
    const shownId = this.shownId(view.nodeId);
    const state = this.#run && nodeState(this.#run, shownId);
    const run = this.#run;
    view.update(
      state,
      this.#partialOf(shownId),
      run && askedInside(run, shownId),
      run && waitsOfStep(run, shownId),
    );
  }

  /** What the node's newest call has written by the moment that is shown. */
  #partialOf(nodeId: string): PartialText | null {
    if (this.#cursor !== null) {
      const text = this.#writing.get(nodeId);
      return text === undefined ? null : { text, reasoning: '' };
    }
    const state = this.#run && nodeState(this.#run, nodeId);
    const call = state && latestCall(state);
    return call ? this.#partials.of(call.callId) : null;
  }
}
