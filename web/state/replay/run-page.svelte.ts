import type { FlowDocument } from '#shared/graph/document.ts';
import type { Result } from '#shared/result.ts';
import type { Role } from '#shared/protocol/roles.ts';
import type { Delta } from '#shared/protocol/messages.ts';
import type { ApprovalAnswer } from '#shared/run/approval.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import type { Plan } from '#shared/run/plan.ts';
import { nodeState } from '#shared/run/select.ts';
import type { RunFile, RunState } from '#shared/run/state.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import { ApprovalDesk } from '../approvals/approval-desk.svelte.ts';
import { flowLinkHref, runLinkHref } from '../links.ts';
import { isOutputElsewhere, outputOf, type LoadedOutput } from '../run/node-text.ts';
import type { Outcome, RunWish } from '../../engine/api.ts';
import { readFile } from '../run/read-file.ts';
import type { RunToKeep } from '../run/run-to-keep.ts';
import { RunClock, type ClockPort } from '../run/run-clock.svelte.ts';
import { RunView } from '../run-view.svelte.ts';
import { flowOfPlan } from './fork-run.ts';
import { createRunPeople, type RunPerson } from './people.ts';
import { Player, type PlayerPorts } from './player.svelte.ts';

export type Loaded<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly error: WeftError };

/** Where a run comes from: a link that the relay answers, or a file that was opened in this browser. */
export type RunOrigin =
  { readonly kind: 'link'; readonly flowId: string; readonly secret: string } | { readonly kind: 'file' };

export interface RunPageOptions {
  readonly runId: string;
  readonly origin: RunOrigin;
  readonly clock: ClockPort;
  readonly player: PlayerPorts;
  readonly definitions: ReadonlyMap<string, NodeDefinition>;
  readonly loadOutput: (nodeId: string) => Promise<Loaded<{ readonly output: NodeOutput }>>;
  readonly loadText: (hash: string) => Promise<Loaded<{ readonly text: string }>>;
  /** A picture of the run by its hash; left out where there are none: a file holds none. */
  readonly loadPicture?: (
    hash: string,
  ) => Promise<Loaded<{ readonly bytes: Uint8Array; readonly mediaType: string }>>;
  /** Answers what the run asks; left out where nothing can be answered: in a file. */
  readonly answer?: (approvalId: string, answer: ApprovalAnswer) => Promise<Outcome>;
  /** Steers the run; left out in a file. */
  readonly steer?: (wish: RunWish) => Promise<Outcome>;
  /** Deletes the run for everybody; left out in a file. */
  readonly remove?: () => Promise<Result<null>>;
  /** The run as a file: how large it is, and its text. */
  readonly keep: Pick<RunToKeep, 'weigh' | 'text'>;
  /** Makes a flow of this browser; its address. */
  readonly createFlow: (document: FlowDocument, name: string) => Promise<string>;
  /** The moment and the step that the address names. */
  readonly at: number | null;
  readonly nodeId: string | null;
}

export type RunPageState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'ready' }
  /** The relay is away; it is asked again by itself. */
  | { readonly kind: 'offline'; readonly error: WeftError }
  /** The link does not open this run, or does so no longer. */
  | { readonly kind: 'refused'; readonly error: WeftError };

const NOTHING_TO_ANSWER = weftError('not-allowed', 'A run that was saved as a file asks nobody any more.');
const NOTHING_TO_STEER = weftError('not-allowed', 'Only editors of the flow steer its runs.');
const NO_PICTURES = weftError(
  'blob-missing',
  'There are no pictures here. Open the run by its link to have them.',
);
/** Between two looks at the whole. */
const OVERVIEW_MS = 200;
/** More at once is the past coming in, which is not announced. */
const MOST_NEWS = 40;

/** One run with a page of its own: live while it goes, afterwards a player. It looks; what it can do to a run is answer what it asks and, for editors, run a step again. */
export class RunPage {
  readonly runId: string;
  readonly view: RunView;
  readonly player: Player;
  readonly origin: RunOrigin;
  readonly clock: RunClock;
  /** What the run asks people. */
  readonly approvals: ApprovalDesk;
  readonly #options: RunPageOptions;
  readonly #people = createRunPeople();
  readonly #asked = new Set<string>();
  #wanted: number | null;
  #outputs = $state.raw<ReadonlyMap<string, LoadedOutput>>(new Map());
  #persons = $state.raw<readonly RunPerson[]>([]);
  #news = $state.raw<readonly LogEntry[]>([]);
  #overview = $state.raw<RunState | null>(null);
  #overviewDue: (() => void) | null = null;
  #selected = $state<string | null>(null);
  #state = $state.raw<RunPageState>({ kind: 'opening' });
  #role = $state<Role | null>(null);
  #linkEndsAt = $state<number | null>(null);

