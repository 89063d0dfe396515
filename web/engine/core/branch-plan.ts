import { isAdapterHandle } from '#shared/graph/handles.ts';
import { hashJson } from '#shared/hash.ts';
import type { JsonObject } from '#shared/json.ts';
import { chunkedGet } from '#shared/run/chunked.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { isContainer, type BranchChange, type Plan, type PlanEdge, type PlanNode } from '#shared/run/plan.ts';
import type { NodeState, RunState } from '#shared/run/state.ts';
import { isLeftOut } from '#shared/run/threads.ts';
import { effectiveConfig } from '../../node-kit/effective-config.ts';
import { fieldProblems } from '../../node-kit/field-problems.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import type { BranchWish, NodeProblem } from '../api.ts';
import { branchReach, frozenPlan, isFed } from './branch-reach.ts';
import { checkModel } from './check-model.ts';
import type { CompileInput, CompileResult } from './compile.ts';
import { estimateCost } from './estimate.ts';
import { neededInputs } from './needed-inputs.ts';
import { inputHandles, outputHandles } from './node-wiring.ts';
import { planNodeOf, type PlannedNode } from './planned-node.ts';

export interface BranchInput extends Pick<CompileInput, 'definitions' | 'providers' | 'checks'> {
  readonly wish: BranchWish;
  /** The run that is left, folded up to `wish.seq`. */
  readonly run: RunState;
  /** Every model call goes to the built-in demo, also where the run that is left used models. */
  readonly demo: boolean;
}

/** Place of a node that is none of the plan's own. */
const NO_LEAF = -1;

interface Scope extends BranchInput {
  readonly plan: Plan;
  readonly demo: boolean;
  /** Plan index of the step at which the branch leaves. */
  readonly leaf: number;
  /** Plan indices of what runs. */
  readonly runs: ReadonlySet<number>;
}

/**
 * The plan of a branch, or what is wrong with it: the plan of the run that is left, frozen as it was, in which everything
 * that does not follow from the step is taken as it came out [RB1]. O(nodes + edges).
 */
export function branchPlan(input: BranchInput): CompileResult {
  const { run, wish } = input;
  const plan = run.plan === null ? undefined : frozenPlan(run.plan);
  const leaf = run.plan?.indexOf.get(wish.nodeId) ?? -1;
  if (plan === undefined || leaf < 0) return refused(wish.nodeId, NOT_THERE);
  const left = plan.nodes[leaf];
  if (left === undefined) return refused(wish.nodeId, IN_A_CONTAINER);
  if (wish.output === undefined && (isFed(left) || left.override !== null))
    return refused(wish.nodeId, NO_INPUTS);
  const runs = branchReach(run, wish.nodeId);
  const scope: Scope = { ...input, plan, leaf, runs, demo: input.demo || plan.demo };
  return freeze(scope);
}

const IN_A_CONTAINER = weftError(
  'not-found',
  'This step is one of several repetitions. Leave at the step that repeats it.',
);
const NOT_THERE = weftError(
  'not-found',
  'This step was not part of that run. Pick another step, or run the flow.',
);
const NO_INPUTS = weftError(
  'missing-input',
  'That run took this step’s output as it was, without what goes into it. Change its output by hand, or leave at a step after it.',
);

const refused = (nodeId: string, error: WeftError): CompileResult => ({
  ok: false,
  problems: [{ nodeId, error }],
});

const stateAt = (run: RunState, index: number): NodeState | undefined => chunkedGet(run.nodes, index);

function freeze(scope: Scope): CompileResult {
  const { plan, run, wish, runs, leaf } = scope;
  const problems: NodeProblem[] = [];
  const made = new Map<number, PlannedNode>();
  const nodes = new Map<number, PlanNode>();
  plan.nodes.forEach((node, index) => {
    const state = stateAt(run, index);
    if (!runs.has(index)) {
      if (state?.phase === 'completed') nodes.set(index, keptNode(node, state));
      // Left out again by the same branch of the flow: it belongs to the picture.
      else if (state !== undefined && isLeftOut(state)) nodes.set(index, node);
      return;
    }
    const planned = plannedAgain(scope, node, index);
    if (planned === null) return void problems.push({ nodeId: node.id, error: unknownType(node) });
    made.set(index, planned);
    nodes.set(index, runNode(scope, node, planned.planned, index));
    problems.push(...problemsOf(scope, node, planned, index));
  });
  const bodies = bodiesAgain(scope, problems);
  if (problems.length > 0) return { ok: false, problems };
  const places = new Map([...nodes.keys()].map((index, place) => [index, place]));
  const edges = edgesBetween(scope, nodes, places);
  const { number } = wish;
  const branch = {
    ...{ parent: wish.parent, seq: wish.seq, nodeId: wish.nodeId, changes: changesOf(wish) },
    ...(number === null ? {} : { number }),
  };
  return {
    ok: true,
    plan: {
      ...{ ...plan, ...bodies },
      nodes: [...nodes.values()],
      edges,
      scope: { kind: 'from', nodeId: plan.nodes[leaf]?.id ?? wish.nodeId },
      demo: scope.demo,
      branch,
      estimateMicroUsd: estimate(scope, made, edges, places),
    },
  };
}

