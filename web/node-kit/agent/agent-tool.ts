import type { JsonObject } from '#shared/json.ts';
import type { ToolCategory } from '#shared/run/agent.ts';
import type { ToolSpec } from '#shared/run/tool-call.ts';

/** A tool as an agent has it. Its parameters are a form (shared/forms): they are judged, and people can change them. */
export interface AgentTool extends ToolSpec {
  readonly category: ToolCategory;
  /** `ask` = a person is asked before each use, until leave is given for the run. */
  readonly leave: Leave;
  /** What it does with these arguments, for the person who is asked: “Fetch https://…”. */
  readonly words: (values: JsonObject) => string;
  /** @returns what the model is told. @throws WeftFailure when it cannot be done, which the model is told too */
  readonly run: (values: JsonObject) => Promise<string> | string;
}

export type Leave = 'allow' | 'ask';

/** The parameters of a tool: a form of these fields. */
export function parametersOf(properties: JsonObject, required: readonly string[]): JsonObject {
  return { type: 'object', properties, required: [...required], additionalProperties: false };
}

/** Values have been judged by the tool's form. */
export const textOf = (values: JsonObject, key: string): string => {
  const value = values[key];
  return typeof value === 'string' ? value : '';
};
