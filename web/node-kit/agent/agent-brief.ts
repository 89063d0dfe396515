import type { JsonObject, JsonValue } from '#shared/json.ts';
import { configText, type RunContext } from '../types.ts';
import { askPersonTool, fetchUrlTool, makeFileTool } from './acting-tools.ts';
import type { AgentTool, Leave } from './agent-tool.ts';
import { materialOf, noteTools, readInputTool } from './reading-tools.ts';
import { stepTools } from './step-tools.ts';
import type { AgentBrief, AgentLimits } from './run-agent.ts';

/** What the fields of `agentFields` come to: tools, limits, who the agent is. Without its task. */
export function agentBrief(context: RunContext): Omit<AgentBrief, 'task' | 'sections'> {
  const { config } = context;
  const material = materialOf(context);
  return {
    system: configText(config, 'system'),
    inputs: material.length,
    tools: toolsOf(context, material),
    limits: limitsOf(config),
    thinkingTokens: numberOf(config['thinking']) ?? 0,
  };
}

function toolsOf(context: RunContext, material: readonly string[]): readonly AgentTool[] {
  const { config } = context;
  const notes = leaveOf(config, 'notes');
  const files = leaveOf(config, 'files');
  const network = leaveOf(config, 'network');
  const steps = leaveOf(config, 'steps');
  return [
    readInputTool(material),
    ...(notes === null ? [] : noteTools(context, notes)),
    config['people'] === true ? askPersonTool(context, context.agent.label) : null,
    files && makeFileTool(context, files),
    network && fetchUrlTool(context, network),
    ...(steps === null ? [] : stepTools(context, steps)),
  ].filter((tool) => tool !== null);
}

/** null = the tool is off. */
function leaveOf(config: JsonObject, key: string): Leave | null {
  const value = config[key];
  return value === 'allow' || value === 'ask' ? value : null;
}

function limitsOf(config: JsonObject): AgentLimits {
  const money = numberOf(config['maxCost']);
  return {
    turns: Math.max(1, Math.round(numberOf(config['maxTurns']) ?? 8)),
    tokens: numberOf(config['maxTokens']),
    microUsd: money === null ? null : Math.round(money * 1_000_000),
  };
}

const numberOf = (value: JsonValue | undefined): number | null => (typeof value === 'number' ? value : null);