function changesOf({ guidance, model, config, output }: BranchWish): readonly BranchChange[] {
  const changes: BranchChange[] = [];
  if (output !== undefined) return ['output'];
  if (guidance !== undefined) changes.push('guidance');
  if (model !== undefined) changes.push('model');
  if (config !== undefined) changes.push('settings');
  return changes;
}

/** Taken as it came out, by its hash. What a person had asked for counts in its key, so it goes along. */
function keptNode(node: PlanNode, { outputHash, amendment }: NodeState): PlanNode {
  return {
    ...node,
    policy: 'feed',
    feedKey: null,
    kept: outputHash ?? '',
    ...(amendment === null ? {} : { amendment }),
  };
}

/** As a plan made today from the frozen settings would hold it; null = of a type that is not known any more. */
function plannedAgain(scope: Scope, node: PlanNode, index: number): PlannedNode | null {
  const { definitions, providers, wish, leaf, demo } = scope;
  const definition = definitions.get(node.type) ?? null;
  if (definition === null || definition.kind === null) return null;
  const isLeaf = index === leaf;
  const frozen = node.model === null ? {} : { model: { ...node.model } };
  const model = isLeaf && wish.model !== undefined ? { model: { ...wish.model } } : frozen;
  const config = { ...node.config, ...(isLeaf ? wish.config : {}), ...model } as JsonObject;
  const settled = effectiveConfig(definition, config);
  const flowNode = { ...{ id: node.id, type: node.type, version: node.version, label: node.label }, config };
  const position = node.position ?? { x: 0, y: 0 };
  return planNodeOf(
    { node: { ...flowNode, position, disabled: node.disabled }, definition, config: settled },
    {},
    providers,
    { demo },
  );
}

/** What containers repeat, as it was frozen, but for the demo. Models without a key are problems where one runs again. */
function bodiesAgain(scope: Scope, problems: NodeProblem[]): Pick<Plan, 'bodies'> {
  const { plan, runs } = scope;
  if (plan.bodies === undefined) return {};
  const hasRun = [...runs].some((index) => isContainer(plan.nodes[index]?.kind));
  const bodies = plan.bodies.map((body) => ({
    ...body,
    nodes: body.nodes.map((node) => {
      const planned = plannedAgain(scope, node, NO_LEAF);
      const error = hasRun && planned?.resolved ? checkModel(planned.resolved, planned.planned.config) : null;
      if (error !== null) problems.push({ nodeId: node.id, error });
      return planned === null ? node : { ...node, ...onDemo(scope, node, planned.planned) };
    }),
  }));
  return { bodies };
}

/** What of a node is different when a run that used models is gone on from on the demo: never under its old key. */
function onDemo(scope: Scope, node: PlanNode, today: PlanNode): Partial<PlanNode> {
  if (!scope.demo || scope.plan.demo) return {};
  const { body, steps } = node;
  return {
    model: today.model,
    ...(body === undefined ? {} : { body: hashJson([body, 'demo']) }),
    ...(steps === undefined
      ? {}
      : {
          steps: steps.map((step) => ({
            ...step,
            model: plannedAgain(scope, step, NO_LEAF)?.planned.model ?? null,
          })),
        }),
  };
}

/** Settings and model stay as they were frozen, but for what is to be different and for the demo. */
function runNode(scope: Scope, node: PlanNode, today: PlanNode, index: number): PlanNode {
  const { run, wish, leaf } = scope;
  const { amendment: _old, kept: _kept, ...frozen } = node;
  // Where something inside a container has to run, no stored output stands in for it.
  const mustRun = isContainer(node.kind) && node.policy === 'must-run';
  const base: PlanNode = {
    ...{ ...frozen, version: today.version, samples: today.samples, ...onDemo(scope, node, today) },
    policy: isFed(node) ? 'feed' : mustRun ? 'must-run' : 'may-reuse',
  };
  const asked = stateAt(run, index)?.amendment ?? null;
  if (index !== leaf) return asked === null ? base : { ...base, amendment: asked };
  if (wish.output !== undefined) return { ...base, policy: 'must-run', feedKey: null, override: wish.output };
  const changed =
    wish.config === undefined && wish.model === undefined ? {} : changedParts(scope, node, today);
  const guidance = wish.guidance ?? asked?.guidance ?? null;
  const model = wish.model === undefined ? (asked?.model ?? null) : null;
  const amendment = guidance === null && model === null ? {} : { amendment: { guidance, model } };
  return { ...base, ...changed, ...amendment, policy: 'must-run' };
}

