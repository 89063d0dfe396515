import { z } from 'zod/mini';
import { jsonObjectSchema, jsonValueSchema, type JsonObject, type JsonValue } from '../json.ts';
import { callTextSchema, type CallText } from './call.ts';

/**
 * What the log says of a node that works in turns: model, tools, model… What the model wrote stands in its calls; these
 * facts refer to it. Facts are in events.ts, their fold in reduce-agent.ts, the laws in docs/spec/agents.md.
 */

/** What a tool does to the world. People give leave by category. */
export const TOOL_CATEGORIES = ['read', 'write', 'ask', 'file', 'network', 'node'] as const;
export type ToolCategory = (typeof TOOL_CATEGORIES)[number];

/** `denied` = a person said no. `failed` = it was no such tool, its arguments did not fit, or it could not do it. */
export const TOOL_CALL_PHASES = ['proposed', 'running', 'done', 'failed', 'denied'] as const;
export type ToolCallPhase = (typeof TOOL_CALL_PHASES)[number];

/** `agent.message`, `agent.thinking`: in this turn the model said something, or thought; its words stand in the call. */
export interface AgentSaid {
  readonly nodeId: string;
  readonly round: number;
  /** From 1. */
  readonly turn: number;
  readonly callId: string;
}

/** One step of a tool call. Each step stands in the log once. */
export interface AgentToolCall extends AgentSaid {
  /** n-th tool call of the turn, from 0: which of `CallEnd.toolCalls` of the call it is. */
  readonly index: number;
  /** As the model wrote it; perhaps no tool at all. */
  readonly tool: string;
  /** null = there is no such tool. */
  readonly category: ToolCategory | null;
  readonly phase: ToolCallPhase;
  /** What a person made of the arguments, where the model's were not taken as they are; left out where it is long. */
  readonly arguments?: JsonObject | undefined;
  /** Once it is over: what the model is told. */
  readonly result?: CallText | undefined;
}

/** A value that nodes keep for themselves and each other in this run: scratchpad and loop variables. */
export interface StateUpdated {
  /** Who set it. */
  readonly nodeId: string;
  /** Parts are joined by `/`: `scratchpad/plan`. */
  readonly path: string;
  readonly value: JsonValue;
  /** The tool call of that node that set it; it counts once. */
  readonly use?: ToolPlace | undefined;
}

/** A tool call of a node, by its place in the turns of a round. */
export interface ToolPlace {
  readonly round: number;
  readonly turn: number;
  readonly index: number;
}

const id = z.string().check(z.minLength(1), z.maxLength(100));

export const agentSaidSchema = z.object({
  nodeId: id,
  round: z.int().check(z.minimum(0), z.maximum(10_000)),
  turn: z.int().check(z.minimum(1), z.maximum(1_000)),
  callId: id,
});

export const agentToolCallSchema = z.extend(agentSaidSchema, {
  index: z.int().check(z.minimum(0), z.maximum(1_000)),
  tool: z.string().check(z.maxLength(200)),
  category: z.nullable(z.enum(TOOL_CATEGORIES)),
  phase: z.enum(TOOL_CALL_PHASES),
  arguments: z.optional(jsonObjectSchema),
  result: z.optional(callTextSchema),
});

export const stateUpdatedSchema = z.object({
  nodeId: id,
  path: z.string().check(z.minLength(1), z.maxLength(200)),
  value: jsonValueSchema,
  use: z.optional(
    z.object({
      round: z.int().check(z.minimum(0), z.maximum(10_000)),
      turn: z.int().check(z.minimum(1), z.maximum(1_000)),
      index: z.int().check(z.minimum(0), z.maximum(1_000)),
    }),
  ),
});
