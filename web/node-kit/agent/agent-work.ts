import type { JsonObject, JsonValue } from '#shared/json.ts';
import type { ToolCategory } from '#shared/run/agent.ts';
import type { TextCallRequest } from '#shared/run/call.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import type { ToolCall } from '#shared/run/tool-call.ts';
import type { CallResult, CallWish } from '../types.ts';

/**
 * What the engine gives a runner that works in turns (`RunContext.agent`). Turns and tools are told in the log; whatever
 * has ended there is answered from it, so that no call and no tool is made twice (docs/spec/agents.md).
 */
export interface AgentWork {
  /** The model call of a turn, from 1. @throws WeftFailure when it failed for good */
  readonly turn: (turn: number, wish: TurnWish) => Promise<TurnResult>;
  /**
   * One tool call of a turn, told in the log from being proposed to its end. `work` is not asked when the log has the
   * end. What it throws is told to the model as a failure, unless it ends every runner.
   */
  readonly use: (use: ToolUse, work: (begin: BeginTool) => Promise<ToolOutcome>) => Promise<ToolOutcome>;
  /** Keeps a value in the run, for this node and others. */
  readonly keep: (path: string, value: JsonValue) => void;
  /** All values of the run, as far as the relay has recorded them. */
  readonly kept: () => { readonly [path: string]: JsonValue };
  /** What the node's calls of this round used so far; null = the log knows already that it goes on. */
  readonly spent: () => AgentSpending | null;
  /** Steps of the flow that this node may run itself. */
  readonly steps: readonly AgentStep[];
  /** Runs such a step with what it is given by handle; its effects are this node's. @throws WeftFailure */
  readonly runStep: (id: string, inputs: { readonly [handle: string]: string }) => Promise<NodeOutput>;
  /** The flow asks people about every plan, whatever the node says. */
  readonly reviewsPlans: boolean;
  /** What people call the step. */
  readonly label: string;
  /** Its id without its place in a repetition: leave that people give holds for all of them. */
  readonly name: string;
}

/** A step of the flow that a node runs itself. */
export interface AgentStep {
  readonly id: string;
  /** What people call it. */
  readonly label: string;
  /** One sentence. */
  readonly about: string;
  /** Where words come in. */
  readonly inputs: readonly {
    readonly handle: string;
    readonly label: string;
    readonly isRequired: boolean;
  }[];
}

export type TurnWish = CallWish & Pick<TextCallRequest, 'tools' | 'thinking'>;

export interface TurnResult extends CallResult {
  readonly callId: string;
  readonly toolCalls: readonly ToolCall[];
  /** What goes back unchanged with this turn; null = nothing. */
  readonly carry: JsonValue | null;
}

/** Which tool call. */
export interface ToolUse {
  readonly turn: number;
  /** n-th of its turn, from 0. */
  readonly index: number;
  readonly callId: string;
  readonly tool: string;
  /** null = there is no such tool. */
  readonly category: ToolCategory | null;
}

/** What is done counts from here, and so does its time. `edited` = what a person made of the arguments. */
export type BeginTool = (edited?: JsonObject) => Promise<void>;

export interface ToolOutcome {
  readonly phase: 'done' | 'failed' | 'denied';
  /** What the model is told. */
  readonly text: string;
}

export interface AgentSpending {
  readonly tokens: number;
  /** Calls whose tokens the provider did not tell. */
  readonly unknownTokens: number;
  readonly microUsd: number;
  /** Calls whose price is not known. */
  readonly unknownCosts: number;
}
