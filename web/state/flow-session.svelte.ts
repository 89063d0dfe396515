import type { RunSummary } from '#shared/protocol/messages.ts';
import type { Role } from '#shared/protocol/roles.ts';
import type { WeftError } from '#shared/run/errors.ts';
import type { Resolution } from '#shared/run/events.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import { nodeState } from '#shared/run/select.ts';
import { askedCall, waitsForPeople } from '#shared/run/select-approval.ts';
import type { RunFile } from '#shared/run/state.ts';
import type {
  BranchWish,
  ConnectionHealth,
  EngineBatch,
  NodeProblem,
  Outcome,
  PictureUpload,
  RunPayer,
  RunWish,
  Session as RelaySession,
} from '../engine/api.ts';
import { resolveModel, type ResolvedModel } from '../engine/core/resolve-model.ts';
import { ApprovalDesk } from './approvals/approval-desk.svelte.ts';
import type { EditorPort } from './editing/ports.ts';
import type { FlowEditor } from './flow-editor.ts';
import { createDelayed, type Delayed } from './flow/delayed.ts';
import { EngineLink } from './flow/engine-link.svelte.ts';
import type { EnginePort } from './flow/engine-port.ts';
import { fetchOutput } from './flow/fetch-output.ts';
import { loadOnce } from './flow/load-once.ts';
import { FlowOutlook, type Estimate } from './flow/flow-outlook.svelte.ts';
import { worstHealth } from './flow/health.ts';
import { Problems } from './flow/problems.svelte.ts';
import type { Question } from './flow/question.ts';
import { RunStart, type RunRequest } from './flow/run-start.svelte.ts';
import { RunWatch } from './flow/run-watch.svelte.ts';
import type { PicturesIn } from './pictures-in.svelte.ts';
import type { BudgetNotice } from './keys/budget-notice.ts';
import type { FlowKeys } from './keys/flow-keys.svelte.ts';
import type { Providers } from './providers.svelte.ts';
import type { Loaded } from './replay/run-page.svelte.ts';
import { readFile } from './run/read-file.ts';
import type { RunToKeep } from './run/run-to-keep.ts';
import { RunClock, type ClockPort } from './run/run-clock.svelte.ts';
import type { RunView } from './run-view.svelte.ts';
import type { Session } from './session.svelte.ts';
import type { Sharing } from './sharing.ts';
import type { Person } from './together/person.svelte.ts';
import { isEditingRole, Together } from './together/together.svelte.ts';

/** How long after a change stale marks, estimate and problems are looked at again. */
const RECHECK_MS = 250;

export interface FlowSessionOptions {
  readonly editor: FlowEditor;
  readonly engine: EnginePort;
  readonly providers: Providers;
  readonly session: Session;
  readonly clock: ClockPort;
  /** By the link, as far as this browser knows it. */
  readonly role?: Role | null | undefined;
  /** Forgets what this browser has of the document and takes the relay's; the page begins anew. */
  readonly takeShared?: (() => Promise<void>) | undefined;
  /** Makes what links and versions need; called once, when somebody first asks. */
  readonly openSharing: (flow: FlowSession) => Promise<Sharing>;
  /** Makes what puts pictures in; called once, when somebody first does. */
  readonly openPictures?: ((flow: FlowSession) => Promise<PicturesIn>) | undefined;
  /** Makes what says whose keys pay; called once, when somebody first asks. */
  readonly openKeys?: ((flow: FlowSession) => Promise<FlowKeys>) | undefined;
  /** Who paid when this browser last knew. */
  readonly payer?: RunPayer | null | undefined;
  /** Told when somebody else pays from now on, to be known when the flow is opened again. */
  readonly onPayer?: ((payer: RunPayer | null) => void) | undefined;
  /** Told when a run begins or ends, for the list of flows. */
  readonly onRun?:
    ((summary: { readonly phase: RunView['phase']; readonly outcome: string | null }) => void) | undefined;
}

/** `first` = what the dialog that asks how begins with. */
export interface RetryAsked {
  readonly nodeId: string;
  readonly first: 'words' | 'model';
}

const isCharacter = ({ adapter, state }: EditorPort): boolean => adapter && state === 'wired';

/**
 * One open flow: its editor, its runs and the engine, and what lies between them: whether it can be run, with what, and
 * what of the last result still fits.
 */
