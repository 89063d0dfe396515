import type { WeftError } from '#shared/run/errors.ts';
import type { NodeSource } from '#shared/run/events.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import { askedCall, waitedMs, type OpenApproval } from '#shared/run/select-approval.ts';
import {
  displayStatus,
  isLive,
  nodeCost,
  nodeDurationMs,
  nodeTokens,
  type NodeDisplayStatus,
} from '#shared/run/select.ts';
import { spansMs, type Span } from '#shared/run/select-work.ts';
import type { CallState, NodeState, RunState } from '#shared/run/state.ts';
import { isOutputElsewhere, outputOf, shownReasoning, shownText, type LoadedOutput } from './node-text.ts';
import type { PartialText } from './partials.ts';

/** What a node view needs of its run; each a signal that changes far less often than the run. */
export interface NodeViewOwner {
  /** A state of the run in its present phase; replaced only when the phase changes. */
  readonly phaseRun: RunState | null;
  /** Relay time; ticks when read while the run is live. */
  readonly now: number;
}

/**
 * One node of a run for the screen: its own signals, so that an entry or a delta for one node re-renders no other. Plain
 * getters instead of deriveds: they are cheap, and a derived would die with the effect in which it was first read.
 */
export class NodeView {
  readonly nodeId: string;
  readonly #owner: NodeViewOwner;
  #state = $state.raw<NodeState | null>(null);
  #partial = $state.raw<PartialText | null>(null);
  #inside = $state.raw<OpenApproval | null>(null);
  #waits = $state.raw<readonly Span[] | null>(null);
  /** By itself, so that what shows the status does not hear of every word. */
  #hasPartialText = $state(false);
  #loaded = $state.raw<LoadedOutput | null>(null);
  #stale = $state(false);

  constructor(nodeId: string, owner: NodeViewOwner) {
    this.nodeId = nodeId;
    this.#owner = owner;
  }

  /** For RunView only. */
  update = (
    state: NodeState | null,
    partial: PartialText | null,
    inside: OpenApproval | null = null,
    waits: readonly Span[] | null = null,
  ): void => {
    this.#state = state;
    this.#inside = inside;
    this.#waits = waits;
    this.#partial = partial;
    this.#hasPartialText = partial !== null && partial.text !== '';
  };
  setStale = (stale: boolean): void => {
    this.#stale = stale;
  };
  setLoaded = (loaded: LoadedOutput): void => {
    this.#loaded = loaded;
  };

  /** null = not part of the run. */
  get state(): NodeState | null {
    return this.#state;
  }
  get status(): NodeDisplayStatus {
    const status = displayStatus(this.#owner.phaseRun, this.#state, {
      hasPartialText: this.#hasPartialText,
      stale: this.#stale,
    });
    const goesOn = status === 'running' || status === 'streaming';
    return goesOn && this.#inside !== null ? 'waiting' : status;
  }
  /** Of a container: the question on which everything inside it waits; null = there is none. */
  get inside(): OpenApproval | null {
    return this.#inside;
  }
  get stale(): boolean {
    return this.#stale;
  }
  get streaming(): boolean {
    return this.status === 'streaming';
  }
  /** What is being written, else what came out; grows while it streams. */
  get text(): string {
    return shownText(this.#state, this.#partial, this.#loaded);
  }
  get reasoning(): string {
    return shownReasoning(this.#state, this.#partial);
  }
  /** What the newest open call has written so far; null while there is none, or nothing has come. */
  get partial(): PartialText | null {
    return this.#partial;
  }
  get output(): NodeOutput | null {
    return this.#state === null ? null : outputOf(this.#state, this.#loaded);
  }
  /** The output exists but must be fetched first: FlowSession.loadOutput. */
  get outputPending(): boolean {
    return this.#state !== null && isOutputElsewhere(this.#state, this.#loaded);
  }
  /** Why it failed, was skipped or waits for its next try. */
  get error(): WeftError | null {
    return this.#state?.error ?? this.#state?.retry?.error ?? this.asked?.end?.error ?? null;
  }
  get warnings(): readonly string[] {
    return this.#state?.warnings ?? [];
  }
  /** Micro-dollars; null when nothing was called. */
  get costMicroUsd(): number | null {
    if (this.#state === null || this.#state.calls.length === 0) return null;
    return nodeCost(this.#state).microUsd;
  }
  /** True while the cost may still rise, or is not known in full: shown as `+`. */
  get costOpen(): boolean {
    if (this.#state === null) return false;
    return this.#state.calls.some((call) => call.end === null || call.end.costMicroUsd === null);
  }
  get tokens(): { readonly input: number; readonly output: number } {
    return this.#state === null ? { input: 0, output: 0 } : nodeTokens(this.#state);
  }
  /** How long it worked, without what was waited for people; null before it began. */
  get durationMs(): number | null {
    if (this.#state === null || this.#state.startedAt === null) return null;
    const end = this.#endMs(this.#state);
    if (this.#waits === null) return nodeDurationMs(this.#state, end);
    return Math.max(0, end - this.#state.startedAt - spansMs(this.#waits, end));
  }
  /** How long it waited for people; of a container, where nothing in it worked meanwhile. */
  get waitedMs(): number {
    if (this.#state === null || this.#state.startedAt === null) return 0;
    const end = this.#endMs(this.#state);
    return this.#waits === null ? waitedMs(this.#state, end) : spansMs(this.#waits, end);
  }
  #endMs({ endedAt }: NodeState): number {
    if (endedAt !== null) return endedAt;
    const run = this.#owner.phaseRun;
    return run !== null && !isLive(run) ? (run.endedAt ?? run.at) : this.#owner.now;
  }
  /** ms until the next try; null when none is waited for. */
  get retryInMs(): number | null {
    const retry = this.#state?.retry;
    return retry ? Math.max(0, retry.dueAt - this.#owner.now) : null;
  }
  /** 0 to 100; null when the node does not say. */
  get progress(): number | null {
    const progress = this.#state?.progress;
    return progress ? Math.min(100, Math.max(0, (100 * progress.value) / progress.max)) : null;
  }
  /** The call of unknown outcome that waits for a person. */
  get asked(): CallState | null {
    return this.#state === null ? null : askedCall(this.#state);
  }
  get source(): NodeSource | null {
    return this.#state?.source ?? null;
  }
}
