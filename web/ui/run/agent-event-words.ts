import type { ToolCallPhase } from '#shared/run/agent.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { NodeDisplayStatus } from '../status/node-status.ts';

export type AgentEntry = Extract<
  LogEntry,
  { readonly type: 'agent.message' | 'agent.thinking' | 'agent.tool_call' | 'state.updated' }
>;

/** What became of a tool call, with the icon and colour for it. `TOOL` stands for the tool's name. */
const TOOL_WORDS = {
  proposed: ['wants to use TOOL', 'queued'],
  running: ['uses TOOL', 'running'],
  done: ['TOOL is done', 'done'],
  failed: ['TOOL did not work', 'failed'],
  denied: ['a person did not allow TOOL', 'skipped'],
} as const satisfies { readonly [phase in ToolCallPhase]: readonly [string, NodeDisplayStatus] };

/** An entry about an agent's turn in plain words. */
export function agentWords(entry: AgentEntry, name: string): readonly [string, NodeDisplayStatus] {
  switch (entry.type) {
    case 'agent.message':
      return [`${name} spoke in turn ${entry.data.turn}`, 'done'];
    case 'agent.thinking':
      return [`${name} thought in turn ${entry.data.turn}`, 'done'];
    case 'agent.tool_call': {
      const [words, status] = TOOL_WORDS[entry.data.phase];
      return [`${name}: ${words.replace('TOOL', () => entry.data.tool)}`, status];
    }
    case 'state.updated':
      return [`${name} noted “${entry.data.path}”`, 'done'];
    default:
      return entry satisfies never;
  }
}