  constructor(options: RunPageOptions) {
    this.#options = options;
    this.runId = options.runId;
    this.origin = options.origin;
    this.clock = new RunClock(options.clock);
    this.view = new RunView(options.runId, this.clock);
    this.player = new Player(this.view, options.player);
    const { answer, loadText } = options;
    this.approvals = new ApprovalDesk({
      views: () => [this.view],
      role: () => this.#role,
      answer: async (_, approvalId, given) =>
        (await answer?.(approvalId, given)) ?? { ok: false, error: NOTHING_TO_ANSWER },
      text: async (_, hash) => {
        const loaded = await loadText(hash);
        return loaded.ok ? loaded.text : null;
      },
      picture: (_, hash) => this.picture(hash),
    });
    this.#wanted = options.at;
    this.#selected = options.nodeId;
  }

  /** Deletes the run for everybody; the relay lets the flow's owner alone. */
  remove = (): Promise<Result<null>> =>
    this.#options.remove?.() ?? Promise.resolve({ ok: false, error: NOTHING_TO_STEER });

  get state(): RunPageState {
    return this.#state;
  }
  /** By the link; null for a file, and before the relay has answered. */
  get role(): Role | null {
    return this.#role;
  }
  /** When the link ends, ms since 1970; null = when somebody revokes it. */
  get linkEndsAt(): number | null {
    return this.#linkEndsAt;
  }
  get people(): readonly RunPerson[] {
    return this.#persons;
  }
  /**
   * The newest state for what counts over all of its nodes (cost, results, the cloth): a few times a second at most, so
   * that a long log that comes in does not have everything counted anew with each piece.
   */
  get overview(): RunState | null {
    return this.#overview;
  }
  /** The entries that came last, for those who hear the page. */
  get news(): readonly LogEntry[] {
    return this.#news;
  }
  /** The step that is looked at. */
  get selected(): string | null {
    return this.#selected;
  }
  get plan(): Plan | null {
    return this.view.newest?.plan?.plan ?? null;
  }
  get name(): string {
    return this.plan?.flowName ?? 'Run';
  }
  /** How long it was held, up to now or its end. */
  get pausedMs(): number {
    const newest = this.view.newest;
    return newest === null ? 0 : this.#people.pausedMs(newest.endedAt ?? this.view.now);
  }

  /** How long somebody was asked something, up to now or its end. */
  get askedMs(): number {
    const newest = this.view.newest;
    return newest === null ? 0 : this.#people.askedMs(newest.endedAt ?? this.view.now);
  }

  /** Whether whoever looks at it edits the flow, and sees the run as it is now: only they steer it. */
  get maySteer(): boolean {
    const isEditor = this.#role === 'owner' || this.#role === 'editor';
    return isEditor && this.view.cursor === null && this.#options.steer !== undefined;
  }
  /** The flow of this run, for who may edit it; null for others. */
  get flowHref(): string | null {
    return this.maySteer && this.origin.kind === 'link' ? flowLinkHref(this.origin) : null;
  }

