import type { CallRequest } from '#shared/run/call.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { BlobRef, NodeOutput } from '#shared/run/output.ts';
import type { PlanModel } from '#shared/run/plan.ts';
import type { CallState } from '#shared/run/state.ts';
import type {
  AskAnswer,
  AskWish,
  CallResult,
  CallWish,
  FetchResult,
  FetchWish,
  FileWish,
  IterateOptions,
  IterationItem,
  NodeDefinition,
  NodeInputs,
  PictureWish,
  RunContext,
  WrittenFile,
} from '../node-kit/types.ts';
import { amendedModel } from './core/cache-key.ts';
import type { AgentWork } from '../node-kit/agent/agent-work.ts';
import { createAgentWork, type TurnPort } from './agent-work.ts';
import type { NodeTask, TaskPlace } from './execute.ts';
import type { Gathered } from './iteration-lanes.ts';
import type { FileEffect } from './file-lanes.ts';
import { ArrivedInputs } from './node-inputs.ts';
import { callText } from './node-outputs.ts';
import { httpRequest } from './http-request.ts';
import { stepsOf } from './own-steps.ts';
import { imageRequest, textRequest } from './model-request.ts';
import type { NodeRegistry, RunBlobs } from './ports.ts';

/** What runners reach the world by. */
export interface RunnerTools {
  readonly blobs: RunBlobs;
  /** The node's n-th model call. @throws WeftFailure when it failed for good */
  readonly call: (place: TaskPlace, ordinal: number, request: CallRequest) => Promise<CallState>;
  /** A file as the node's n-th effect. @throws WeftFailure when it could not be written */
  readonly file: (place: TaskPlace, ordinal: number, file: FileEffect) => Promise<WrittenFile>;
  /** A question to people as the node's n-th effect. @throws WeftFailure when it cannot be asked */
  readonly ask: (place: TaskPlace, ordinal: number, wish: AskWish) => Promise<AskAnswer>;
  /** Runs the nodes inside a container. @throws WeftFailure where they are too many */
  readonly iterate: (
    place: TaskPlace,
    items: readonly IterationItem[],
    options: IterateOptions,
  ) => Promise<Gathered>;
  /** Runs a person's own code, where it can be run, and steps that a node runs itself. */
  readonly registry: Pick<NodeRegistry, 'compute' | 'definitions' | 'runnerOf'>;
  /** For nodes that work in turns. */
  readonly turns: TurnPort;
  readonly progress: (place: TaskPlace, value: number, max: number, message?: string) => void;
}

const encoder = new TextEncoder();
const MAX_WARNINGS = 20;
const WARNING_CHARACTERS = 500;
const NO_CALLS: ReadonlyMap<string, string> = new Map();

/**
 * What one round's runner may touch. Made for every node that runs, most of which use little of it: so the parts are
 * made when they are asked for. They can be taken out of it (`const { call } = context`).
 */
export class RunnerContext implements RunContext {
  readonly #task: NodeTask;
  readonly #definition: NodeDefinition;
  readonly #tools: RunnerTools;
  readonly model: PlanModel | null;
  #inputs: NodeInputs | null = null;
  #agent: AgentWork | null = null;
  /** Of a step that another node runs itself: that node, whose effects and warnings its own are. */
  readonly #outer: RunnerContext | null;
  #warnings: string[] | null = null;
  #longCalls: Map<string, string> | null = null;
  #heard = '';
  #isChanged = false;
  #calls = 0;
  #effects = 0;
  #isOnceOnly = false;

  constructor(
    task: NodeTask,
    definition: NodeDefinition,
    tools: RunnerTools,
    outer: RunnerContext | null = null,
  ) {
    this.#outer = outer;
    this.#task = task;
    this.#definition = definition;
    this.#tools = tools;
    this.model = amendedModel(task.node.model, task.amendment);
  }

  get config(): RunContext['config'] {
    return this.#task.node.config;
  }