export class FlowSession {
  readonly editor: FlowEditor;
  /** The flow among people. */
  readonly together: Together;
  /** What the run that is shown asks people. */
  readonly approvals: ApprovalDesk;
  readonly #problems = new Problems();
  readonly #options: FlowSessionOptions;
  readonly #clock: RunClock;
  readonly #recheck: Delayed;
  readonly #outlook: FlowOutlook;
  readonly #start: RunStart;
  readonly #watch: RunWatch;
  readonly #link: EngineLink;
  /** Of the flow's room, and of the run that is followed. */
  readonly #health: Parameters<typeof worstHealth> = [null, null];
  readonly #unsubscribe: (() => void)[] = [];
  /** Pictures that the flow's room does not have yet. */
  uploads: readonly PictureUpload[] = $state.raw([]);
  /** The node that somebody is about to run again in another way. */
  retryAsked: RetryAsked | null = $state.raw(null);
  /** The step at which somebody is about to leave the run that is shown; '' = not chosen yet. */
  branchAsked: string | null = $state.raw(null);
  /** Two runs that somebody compares. */
  compareAsked: { readonly one: string; readonly other: string } | null = $state.raw(null);
  /** Why nothing can be paid now; null = it can, or nobody knows. */
  budgetNotice: BudgetNotice | null = $state.raw(null);
  #closed = false;
  #lastPhase = '';

