import type { CallRequest } from '#shared/run/call.ts';
import { toWeftError, weftError, WeftFailure, type WeftError } from '#shared/run/errors.ts';
import type { NodeSource } from '#shared/run/events.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import type { PlanModel, PlanNode } from '#shared/run/plan.ts';
import type { CallState } from '#shared/run/state.ts';
import type { CallResult, CallWish, NodeDefinition, NodeRunner, RunContext } from '../node-kit/types.ts';
import { amendedModel, cacheKey, keyPrefix, type KeyedAmendment } from './core/cache-key.ts';
import { ArrivedInputs, passedThrough, type Arrival } from './node-inputs.ts';
import { callText } from './node-outputs.ts';
import type { NodeRegistry, OutputCache, RunBlobs } from './ports.ts';

/** One round of one node. */
export interface NodeTask {
  readonly node: PlanNode;
  readonly arrivals: readonly Arrival[];
  readonly amendment: KeyedAmendment | null;
}

export interface ExecuteTools {
  readonly registry: NodeRegistry;
  readonly cache: OutputCache;
  readonly blobs: RunBlobs;
  /** The node's n-th model call. @throws WeftFailure when it failed for good */
  readonly call: (ordinal: number, request: CallRequest) => Promise<CallState>;
  readonly progress: (value: number, max: number, message?: string) => void;
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

export type NodeResult = NodeSuccess | { readonly type: 'failed'; readonly error: WeftError };

const NO_CALLS: ReadonlyMap<string, string> = new Map();
const MAX_WARNINGS = 20;
const WARNING_CHARACTERS = 500;

/** Runs one node: what the plan, the cache or a person answers, else its runner. Never rejects. */
export async function executeNode(task: NodeTask, tools: ExecuteTools): Promise<NodeResult> {
  try {
    const { node, arrivals } = task;
    if (node.policy === 'feed') return await feed(node, tools.cache);
    const key = cacheKey(
      keyPrefix(node, task.amendment),
      arrivals.map(({ edge, outputHash }) => ({
        sourceHandle: edge.sourceHandle,
        targetHandle: edge.targetHandle,
        outputHash,
      })),
    );
    if (node.override !== null) return success('manual', node.override, key);
    const definition = tools.registry.definitions.get(node.type);
    if (definition === undefined) return { type: 'failed', error: unknownType(node) };
    if (node.disabled) return success('passed', passedThrough(node, definition, arrivals), key);
    if (node.policy === 'may-reuse' && task.amendment === null && tools.cache.has(key)) {
      const hit = await tools.cache.read(key);
      if (hit !== null) return { ...success('cache', hit.output, key), savedMicroUsd: hit.costMicroUsd };
    }
    const loaded = tools.registry.runnerOf(node.type);
    const runner = typeof loaded === 'function' ? loaded : await loaded;
    return await runNode(task, definition, runner, tools, key);
  } catch (caught) {
    return { type: 'failed', error: failureOf(caught) };
  }
}

function success(source: NodeSource, output: NodeOutput, key: string | null): NodeSuccess {
  return {
    type: 'completed',
    source,
    output,
    cacheKey: key,
    savedMicroUsd: null,
    warnings: [],
    longCalls: NO_CALLS,
  };
}

async function feed(node: PlanNode, cache: OutputCache): Promise<NodeResult> {
  const hit = node.feedKey === null ? null : await cache.read(node.feedKey);
  if (hit !== null) return { ...success('cache', hit.output, node.feedKey), savedMicroUsd: hit.costMicroUsd };
  const message = 'The stored output of this node is gone. Run the whole flow, or run from this node.';
  return { type: 'failed', error: weftError('blob-missing', message) };
}

async function runNode(
  task: NodeTask,
  definition: NodeDefinition,
  runner: NodeRunner,
  tools: ExecuteTools,
  key: string,
): Promise<NodeSuccess> {
  const { node, amendment } = task;
  const model = amendedModel(node.model, amendment);
  const warnings: string[] = [];
  const longCalls = new Map<string, string>();
  let ordinal = 0;
  const context: RunContext = {
    config: node.config,
    inputs: new ArrivedInputs(node, definition, task.arrivals),
    model,
    guidance: amendment?.guidance ?? null,
    async call(wish) {
      const place = ordinal;
      ordinal += 1;
      const call = await tools.call(place, requestOf(wish, model));
      const result = await resultOf(call, tools.blobs);
      if (call.end?.text?.kind === 'blob') longCalls.set(call.callId, result.text);
      return result;
    },
    progress: tools.progress,
    warn(message) {
      if (warnings.length < MAX_WARNINGS) warnings.push(message.slice(0, WARNING_CHARACTERS));
    },
  };
  const output = await runner(context);
  return { ...success(ordinal > 0 ? 'call' : 'local', output, key), warnings, longCalls };
}

/** @throws WeftFailure when the plan gives the node no model */
function requestOf(wish: CallWish, model: PlanModel | null): CallRequest {
  if (model === null)
    throw new WeftFailure(weftError('model-not-found', 'This node has no model. Pick one, then run again.'));
  const temperature = wish.temperature ?? model.temperature;
  const maxOutputTokens = wish.maxOutputTokens ?? model.maxOutputTokens;
  return {
    kind: 'text',
    provider: model.provider,
    model: model.model,
    messages: wish.messages,
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(wish.responseFormat === undefined ? {} : { responseFormat: wish.responseFormat }),
    ...(Object.keys(model.parameters).length === 0 ? {} : { parameters: model.parameters }),
    purpose: wish.purpose,
  };
}

async function resultOf(call: CallState, blobs: RunBlobs): Promise<CallResult> {
  const text = await callText(call.end?.text, blobs);
  return { text, usage: call.end?.usage ?? null, truncated: call.end?.finishReason === 'length' };
}

function failureOf(caught: unknown): WeftError {
  if (caught instanceof WeftFailure) return caught.error;
  return {
    ...toWeftError(caught, 'runner-threw'),
    message: 'This node stopped with a fault of its own. Run it again; if it happens again, report it.',
  };
}

function unknownType(node: PlanNode): WeftError {
  const message = `This Weft does not know nodes of type “${node.type}”. Reload to get the newest version.`;
  return weftError('unknown-node-type', message);
}
