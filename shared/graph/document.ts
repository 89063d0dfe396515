import { z } from 'zod';
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
  /** Output put in by hand; replaces running the node. Same keys as the node's output. */
  readonly override?: JsonObject | undefined;
}

export interface FlowEdge {
  readonly id: string;
  readonly source: string;
  readonly sourceHandle: string;
  readonly target: string;
  readonly targetHandle: string;
}

export interface FlowSettings {
  /** Step 3 of model resolution: used where neither node nor node type names a model. */
  readonly defaultProvider?: string | undefined;
  readonly defaultModel?: string | undefined;
  /** Nodes of a run that may work at once, 1 to 64; left out = the limit on calls per run. */
  readonly concurrency?: number | undefined;
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
const idSchema = z.string().min(1).max(100);

const finite = z.number().min(-10_000_000).max(10_000_000);

export const flowNodeSchema: z.ZodType<FlowNode> = z.object({
  id: idSchema,
  type: z.string().min(1).max(100),
  version: z.int().min(0).default(1),
  label: z.string().max(200).optional(),
  position: z.object({ x: finite, y: finite }),
  size: z.object({ width: finite.positive(), height: finite.positive() }).optional(),
  parent: idSchema.optional(),
  disabled: z.boolean().optional(),
  config: jsonObjectSchema,
  override: jsonObjectSchema.optional(),
}) as z.ZodType<FlowNode>;

export const flowEdgeSchema: z.ZodType<FlowEdge> = z.object({
  id: idSchema,
  source: idSchema,
  sourceHandle: z.string().min(1).max(100),
  target: idSchema,
  targetHandle: z.string().min(1).max(100),
});

export const flowSettingsSchema: z.ZodType<FlowSettings> = z.object({
  defaultProvider: z.string().max(64).optional(),
  defaultModel: z.string().max(200).optional(),
  concurrency: z.int().min(1).max(64).optional(),
});

/** An empty flow. */
export function emptyFlow(id: string, name: string): FlowDocument {
  return { formatVersion: FLOW_FORMAT_VERSION, id, name, nodes: [], edges: [], settings: {} };
}