  get guidance(): string | null {
    const { amendment, arrivals } = this.#task;
    let words = amendment?.guidance ?? '';
    if (this.#heard !== '') words = joined(words, this.#heard);
    for (let index = 0; index < arrivals.length; index += 1) {
      const said = arrivals[index]?.output.guidance;
      if (said !== undefined && said !== '') words = joined(words, said);
    }
    return words === '' ? null : words;
  }

  get inputs(): NodeInputs {
    return (this.#inputs ??= new ArrivedInputs(this.#task.node, this.#definition, this.#task.arrivals));
  }

  get call(): RunContext['call'] {
    return (wish) => this.#call(wish);
  }

  get paint(): RunContext['paint'] {
    return (wish) => this.#paint(wish);
  }

  get fetch(): RunContext['fetch'] {
    return (wish) => this.#fetch(wish);
  }

  get file(): RunContext['file'] {
    return (wish) => this.#file(wish);
  }

  get ask(): RunContext['ask'] {
    return (wish) => this.#tools.ask(this.#task, this.#nextOrdinal(), wish);
  }

  get agent(): AgentWork {
    return (this.#agent ??= createAgentWork({
      ...{ task: this.#task, turns: this.#tools.turns, blobs: this.#tools.blobs },
      request: (wish) => textRequest(wish, this.model),
      number: (ordinal) => {
        this.#effects = ordinal;
      },
      effect: (request) => this.#effect(request),
      result: (call) => this.#resultOf(call),
      steps: () => stepsOf(this.#task.node, this.#tools.registry),
      runStep: (id, inputs) => this.#runStep(id, inputs),
    }));
  }

  get iterate(): RunContext['iterate'] {
    return async (items, options = {}) => {
      const { results, isRepeatable } = await this.#tools.iterate(this.#task, items, options);
      if (!isRepeatable) this.#isOnceOnly = true;
      return results;
    };
  }

  get compute(): RunContext['compute'] {
    return this.#tools.registry.compute ?? noSandbox;
  }

  get progress(): RunContext['progress'] {
    return (value, max, message) => this.#tools.progress(this.#task, value, max, message);
  }

  get warn(): RunContext['warn'] {
    return (message) => {
      if (this.#outer !== null) return this.#outer.warn(message);
      this.#warnings ??= [];
      if (this.#warnings.length < MAX_WARNINGS) this.#warnings.push(message.slice(0, WARNING_CHARACTERS));
    };
  }

  /** Takes in what a person said before the node began: guidance like any other. */
  hear(words: string | null): void {
    this.#heard = words ?? '';
  }

  /** A person has made something else of what comes out. */
  changeByHand(): void {
    this.#isChanged = true;
  }

  /** Something that stands in no cache key had a part in it: what a person said or did, a node inside that failed. */
  get isOnceOnly(): boolean {
    return this.#isOnceOnly || this.#heard !== '' || this.#isChanged;
  }

  /** Calls of models and of servers asked for so far. */
  get calls(): number {
    return this.#calls;
  }

  get warnings(): readonly string[] {
    return this.#warnings ?? [];
  }

  /** Calls whose text is a blob, with that text. */
  get longCalls(): ReadonlyMap<string, string> {
    return this.#longCalls ?? NO_CALLS;
  }

  async #call(wish: CallWish): Promise<CallResult> {
    return this.#resultOf(await this.#effect(textRequest(wish, this.model)));
  }

  async #resultOf(call: CallState): Promise<CallResult> {
    const result = await resultOf(call, this.#tools.blobs);
    this.#noteLong(call, result.text);
    return result;
  }

  async #runStep(id: string, inputs: { readonly [handle: string]: string }): Promise<NodeOutput> {
    const { definitions, runnerOf } = this.#tools.registry;
    const node = this.#task.node.steps?.find((step) => step.id === id);
    const definition = definitions.get(node?.type ?? '');
    if (node === undefined || definition === undefined) throw new Error(`no step ${id}`);
    const { index, round } = this.#task;
    const arrivals = Object.entries(inputs).map(([targetHandle, text]) => ({
      ...{ sourceHandle: 'text-out', targetHandle, outputHash: '', output: { text } },
    }));
    const task: NodeTask = { index, round, node, arrivals, amendment: null };
    const run = await runnerOf(node.type);
    return run(new RunnerContext(task, definition, this.#tools, this));
  }

  async #fetch(wish: FetchWish): Promise<FetchResult> {
    const call = await this.#effect(httpRequest(wish));
    const text = await callText(call.end?.text, this.#tools.blobs);
    this.#noteLong(call, text);
    if (call.end?.http === undefined)
      throw new WeftFailure(weftError('invalid-output', 'The relay told no answer. Run the node again.'));
    return { ...call.end.http, text };
  }

  #noteLong({ callId, end }: CallState, text: string): void {
    if (end?.text?.kind === 'blob') (this.#longCalls ??= new Map()).set(callId, text);
  }

  async #paint(wish: PictureWish): Promise<BlobRef> {
    const { end } = await this.#effect(imageRequest(wish, this.model));
    if (end?.image === undefined)
      throw new WeftFailure(weftError('invalid-output', 'The model sent no picture. Run the node again.'));
    // Kept in this browser too, for the next run; this one goes on without waiting.
    this.#tools.blobs.get(end.image.blob).catch(() => undefined);
    return end.image;
  }

  #file({ name, mediaType, content }: FileWish): Promise<WrittenFile> {
    const bytes = typeof content === 'string' ? encoder.encode(content) : content.blob;
    return this.#tools.file(this.#task, this.#nextOrdinal(), { name, mediaType, content: bytes });
  }

  #effect(request: CallRequest): Promise<CallState> {
    this.#calls += 1;
    if (this.#outer !== null) this.#outer.#calls += 1;
    return this.#tools.call(this.#task, this.#nextOrdinal(), request);
  }

  /** Effects of all kinds are numbered together. */
  #nextOrdinal(): number {
    if (this.#outer !== null) return this.#outer.#nextOrdinal();
    this.#effects += 1;
    return this.#effects - 1;
  }
}

function noSandbox(): Promise<never> {
  const message = 'Code cannot be run here. Open the flow in a browser and run it there.';
  return Promise.reject(new WeftFailure(weftError('not-allowed', message)));
}

const joined = (one: string, other: string): string => (one === '' ? other : `${one}\n\n${other}`);

async function resultOf(call: CallState, blobs: RunBlobs): Promise<CallResult> {
  const text = await callText(call.end?.text, blobs);
  return { text, usage: call.end?.usage ?? null, truncated: call.end?.finishReason === 'length' };
}
