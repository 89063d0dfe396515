import { z } from 'zod/mini';
import {
  APPROVAL_MODES,
  NODE_ASKS,
  type ApprovalMode,
  type NodeAsks,
  type Point,
  type Size,
} from '../graph/document.ts';
import { jsonObjectSchema, jsonValueSchema, type JsonObject, type JsonValue } from '../json.ts';
import { LIMITS } from '../protocol/limits.ts';
import { nodeOutputSchema, type NodeOutput } from './output.ts';
import { planProblem } from './plan-problem.ts';

/**
 * The frozen plan of a run: what runs, with which settings and models. Later edits of the flow never change it.
 * Nodes are dense: an index into `nodes` names a node everywhere inside a run. `nodes` is in topological order.
 */

/**
 * The engine switches on kinds, never on types. A branch goes on at one of its exits. A map and a loop hold other nodes
 * and run them once per iteration (docs/spec/iterations.md); they differ in words on the screen alone.
 */
export const NODE_KINDS = ['task', 'branch', 'map', 'loop'] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

/** Whether nodes of this kind hold others, which run once per iteration. */
export const isContainer = (kind: NodeKind | null | undefined): boolean => kind === 'map' || kind === 'loop';

export interface PlanModel {
  readonly provider: string;
  readonly model: string;
  readonly temperature?: number | undefined;
  readonly maxOutputTokens?: number | undefined;
  readonly parameters: { readonly [key: string]: JsonValue };
}

/** What a person asked for when running a node again: words for the prompt, another model. */
export interface Amendment {
  readonly guidance: string | null;
  readonly model: { readonly provider: string; readonly model: string } | null;
}

/** `must-run`: the cache is not asked. `may-reuse`: a cache hit when the node is due is taken. `feed`: outside the run; its stored output is taken. */
export type RunPolicy = 'must-run' | 'may-reuse' | 'feed';

export interface PlanNode {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly kind: NodeKind;
  readonly label: string;
  /** Config with defaults filled in. */
  readonly config: JsonObject;
  /** Resolved model; null for nodes that call none. */
  readonly model: PlanModel | null;
  readonly policy: RunPolicy;
  /** Whether equal nodes may give different results (model nodes): then the node's id counts in the cache key. */
  readonly samples: boolean;
  /** Disabled nodes pass their first fitting input through. */
  readonly disabled: boolean;
  /** Output put in by hand: the node is not run. */
  readonly override: NodeOutput | null;
  /** Steps of the flow that this node may run itself; they are no nodes of the plan. */
  readonly steps?: readonly PlanNode[] | undefined;
  /** For `feed`: the key whose stored output is taken. */
  readonly feedKey: string | null;
  /**
   * For `feed`: a hash of its settings and of those of everything before it, which the plan does not hold. Tells later
   * whether its output still fits the document.
   */
  readonly basis?: string | undefined;
  /** For `feed` in a branch: hash of the output that it had in the run that was left, from which it is taken. */
  readonly kept?: string | undefined;
  /** Set when this run repeats a node of an ended run in another way. */
  readonly amendment?: Amendment | undefined;
  /** In a plan with branches: handles that must bring something; where a branch cuts all threads into one, the node is left out. */
  readonly needs?: readonly string[] | undefined;
  /** When a person is asked about it, in a plan whose `approvals` is `custom`; left out = never. */
  readonly asks?: NodeAsks | undefined;
  /** Where it stood on the canvas, groups counted in, for those who look at the run; no part of its cache key. */
  readonly position?: Point | undefined;
  /** Its size, where a person had set one. */
  readonly size?: Size | undefined;
  /** Of a container: a hash of the nodes inside it, which counts in its cache key. */
  readonly body?: string | undefined;
  /** In a body: id of the one iteration's node that `must-run` and the amendment are meant for; left out = all of them. */
  readonly at?: string | undefined;
}

/** A thread inside a container. `source` and `target` are ids: of nodes of the body, of the container, of nodes outside. */
export interface BodyEdge {
  readonly source: string;
  readonly sourceHandle: string;
  readonly target: string;
  readonly targetHandle: string;
}

/** What a container repeats: templates, of which `dag.updated` makes nodes of the run. */
export interface PlanBody {
  /** Id of the container: a node of the plan or a template in another body. */
  readonly container: string;
  /** In topological order. */
  readonly nodes: readonly PlanNode[];
  /** In the flow's order. From the container itself come items, to it go results. */
  readonly edges: readonly BodyEdge[];
}

/** What somebody changed at the step at which a branch leaves. */
export const BRANCH_CHANGES = ['guidance', 'model', 'settings', 'output'] as const;
export type BranchChange = (typeof BRANCH_CHANGES)[number];

/** Of a run that goes on from another: what it shares with it and where it leaves (docs/spec/branches.md). */
export interface PlanBranch {
  /** The run that was left. */
  readonly parent: string;
  /** Its number in the flow's list; left out = not known. */
  readonly number?: number | undefined;
  /** The last of its entries that are shared. */
  readonly seq: number;
  /** The step at which the branch leaves. */
  readonly nodeId: string;
  readonly changes: readonly BranchChange[];
}

export interface PlanEdge {
  readonly source: number;
  readonly sourceHandle: string;
  readonly target: number;
  readonly targetHandle: string;
}

