import { toWeftError, weftError, WeftFailure, type WeftError } from '#shared/run/errors.ts';
import type { NodeSource } from '#shared/run/events.ts';
import { blobRefSchema, type NodeOutput } from '#shared/run/output.ts';
import type { Plan, PlanNode } from '#shared/run/plan.ts';
import type { NodeDefinition, NodeRunner } from '../node-kit/types.ts';
import { NodeSkipped } from '../node-kit/node-skipped.ts';
import { cacheKey, type KeyedAmendment } from './core/cache-key.ts';
import { passedThrough, type Arrival } from './node-inputs.ts';
import type { CachedOutput, EarlierOutput, NodeRegistry, OutputCache } from './ports.ts';
import { RunnerContext, type RunnerTools } from './runner-context.ts';
import { supervise, type SupervisedMode, type SupervisedStep } from './supervise.ts';

/** A node of the plan in one of its rounds. */
export interface TaskPlace {
  readonly index: number;
  readonly round: number;
}

/** One round of one node. */
export interface NodeTask extends TaskPlace {
  readonly node: PlanNode;
  readonly arrivals: readonly Arrival[];
  readonly amendment: KeyedAmendment | null;
  /** Of a container that goes on: nodes of its iterations have run, and what they made counts. */
  readonly hasIterations?: boolean | undefined;
}

/** `T` = what the caller keeps of a task. */
export interface ExecuteTools<T extends NodeTask> extends RunnerTools {
  readonly registry: NodeRegistry;
  readonly cache: OutputCache;
  /** What a step of a branch had put out in the run that was left. @throws WeftFailure */
  readonly earlier: (nodeId: string, hash: string) => Promise<EarlierOutput>;
  /** The flow's approval mode; undefined = nobody is asked by itself. */
  readonly approvals: Exclude<Plan['approvals'], 'after-planning'>;
  /** Called once per task, at once where nothing has to be waited for. */
  readonly done: (task: T, result: NodeResult) => void;
}

export interface NodeSuccess {
  readonly type: 'completed';
  readonly source: NodeSource;
  readonly output: NodeOutput;
  readonly cacheKey: string | null;
  readonly savedMicroUsd: number | null;
  readonly warnings: readonly string[];
  /** Calls whose text is a blob, with that text. */
  readonly longCalls: ReadonlyMap<string, string>;
}

export type NodeResult =
  | NodeSuccess
  | { readonly type: 'failed'; readonly error: WeftError }
  | { readonly type: 'skipped'; readonly error: WeftError };

const NO_CALLS: ReadonlyMap<string, string> = new Map();
const NO_WARNINGS: readonly string[] = [];

/**
 * Runs one node: what the plan, the cache or a person answers, else its runner. Tells `tools.done`, without a promise
 * per step, which would cost more than the steps. Never throws.
 */
export function executeNode<T extends NodeTask>(task: T, tools: ExecuteTools<T>): void {
  let result: NodeResult;
  try {
    const { node, arrivals } = task;
    if (node.policy === 'feed') return void feed(node, tools).then((fed) => tools.done(task, fed));
    const key = cacheKey(node, task.amendment, arrivals);
    const definition = tools.registry.definitions.get(node.type);
    if (node.override?.image !== undefined) return manual(node.override, task, tools, key);
    if (node.override !== null) result = success('manual', node.override, key);
    else if (definition === undefined) result = { type: 'failed', error: unknownType(node) };
    else if (node.disabled) result = success('passed', passedThrough(node, definition, arrivals), key);
    else {
      const isAsked = node.policy === 'may-reuse' && !leavesMark(definition, node);
      const mayReuse =
        isAsked && task.amendment === null && task.hasIterations !== true && tools.cache.has(key);
      const hit = mayReuse ? tools.cache.read(key) : null;
      if (hit === null) return runWithPictures(task, definition, tools, key);
      if (hit instanceof Promise || hit.output.image !== undefined)
        return reuse(Promise.resolve(hit), task, definition, tools, key);
      result = reused(hit, key);
    }
  } catch (caught) {
    result = failureOf(caught);
  }
  tools.done(task, result);
}

const leavesMark = ({ leavesMark: mark }: NodeDefinition, { config }: PlanNode): boolean =>
  mark === true || (typeof mark === 'function' && mark(config));

function success(source: NodeSource, output: NodeOutput, key: string | null): NodeSuccess {
  return {
    type: 'completed',
    source,
    output,
    cacheKey: key,
    savedMicroUsd: null,
    warnings: NO_WARNINGS,
    longCalls: NO_CALLS,
  };
}

const reused = (hit: CachedOutput, key: string | null): NodeSuccess => ({
  ...success('cache', hit.output, key),
  savedMicroUsd: hit.costMicroUsd,
});

/** A hit whose bytes come from the disk; when they are gone, the node runs. */
function reuse<T extends NodeTask>(
  reading: Promise<CachedOutput | null>,
  task: T,
  definition: NodeDefinition,
  tools: ExecuteTools<T>,
  key: string,
): void {
  const fail = (caught: unknown) => tools.done(task, failureOf(caught));
  const found = reading.then(async (hit) =>
    hit !== null && (await bringPicture(hit.output, tools.blobs)) ? hit : null,
  );
  void found.then((hit) => {
    if (hit !== null) return tools.done(task, reused(hit, key));
    try {
      runWithPictures(task, definition, tools, key);
    } catch (caught) {
      fail(caught);
    }
  }, fail);
}

