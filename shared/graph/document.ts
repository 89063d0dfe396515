import { z } from 'zod/mini';
import { jsonObjectSchema, type JsonObject } from '../json.ts';

/** The flow document: only JSON, never a secret. Order of members here is the order in exported files. */

/** Raised when the shape changes; migrate.ts brings older files up to it. */
export const FLOW_FORMAT_VERSION = 1;

/** Canvas coordinates and sizes in CSS pixels at 100 % zoom. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface FlowNode {
  readonly id: string;
  /** Key of a folder in web/nodes; an unknown type is kept, shown grey and never run. */
  readonly type: string;
  /** Version of the node type that wrote `config`. */
  readonly version: number;
  readonly label?: string | undefined;
  /** Relative to the parent group when there is one. */
  readonly position: Point;
  readonly size?: Size | undefined;
  /** Id of the group the node sits in. */
  readonly parent?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly config: JsonObject;
  /** When a person is asked about this step, where the flow leaves that to its steps; left out = never. */
  readonly asks?: NodeAsks | undefined;
  /** Output put in by hand; replaces running the node. Same keys as the node's output. */
  readonly override?: JsonObject | undefined;
  /** Members that this version does not know, as a file brought them: kept, moved and saved untouched. */
  readonly foreign?: JsonObject | undefined;
}

export interface FlowEdge {
  readonly id: string;
  readonly source: string;
  readonly sourceHandle: string;
  readonly target: string;
  readonly targetHandle: string;
}

/** Every member of a node and of the settings that this version knows. */
export const NODE_MEMBERS = [
  ...['id', 'type', 'version', 'label', 'position', 'size', 'parent', 'disabled', 'config', 'asks'],
  ...['override', 'foreign'],
] as const;
export const SETTINGS_MEMBERS = [
  ...['defaultProvider', 'defaultModel', 'concurrency', 'approvals', 'foreign'],
] as const;

/** When a step asks a person by itself: before it runs, when it is done, or when it fails. */
export const NODE_ASKS = ['before', 'after', 'on-error'] as const;
export type NodeAsks = (typeof NODE_ASKS)[number];

/**
 * `each-step` = before every step that asks a model or the web, runs code or writes a file, `after-planning` = at every
 * plan that a planner makes, `on-error` = when a step fails, `custom` = as each step says.
 */
export const APPROVAL_MODES = ['each-step', 'after-planning', 'on-error', 'custom'] as const;
export type ApprovalMode = (typeof APPROVAL_MODES)[number];

/** The most nodes of a run that a flow may let work at once. */
export const MOST_AT_WORK = 64;

export interface FlowSettings {
  /** Step 3 of model resolution: used where neither node nor node type names a model. */
  readonly defaultProvider?: string | undefined;
  readonly defaultModel?: string | undefined;
  /** Nodes of a run that may work at once, 1 to 64; left out = the limit on calls per run. */
  readonly concurrency?: number | undefined;
  /** When a run asks people by itself, beside its approval steps; left out = never. */
  readonly approvals?: ApprovalMode | undefined;
  /** As FlowNode.foreign. */
  readonly foreign?: JsonObject | undefined;
}

export interface FlowDocument {
  readonly formatVersion: number;
  readonly id: string;
  readonly name: string;
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
  readonly settings: FlowSettings;
}

/** Ids made by Weft are 21 characters; foreign files may bring others. */
const idSchema = z.string().check(z.minLength(1), z.maxLength(100));

const finite = z.number().check(z.minimum(-10_000_000), z.maximum(10_000_000));

export const flowNodeSchema: z.ZodMiniType<FlowNode> = z.object({
  id: idSchema,
  type: z.string().check(z.minLength(1), z.maxLength(100)),
  version: z._default(z.int().check(z.minimum(0)), 1),
  label: z.optional(z.string().check(z.maxLength(200))),
  position: z.object({ x: finite, y: finite }),
  size: z.optional(z.object({ width: finite.check(z.positive()), height: finite.check(z.positive()) })),
  parent: z.optional(idSchema),
  disabled: z.optional(z.boolean()),
  config: jsonObjectSchema,
  asks: z.optional(z.enum(NODE_ASKS)),
  override: z.optional(jsonObjectSchema),
  foreign: z.optional(jsonObjectSchema),
}) as z.ZodMiniType<FlowNode>;

export const flowEdgeSchema: z.ZodMiniType<FlowEdge> = z.object({
  id: idSchema,
  source: idSchema,
  sourceHandle: z.string().check(z.minLength(1), z.maxLength(100)),
  target: idSchema,
  targetHandle: z.string().check(z.minLength(1), z.maxLength(100)),
});

export const flowSettingsSchema: z.ZodMiniType<FlowSettings> = z.object({
  defaultProvider: z.optional(z.string().check(z.maxLength(64))),
  defaultModel: z.optional(z.string().check(z.maxLength(200))),
  concurrency: z.optional(z.int().check(z.minimum(1), z.maximum(MOST_AT_WORK))),
  approvals: z.optional(z.enum(APPROVAL_MODES)),
  foreign: z.optional(jsonObjectSchema),
});

/** An empty flow. */
export function emptyFlow(id: string, name: string): FlowDocument {
  return { formatVersion: FLOW_FORMAT_VERSION, id, name, nodes: [], edges: [], settings: {} };
}