export interface Plan {
  readonly planVersion: 1;
  readonly flowId: string;
  readonly flowName: string;
  readonly nodes: readonly PlanNode[];
  /** In the order of the flow's edges: the order in which inputs are merged. */
  readonly edges: readonly PlanEdge[];
  /** Of every container, those inside others included; left out = the plan has none. */
  readonly bodies?: readonly PlanBody[] | undefined;
  readonly scope: { readonly kind: 'all' | 'from' | 'upto' | 'only'; readonly nodeId?: string | undefined };
  /** Every model call goes to the built-in demo, whatever the nodes say. */
  readonly demo: boolean;
  /** Nodes that may be at work at once. */
  readonly concurrency: number;
  /** When people are asked by itself; left out = only where an approval step stands. */
  readonly approvals?: ApprovalMode | undefined;
  readonly branch?: PlanBranch | undefined;
  /** Seals what a person saw before Run; part of the log. */
  readonly estimateMicroUsd: { readonly low: number; readonly high: number } | null;
}

/** Steps that one node may run itself. */
const MOST_STEPS = 40;
const pixels = z.number().check(z.minimum(-1e9), z.maximum(1e9));
const index = z.int().check(z.minimum(0), z.maximum(LIMITS.nodesPerRun));

const plainNode = z.strictObject({
  id: z.string().check(z.minLength(1), z.maxLength(100)),
  type: z.string().check(z.minLength(1), z.maxLength(100)),
  version: z.int().check(z.minimum(0)),
  kind: z.enum(NODE_KINDS),
  label: z.string().check(z.maxLength(200)),
  config: jsonObjectSchema,
  model: z.nullable(
    z.strictObject({
      provider: z.string().check(z.maxLength(64)),
      model: z.string().check(z.maxLength(200)),
      temperature: z.optional(z.number().check(z.minimum(0), z.maximum(2))),
      maxOutputTokens: z.optional(z.int().check(z.minimum(1), z.maximum(200_000))),
      parameters: z.record(z.string().check(z.maxLength(64)), jsonValueSchema),
    }),
  ),
  policy: z.enum(['must-run', 'may-reuse', 'feed']),
  samples: z.boolean(),
  disabled: z.boolean(),
  override: z.nullable(nodeOutputSchema),
  feedKey: z.nullable(z.string().check(z.maxLength(100))),
  basis: z.optional(z.string().check(z.maxLength(100))),
  kept: z.optional(z.string().check(z.length(64))),
  amendment: z.optional(
    z.strictObject({
      guidance: z.nullable(z.string().check(z.maxLength(20_000))),
      model: z.nullable(
        z.strictObject({
          provider: z.string().check(z.maxLength(64)),
          model: z.string().check(z.maxLength(200)),
        }),
      ),
    }),
  ),
  needs: z.optional(z.array(z.string().check(z.maxLength(100))).check(z.maxLength(1_000))),
  asks: z.optional(z.enum(NODE_ASKS)),
  position: z.optional(z.strictObject({ x: pixels, y: pixels })),
  size: z.optional(z.strictObject({ width: pixels, height: pixels })),
  body: z.optional(z.string().check(z.length(64))),
  at: z.optional(z.string().check(z.maxLength(100))),
});
const planNode = z.extend(plainNode, {
  steps: z.optional(z.array(plainNode).check(z.maxLength(MOST_STEPS))),
});
const nodes = z.array(planNode).check(z.maxLength(LIMITS.nodesPerRun));
const text = z.string().check(z.maxLength(100));

const planShape = z.strictObject({
  planVersion: z.literal(1),
  flowId: z.string().check(z.minLength(1), z.maxLength(100)),
  flowName: z.string().check(z.maxLength(200)),
  nodes,
  edges: z.array(
    z.strictObject({
      source: index,
      sourceHandle: z.string().check(z.maxLength(100)),
      target: index,
      targetHandle: z.string().check(z.maxLength(100)),
    }),
  ),
  bodies: z.optional(
    z
      .array(
        z.strictObject({
          container: text,
          nodes,
          edges: z.array(
            z.strictObject({ source: text, sourceHandle: text, target: text, targetHandle: text }),
          ),
        }),
      )
      .check(z.maxLength(LIMITS.nodesPerFlow)),
  ),
  scope: z.strictObject({
    kind: z.enum(['all', 'from', 'upto', 'only']),
    nodeId: z.optional(z.string().check(z.maxLength(100))),
  }),
  demo: z.boolean(),
  concurrency: z.int().check(z.minimum(1), z.maximum(10_000)),
  approvals: z.optional(z.enum(APPROVAL_MODES)),
  branch: z.optional(
    z.strictObject({
      parent: z.string().check(z.minLength(1), z.maxLength(100)),
      number: z.optional(z.int().check(z.minimum(1))),
      seq: z.int().check(z.minimum(1)),
      nodeId: z.string().check(z.minLength(1), z.maxLength(100)),
      changes: z.array(z.enum(BRANCH_CHANGES)).check(z.maxLength(BRANCH_CHANGES.length)),
    }),
  ),
  estimateMicroUsd: z.nullable(
    z.strictObject({ low: z.int().check(z.nonnegative()), high: z.int().check(z.nonnegative()) }),
  ),
});

/** What has the shape of a plan and cannot be run as one is none: no reader of a log ever meets it. */
export const planSchema: z.ZodMiniType<Plan> = planShape.check((context) => {
  const message = planProblem(context.value);
  if (message !== null) context.issues.push({ code: 'custom', message, input: context.value });
});

/** The plan inside `execution.started`: in the entry, or as a blob of the run when it is large. */
export type PlanRef =
  | { readonly kind: 'inline'; readonly plan: Plan }
  | { readonly kind: 'blob'; readonly hash: string; readonly bytes: number };

export const planRefSchema: z.ZodMiniType<PlanRef> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('inline'), plan: planSchema }),
  z.object({
    kind: z.literal('blob'),
    hash: z.string().check(z.length(64)),
    bytes: z.int().check(z.nonnegative()),
  }),
]);