/** A node whose fields hold pictures begins when the relay has them: its calls and its output may name them. */
function runWithPictures<T extends NodeTask>(
  task: T,
  definition: NodeDefinition,
  tools: ExecuteTools<T>,
  key: string,
): void {
  const hashes = picturesOf(task.node);
  if (hashes.length === 0) return runNode(task, definition, tools, key);
  void Promise.all(hashes.map((hash) => tools.blobs.keep(hash)))
    .then(() => runNode(task, definition, tools, key))
    .catch((caught: unknown) => tools.done(task, failureOf(caught)));
}

/** Hashes of the pictures in a node's fields. */
function picturesOf({ config }: PlanNode): readonly string[] {
  const hashes: string[] = [];
  for (const name in config) {
    const value = config[name];
    if (typeof value !== 'object' || value === null || !('blob' in value)) continue;
    const picture = blobRefSchema.safeParse(value);
    if (picture.success) hashes.push(picture.data.blob);
  }
  return hashes;
}

/**
 * The relay has every picture that a run's outputs name; one that it does not have is brought from this browser, whose
 * blobs remember it. False when its bytes are nowhere to be had.
 */
async function bringPicture({ image }: NodeOutput, blobs: RunnerTools['blobs']): Promise<boolean> {
  if (image === undefined) return true;
  try {
    await blobs.keep(image.blob);
    return true;
  } catch (caught) {
    if (caught instanceof WeftFailure && caught.error.code === 'blob-missing') return false;
    throw caught;
  }
}

function manual<T extends NodeTask>(output: NodeOutput, task: T, tools: ExecuteTools<T>, key: string): void {
  const message = 'The picture put in by hand is gone. Put it in again.';
  const gone: NodeResult = { type: 'failed', error: weftError('blob-missing', message) };
  void bringPicture(output, tools.blobs).then(
    (isThere) => tools.done(task, isThere ? success('manual', output, key) : gone),
    (caught: unknown) => tools.done(task, failureOf(caught)),
  );
}

async function feed(
  node: PlanNode,
  { cache, blobs, earlier }: Pick<ExecuteTools<NodeTask>, 'cache' | 'blobs' | 'earlier'>,
): Promise<NodeResult> {
  try {
    if (node.kept !== undefined) {
      const { output, cacheKey, savedMicroUsd } = await earlier(node.id, node.kept);
      return { ...success('parent', output, cacheKey), savedMicroUsd };
    }
    const hit = node.feedKey === null ? null : await cache.read(node.feedKey);
    if (hit !== null && (await bringPicture(hit.output, blobs))) return reused(hit, node.feedKey);
    const message = 'The stored output of this node is gone. Run the whole flow, or run from this node.';
    return { type: 'failed', error: weftError('blob-missing', message) };
  } catch (caught) {
    return failureOf(caught);
  }
}

/** @throws when there is no runner of this type, or it throws before it returns its promise */
function runNode<T extends NodeTask>(
  task: T,
  definition: NodeDefinition,
  tools: ExecuteTools<T>,
  key: string,
): void {
  const context = new RunnerContext(task, definition, tools);
  const loaded = tools.registry.runnerOf(task.node.type);
  const mode = tools.approvals === 'custom' ? task.node.asks : tools.approvals;
  const made =
    mode !== undefined
      ? supervised({ node: task.node, context, effect: definition.effect }, mode, loaded)
      : typeof loaded === 'function'
        ? loaded(context)
        : loaded.then((run: NodeRunner) => run(context));
  if (!(made instanceof Promise)) return tools.done(task, ranTo(made, context, key));
  void made.then(
    (output) => tools.done(task, ranTo(output, context, key)),
    (caught: unknown) => tools.done(task, failureOf(caught)),
  );
}

const supervised = async (
  step: SupervisedStep,
  mode: SupervisedMode,
  loaded: NodeRunner | Promise<NodeRunner>,
): Promise<NodeOutput> => {
  const run = await loaded;
  return supervise(mode, step, () => run(step.context));
};

const ranTo = (output: NodeOutput, context: RunnerContext, key: string): NodeSuccess => ({
  type: 'completed',
  source: context.calls > 0 ? 'call' : 'local',
  output: context.model === null ? withGuidance(output, context.guidance) : output,
  cacheKey: context.isOnceOnly ? null : key,
  savedMicroUsd: null,
  warnings: context.warnings,
  longCalls: context.longCalls,
});

/** What people said travels on through nodes that ask no model, to the next prompt. */
const withGuidance = (output: NodeOutput, guidance: string | null): NodeOutput =>
  guidance === null || output.guidance !== undefined ? output : { ...output, guidance };

function failureOf(caught: unknown): NodeResult {
  if (caught instanceof NodeSkipped) return { type: 'skipped', error: caught.error };
  if (caught instanceof WeftFailure) return { type: 'failed', error: caught.error };
  const message = 'This node stopped with a fault of its own. Run it again; if it happens again, report it.';
  return { type: 'failed', error: { ...toWeftError(caught, 'runner-threw'), message } };
}

function unknownType(node: PlanNode): WeftError {
  const message = `This Weft does not know nodes of type “${node.type}”. Reload to get the newest version.`;
  return weftError('unknown-node-type', message);
}