function changedParts({ definitions, plan }: Scope, { type }: PlanNode, today: PlanNode): Partial<PlanNode> {
  const hasBranches = plan.nodes.some(({ kind }) => kind === 'branch');
  const needs = hasBranches ? neededInputs(definitions.get(type) ?? null, today.config) : {};
  return { config: today.config, model: today.model, ...(hasBranches ? { needs: undefined, ...needs } : {}) };
}

function problemsOf(scope: Scope, node: PlanNode, made: PlannedNode, index: number): NodeProblem[] {
  const { wish, leaf, run, checks, definitions } = scope;
  const isLeaf = index === leaf;
  const isGiven = isLeaf ? wish.output !== undefined : node.override !== null || isFed(node);
  if (node.disabled || isGiven) return [];
  const errors: WeftError[] = [];
  const definition = definitions.get(node.type);
  if (isLeaf && wish.config !== undefined && definition !== undefined) {
    const wiredInputs = new Set((run.plan?.inputs[index] ?? []).map(({ targetHandle }) => targetHandle));
    errors.push(...fieldProblems(definition, made.planned.config, { wiredInputs }));
    errors.push(...(checks?.get(node.type)?.(made.planned.config, { wiredInputs }) ?? []));
  }
  const modelError = made.resolved && checkModel(made.resolved, made.planned.config);
  if (modelError) errors.push(modelError);
  return errors.map((error) => ({ nodeId: node.id, error }));
}

/** Threads between what is there; those of the step itself as far as it still has their ports. */
function edgesBetween(
  { plan, leaf, wish, definitions }: Scope,
  nodes: ReadonlyMap<number, PlanNode>,
  places: ReadonlyMap<number, number>,
): readonly PlanEdge[] {
  const node = nodes.get(leaf);
  const definition = node && definitions.get(node.type);
  const known = wish.config !== undefined && node && definition ? handlesOf(definition, node) : null;
  return plan.edges.flatMap((edge) => {
    const source = places.get(edge.source);
    const target = places.get(edge.target);
    if (source === undefined || target === undefined) return [];
    if (edge.target === leaf && (wish.output !== undefined || known?.inputs.has(edge.targetHandle) === false))
      return [];
    if (edge.source === leaf && known?.outputs.has(edge.sourceHandle) === false) return [];
    return [{ ...edge, source, target }];
  });
}

const handlesOf = (definition: NodeDefinition, { config }: PlanNode) => ({
  inputs: inputHandles(definition, config),
  outputs: outputHandles(definition, config),
});

function estimate(
  { demo, plan, wish, leaf, run }: Scope,
  made: ReadonlyMap<number, PlannedNode>,
  edges: readonly PlanEdge[],
  places: ReadonlyMap<number, number>,
): Plan['estimateMicroUsd'] {
  if (demo) return { low: 0, high: 0 };
  const personas = new Set(
    edges.flatMap(({ target, targetHandle }) => (isAdapterHandle(targetHandle) ? [target] : [])),
  );
  return estimateCost(
    [...made].map(([index, { resolved, planned }]) => {
      const node = plan.nodes[index];
      const isGiven = index === leaf ? wish.output !== undefined : node?.override !== null;
      const calls = personas.has(places.get(index) ?? -1) ? 2 : 1;
      return {
        ...{ resolved: isGiven || planned.disabled ? null : resolved, config: planned.config },
        ...{ inputTokens: inputTokens(plan, run.plan?.inputs[index] ?? []), calls },
      };
    }),
  );
}

/** What may flow in, where every answer is as long as it may be. */
function inputTokens(plan: Plan, incoming: readonly PlanEdge[]): number {
  return incoming.reduce((sum, { source }) => sum + (plan.nodes[source]?.model?.maxOutputTokens ?? 500), 0);
}

function unknownType({ type }: PlanNode): WeftError {
  return weftError(
    'unknown-node-type',
    `This Weft does not know steps of type “${type}” any more, so they cannot run again.`,
  );
}