  constructor(options: FlowSessionOptions) {
    this.#options = options;
    this.editor = options.editor;
    this.#clock = new RunClock(options.clock);
    const { editor, engine, providers } = options;
    const problems = this.#problems;
    this.together = this.#join();
    this.#link = new EngineLink(engine, options.clock);
    this.#outlook = new FlowOutlook(editor, providers, engine, problems);
    this.#watch = new RunWatch({
      engine,
      clock: this.#clock,
      mayHost: () => this.together.canEdit,
      isStarting: () => this.#start.starting,
      tell: (outcome) => this.#tell(outcome),
      onChange: () => this.#afterEntries(),
    });
    const personName = () => options.session.person.name;
    this.approvals = new ApprovalDesk({
      views: () => this.#watch.views,
      role: () => this.role,
      answer: (runId, approvalId, answer) =>
        engine.api.wish(runId, { type: 'answer', approvalId, personName: personName(), ...answer }),
      text: async (runId, hash) => {
        const answer = await engine.api.blobText(runId, hash);
        return answer.ok ? answer.text : null;
      },
      picture: (runId, hash) => this.pictureOf(runId, hash),
    });
    const { isAnyLive } = this.#watch;
    const onStarted = (runId: string) => {
      if (!this.#closed) this.#watch.showStarted(runId);
    };
    this.#start = new RunStart({ editor, engine, providers, problems, personName, isAnyLive, onStarted });
    this.#recheck = createDelayed(options.clock, RECHECK_MS, () => void this.#check());
    this.#unsubscribe.push(options.engine.onBatch(this.#onBatch), options.editor.onChange(this.#recheck.ask));
  }

  /** The run that is shown; one without `runId` while the flow has none. */
  get run(): RunView {
    return this.#watch.run;
  }
  /** Runs of the flow, newest first. */
  get runs(): readonly RunSummary[] {
    return this.#watch.runs;
  }
  /** Everybody else in the room. */
  get people(): readonly Person[] {
    return this.together.people.list;
  }
  /** By the link; null until the relay has said so. */
  get role(): Role | null {
    return this.together.role;
  }
  get canEdit(): boolean {
    return !this.editor.readOnly;
  }
  get connection(): 'opening' | 'ready' | 'offline' | 'refused' {
    return this.#link.state;
  }
  get connectionError(): WeftError | null {
    return this.#link.error;
  }
  get session(): RelaySession | null {
    return this.#link.session;
  }
  get starting(): boolean {
    return this.#start.starting;
  }
  /** Ask it in a dialog; nothing happens before its answer. */
  get question(): Question | null {
    return this.#start.question;
  }
  /** Nodes whose result no longer fits the document. */
  get staleIds(): ReadonlySet<string> {
    return this.#outlook.staleIds;
  }
  /** Nodes that a run would answer from the cache. */
  get usableIds(): ReadonlySet<string> {
    return this.#outlook.usableIds;
  }
  /** What the last start was refused for, by node, until it is mended. */
  get problems(): ReadonlyMap<string, readonly WeftError[]> {
    return this.#problems.byNode;
  }
  get flowProblems(): readonly WeftError[] {
    return this.#problems.ofFlow;
  }
  /** No provider of the plan has a key, so a run uses the demo. */
  get demo(): boolean {
    return this.#outlook.demo;
  }
  get runLabel(): 'Run' | 'Run with demo' {
    return this.demo ? 'Run with demo' : 'Run';
  }
  /** Why Run cannot be pressed now; null when it can. */
  get runDisabledReason(): string | null {
    if (this.starting) return 'The run is starting.';
    if (this.controlDisabledReason !== null) return this.controlDisabledReason;
    if (this.connection === 'opening') return 'Weft is still connecting.';
    if (this.connection === 'refused')
      return this.connectionError?.message ?? 'This link may not run the flow.';
    if (this.connection === 'offline')
      return 'There is no connection to the relay. Editing goes on; running waits.';
    return this.editor.document.nodes.length === 0 ? 'There is nothing to run yet. Add a step first.' : null;
  }
  /** Why a run cannot be paused, resumed or stopped here; null when it can. */
  get controlDisabledReason(): string | null {
    return this.together.readOnlyReason;
  }
  get estimate(): Estimate | null {
    return this.#outlook.estimate;
  }
  /** For the window: how many questions of any run wait for people, how far the shown run is, and the flow's name. */
  get title(): string {
    const name = this.editor.document.name;
    const { live, finished, newest, total } = this.run;
    const waiting = this.approvals.waiting.length;
    const asks = waiting > 0 ? `(${waiting}) ` : live && newest && waitsForPeople(newest) ? 'Waiting · ' : '';
    return `${asks}${live ? `${finished} of ${total} · ` : ''}${name} · Weft`;
  }

  /** Connects, and shows the flow's live run, or its last. */
  open = async (): Promise<void> => {
    if (this.#options.payer) this.payBy(this.#options.payer);
    void this.#options.providers.refresh().then(this.#recheck.ask);
    await this.#link.open(async ({ role, personId }) => {
      this.#options.session.meet(personId);
      this.together.takeRole(role);
      await this.#watch.begin();
      this.#recheck.ask();
    });
  };

  /** Links and versions of the flow. */
  readonly sharing = loadOnce((): Promise<Sharing> => this.#options.openSharing(this));
  /** What puts pictures into fields. */
  readonly picturesIn = loadOnce(
    (): Promise<PicturesIn> =>
      this.#options.openPictures?.(this) ?? Promise.reject(new Error('no pictures here')),
  );
  /** Whose keys pay, and how much is left. */
  readonly keys = loadOnce(
    (): Promise<FlowKeys> => this.#options.openKeys?.(this) ?? Promise.reject(new Error('no keys here')),
  );

  /** Says who pays for the runs that are started from now on. */
  payBy = (payer: RunPayer | null, notice: BudgetNotice | null = null): void => {
    if (this.#closed) return;
    this.budgetNotice = notice;
    this.#options.providers.payFor(payer?.providers ?? []);
    void this.#options.engine.api.payBy(payer);
    this.#options.onPayer?.(payer);
    this.#recheck.ask();
  };

  /** Looks for the relay at once. */
  tryNow = (): void => {
    this.together.reconnect();
    if (this.connection !== 'ready') void this.open();
  };
  takeShared = async (): Promise<void> => this.#options.takeShared?.();

  refreshRuns = (): Promise<void> => this.#watch.refresh();
  /** Shows another run of the flow. */
  openRun = (runId: string): Promise<void> => this.#watch.open(runId);
  /** Lines of the list of runs, as the room tells them: what somebody else starts is shown here too. */
  takeRuns = (runs: readonly RunSummary[], gone?: readonly string[]): void => this.#watch.take(runs, gone);

  problemsOf = (nodeId: string): readonly WeftError[] => this.#problems.of(nodeId);
  fieldProblem = (nodeId: string, field: string): string | null => this.#problems.ofField(nodeId, field);

  /** Which model a node will use, and why; null when it calls none. */
  modelOf = (nodeId: string): ResolvedModel | null => {
    const node = this.editor.nodeById.get(nodeId);
    const definition = node && this.editor.definition(node.type);
    if (!node || !definition) return null;
    if (definition.asksForPersonas && !this.editor.portsOf(nodeId).inputs.some(isCharacter)) return null;
    const { settings } = this.editor.document;
    return resolveModel(node, definition, settings, this.#options.providers.list, { demo: this.demo });
  };

  runAll = (): Promise<void> => this.runWith({ scope: { kind: 'all' } });
  runFrom = (nodeId: string): Promise<void> => this.runWith({ scope: { kind: 'from', nodeId } });
  runUpTo = (nodeId: string): Promise<void> => this.runWith({ scope: { kind: 'upto', nodeId } });
  runOnly = (nodeId: string): Promise<void> => this.runWith({ scope: { kind: 'only', nodeId } });
  runWithoutCache = (): Promise<void> => this.runWith({ scope: { kind: 'all' }, useCache: false });

  /** Starts a run; asks first when one is under way, or when keys are missing. Refusals show in `problems`. */
  runWith = async (request: RunRequest): Promise<void> => {
    if (this.runDisabledReason !== null) return;
    await this.#start.start({ ...request, demo: request.demo ?? this.demo });
    this.#watch.settle();
    this.#recheck.ask();
  };

  /** Starts a run that goes on from another; what it is refused for. */
  branch = async (branch: BranchWish): Promise<readonly NodeProblem[]> => {
    if (this.runDisabledReason !== null) return [];
    const scope = { kind: 'from', nodeId: branch.nodeId } as const;
    const problems = await this.#start.start({ scope, demo: false, branch });
    this.#watch.settle();
    return problems;
  };
  /** Asks in a dialog how to go on from the run that is shown. */
  askBranch = (nodeId: string): void => void (this.branchAsked = nodeId);

  /** Two runs beside each other, and what a step put out in both. */
  compareRuns = (...runs: Parameters<EnginePort['api']['compareRuns']>) =>
    this.#options.engine.api.compareRuns(...runs);
  compareStep = (...step: Parameters<EnginePort['api']['compareStep']>) =>
    this.#options.engine.api.compareStep(...step);

  stop = (): Promise<void> => this.#wish({ type: 'cancel' });
  pause = (): Promise<void> => this.#wish({ type: 'pause' });
  resume = (): Promise<void> => this.#wish({ type: 'resume' });
  /** Drives a parked run from this tab. */
  goOn = (): Promise<void> => this.#wish({ type: 'go-on' });
  skip = (nodeId: string): Promise<void> =>
    this.#wish({ type: 'skip-node', nodeId: this.run.shownId(nodeId) });

  /** Runs a node again: in this run while it lives, else in a new one that reuses what it can. */
  retry = async (
    nodeId: string,
    more: {
      readonly guidance?: string | undefined;
      readonly model?: { provider: string; model: string } | undefined;
    } = {},
  ): Promise<void> => {
    const { live, runId } = this.run;
    if (live) return this.#wish({ type: 'retry-node', nodeId: this.run.shownId(nodeId), ...more });
    const parent = runId ?? undefined;
    return this.runWith({ scope: { kind: 'from', nodeId }, parent, amendment: { nodeId, ...more } });
  };

  /** Asks in a dialog how a node shall be run again; null = no longer. */
  askRetry = (nodeId: string | null, first: RetryAsked['first'] = 'words'): void => {
    this.retryAsked = nodeId === null ? null : { nodeId, first };
  };

  /** A person's word on a call that may have been billed, or on one whose next try waits for its time. */
  resolveUnknown = async (nodeId: string, resolution: Resolution): Promise<void> => {
    const state = this.run.run && nodeState(this.run.run, this.run.shownId(nodeId));
    const callId = (state && askedCall(state))?.callId ?? state?.retry?.callId;
    if (callId !== undefined) await this.#wish({ type: 'resolve-unknown', callId, resolution });
  };

  /** Fetches an output that is too large for the log; does nothing when it is there. */
  loadOutput = (nodeId: string): Promise<NodeOutput | null> =>
    fetchOutput(this.#options.engine, this.run, nodeId, (error) =>
      this.#options.session.note({ id: `output ${nodeId}`, error }),
    );

  /** A picture of the run that is shown, by its hash; null when its bytes are not to be had. */
  picture = async (
    hash: string,
  ): Promise<{ readonly bytes: Uint8Array; readonly mediaType: string } | null> => {
    const { runId } = this.run;
    return runId === null ? null : this.pictureOf(runId, hash);
  };

  /** The bytes of a file of the run that is shown. */
  readFile = (file: Pick<RunFile, 'blob' | 'mediaType'>): Promise<Loaded<{ readonly bytes: Uint8Array }>> => {
    const { api } = this.#options.engine;
    const runId = this.run.runId ?? '';
    return readFile(file, {
      text: (hash) => api.blobText(runId, hash),
      picture: (hash) => api.picture(runId, hash),
    });
  };

  /** All pictures of one of the flow's runs, and one of them by its hash: for the gallery. */
  picturesOf: EnginePort['api']['runPictures'] = (runId) => this.#options.engine.api.runPictures(runId);
  pictureOf = async (
    runId: string,
    hash: string,
  ): Promise<{ readonly bytes: Uint8Array; readonly mediaType: string } | null> => {
    const answer = await this.#options.engine.api.picture(runId, hash);
    return answer.ok ? answer : null;
  };

  /** Takes a picture into the flow, for a field of type `image`; it is brought to the flow's room in the background. */
  addPicture: EnginePort['api']['addPicture'] = (bytes) => this.#options.engine.api.addPicture(bytes);

  /** A picture that the document names, by its hash; null when its bytes are not to be had. */
  flowPicture = async (
    hash: string,
  ): Promise<{ readonly bytes: Uint8Array; readonly mediaType: string } | null> => {
    const answer = await this.#options.engine.api.flowPicture(hash);
    return answer.ok ? answer : null;
  };

  /** Makes what the node put out its fixed output, to be changed by hand. */
  useOutputByHand = async (nodeId: string): Promise<void> => {
    const output = await this.loadOutput(nodeId);
    this.editor.setOverride(nodeId, output ?? { text: this.run.node(nodeId).text });
  };

  /** A run as a file to keep; the run that is shown when none is named, null when there is none. */
  runToKeep = (runId: string | null = this.run.runId): RunToKeep | null => {
    if (runId === null) return null;
    const { api } = this.#options.engine;
    return {
      name: `${this.editor.exportFile().name.replace(/\.flow\.json$/, '')}.run.jsonl`,
      weigh: () => api.weighRun(runId),
      text: (options) => api.exportRun(runId, options),
    };
  };

  /** Ends everything that belongs to the open flow. Idempotent. */
  close = (): void => {
    if (this.#closed) return;
    this.#closed = true;
    this.#recheck.cancel();
    for (const stop of this.#unsubscribe) stop();
    this.#options.providers.payFor([]);
    this.#link.close();
    this.together.close();
    this.editor.close();
    this.#options.engine.close();
    this.#options.session.setHealth(null);
  };

  #join(): Together {
    const { session, clock, role, editor } = this.#options;
    return new Together({
      person: session.person,
      role: role ?? null,
      after: clock.after,
      onRole: (next) => (editor.readOnly = !isEditingRole(next)),
      onHealth: (health) => this.#takeHealth({ 0: health }),
    });
  }

  #takeHealth(change: { 0?: ConnectionHealth; 1?: ConnectionHealth }): void {
    const [flow, run] = Object.assign(this.#health, change);
    if (this.together.ended !== null) this.editor.readOnly = true;
    this.#options.session.setHealth(worstHealth(flow, flow === null || this.run.live ? run : null));
  }

  #onBatch = (batch: EngineBatch): void => {
    if (batch.clockOffsetMs !== null) this.#clock.setOffset(batch.clockOffsetMs);
    for (const notice of batch.notices) this.#options.session.note(notice);
    if (batch.uploads !== undefined) this.uploads = batch.uploads;
    this.#watch.feed(batch);
    if (batch.connection !== null) this.#takeHealth({ 1: batch.connection });
  };

  #afterEntries(): void {
    const { phase, run, runId } = this.run;
    const now = `${runId} ${phase}`;
    if (now !== this.#lastPhase) {
      this.#lastPhase = now;
      this.#options.onRun?.({ phase, outcome: run?.outcome ?? null });
      void this.refreshRuns();
      // What was spent is known anew; who never looked at keys need not know.
      if (run?.sealed)
        void this.keys
          .asked()
          ?.then((keys) => keys.refresh())
          .catch(() => undefined);
    }
    this.#recheck.ask();
  }

  async #wish(wish: RunWish): Promise<void> {
    const { runId } = this.run;
    if (runId !== null) this.#tell(await this.#options.engine.api.wish(runId, wish));
  }

  #tell(outcome: Outcome): void {
    if (!outcome.ok) this.#options.session.note({ id: outcome.error.code, error: outcome.error });
  }

  async #check(): Promise<void> {
    if (!this.#closed) await this.#outlook.check(this.run, this.connection === 'ready');
  }
}