  /** A wish of an editor; a refusal is given back as words. */
  steer = async (wish: RunWish): Promise<WeftError | null> => {
    if (!this.maySteer) return NOTHING_TO_STEER;
    const outcome = (await this.#options.steer?.(wish)) ?? { ok: true };
    return outcome.ok ? null : outcome.error;
  };

  definition = (type: string): NodeDefinition | null => this.#options.definitions.get(type) ?? null;

  feed = (entries: readonly LogEntry[], deltas: readonly Delta[]): void => {
    const before = this.view.head;
    this.view.feed(entries, deltas);
    const { head } = this.view;
    if (head === before) return;
    const taken = entries.filter(({ seq }) => seq > before && seq <= head);
    this.#people.take(taken);
    this.#lookOver();
    this.#persons = this.#people.list();
    this.#news = taken.length <= MOST_NEWS ? taken : [];
    if (this.#wanted !== null && head >= this.#wanted) this.#goToWanted(this.#wanted);
  };

  setState = (state: RunPageState): void => {
    this.#state = state;
  };

  /** What the relay says of the link by which this page was opened. */
  setLink = (link: { readonly role: Role; readonly linkEndsAt?: number | null | undefined }): void => {
    this.#role = link.role;
    this.#linkEndsAt = link.linkEndsAt ?? null;
  };

  /** A long text of the log that is here already. */
  addText = (hash: string, text: string): void => this.view.addText(hash, text);

  select = (nodeId: string | null): void => {
    this.#selected = nodeId;
  };

  /** To what an address names; a moment that is not known yet is waited for. */
  goTo = (at: number | null, nodeId: string | null): void => {
    if (nodeId !== null) this.#selected = nodeId;
    this.player.pause();
    if (at !== null && at > this.view.head) this.#wanted = at;
    else this.view.seek(at);
  };

  /** Selects a step and goes to the moment at which it began. */
  jumpTo = (nodeId: string): void => {
    this.#selected = nodeId;
    this.player.pause();
    this.player.jumpTo(nodeId);
  };

  /** What a step has put out in the end, whatever moment is shown; null while it has not, or while it is fetched. */
  finalOutput = (nodeId: string): NodeOutput | null => {
    const state = this.view.newest && nodeState(this.view.newest, nodeId);
    const loaded = this.#outputs.get(nodeId) ?? null;
    return state === null ? null : outputOf(state, loaded);
  };

  /** Whether a step's output must be fetched before it can be read: fetchOutput does. */
  isElsewhere = (nodeId: string): boolean => {
    const state = this.view.newest && nodeState(this.view.newest, nodeId);
    return state !== null && isOutputElsewhere(state, this.#outputs.get(nodeId) ?? null);
  };

  /** Fetches an output that is too large for the log. Once for each output. */
  fetchOutput = async (nodeId: string): Promise<WeftError | null> => {
    const hash = this.view.newest && nodeState(this.view.newest, nodeId)?.outputHash;
    if (hash == null || this.#asked.has(hash)) return null;
    this.#asked.add(hash);
    const result = await this.#options.loadOutput(nodeId);
    if (!result.ok) {
      this.#asked.delete(hash);
      return result.error;
    }
    this.#outputs = new Map(this.#outputs).set(nodeId, { hash, output: result.output });
    this.view.setOutput(nodeId, hash, result.output);
    return null;
  };

  /** Fetches the texts that are too long for the log, so that the replay can show how they were written. */
  fetchTexts = async (): Promise<void> => {
    for (const { end } of this.view.calls()) {
      if (end?.text?.kind !== 'blob' || this.#asked.has(end.text.hash)) continue;
      const { hash } = end.text;
      this.#asked.add(hash);
      const result = await this.#options.loadText(hash);
      if (result.ok) this.view.addText(hash, result.text);
      else this.#asked.delete(hash);
    }
  };

  /** The bytes of a file of the run. */
  readFile = (file: Pick<RunFile, 'blob' | 'mediaType'>): Promise<Loaded<{ readonly bytes: Uint8Array }>> =>
    readFile(file, {
      text: this.#options.loadText,
      picture: this.#options.loadPicture ?? (async () => ({ ok: false, error: NO_PICTURES })),
    });

  /** A picture of the run by its hash; null when its bytes are not to be had. */
  picture = async (
    hash: string,
  ): Promise<{ readonly bytes: Uint8Array; readonly mediaType: string } | null> => {
    const answer = await this.#options.loadPicture?.(hash);
    return answer?.ok === true ? answer : null;
  };

  /** The run as a file to keep. */
  toKeep = (): RunToKeep => {
    const stem = this.name
      .normalize('NFKD')
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-+|-+$/g, '');
    return {
      name: `${stem.toLowerCase().slice(0, 80) || 'run'}.run.jsonl`,
      ...this.#options.keep,
    };
  };

  /** A flow of one's own with everything of this run but its results; its address [RP9]. */
  fork = (): Promise<string> => {
    if (this.plan === null) throw new Error('a run without a plan has no flow');
    return this.#options.createFlow(flowOfPlan(this.plan), `${this.name} (fork)`);
  };

  /** This page's address at the moment and the step that are shown. */
  href = (): string => {
    const { cursor } = this.view;
    const at = cursor ?? null;
    const nodeId = this.#selected;
    if (this.origin.kind === 'link') return runLinkHref({ ...this.origin, runId: this.runId, at, nodeId });
    const more = [at === null ? '' : `at=${at}`, nodeId === null ? '' : `node=${encodeURIComponent(nodeId)}`];
    const fragment = more.filter((part) => part !== '').join('&');
    return `/r/local/${this.runId}${fragment === '' ? '' : `#${fragment}`}`;
  };

  /** The page of the run that this one goes on from, for whoever may see it: a run link opens no other run. */
  get parentHref(): string | null {
    const runId = this.view.newest?.parent ?? null;
    const mayAll = this.#role !== null && this.#role !== 'run-viewer' && this.#role !== 'run-answerer';
    if (runId === null || !mayAll || this.origin.kind !== 'link') return null;
    return runLinkHref({ ...this.origin, runId, at: null, nodeId: null });
  }

  /** Why the address must not be handed on; null when it may. */
  get shareRefusal(): WeftError | null {
    if (this.origin.kind === 'file')
      return weftError(
        'not-allowed',
        'This run lives in this browser only. Save it as a file to hand it on.',
      );
    if (this.#role === null || this.#role === 'run-viewer' || this.#role === 'run-answerer') return null;
    return weftError('not-allowed', 'This address opens the whole flow. Make a run link in Share instead.');
  }

  close = (): void => {
    this.player.pause();
    this.#overviewDue?.();
  };

  #lookOver(): void {
    if (this.#overviewDue !== null) return;
    this.#overview = this.view.newest;
    this.#overviewDue = this.#options.clock.after(OVERVIEW_MS, () => {
      this.#overviewDue = null;
      if (this.#overview !== this.view.newest) this.#lookOver();
    });
  }

  #goToWanted(seq: number): void {
    this.#wanted = null;
    this.view.seek(seq);
  }
}
