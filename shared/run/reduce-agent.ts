import type { ToolCallPhase } from './agent.ts';
import { NO_NODE, type Draft } from './draft.ts';
import type { FactOf } from './events.ts';
import type { AgentToolState, AgentTurn, NodeState } from './state.ts';

export type AgentFact = FactOf<'agent.message' | 'agent.thinking' | 'agent.tool_call'>;

const NO_TURNS: readonly AgentTurn[] = [];
const ORDER = { proposed: 0, running: 1, done: 2, failed: 2, denied: 2 } as const satisfies {
  readonly [phase in ToolCallPhase]: number;
};

/**
 * Facts about the turns of one node; each counts once. Returns the index of the node that changed, else NO_NODE.
 * `place` = the node's plan index, when it is known.
 */
export function reduceAgentFact(draft: Draft, fact: AgentFact, at: number, place?: number): number {
  const index = place ?? draft.indexOf(fact.data.nodeId);
  const node = index === undefined ? undefined : draft.node(index);
  if (index === undefined || node === undefined) return NO_NODE;
  if (node.phase !== 'running' || fact.data.round !== node.round) return NO_NODE;
  const agent = withFact(node.agent ?? NO_TURNS, fact, at);
  if (agent === null) return NO_NODE;
  draft.setNode(index, { ...node, agent });
  return index;
}

/** A value of the run. What a tool sets counts once: whoever takes over in the middle of it may say it again [AG4]. */
export function reduceKept(draft: Draft, { data }: FactOf<'state.updated'>): void {
  const { nodeId, path, value, use } = data;
  const index = use && draft.indexOf(nodeId);
  const node = index === undefined ? undefined : draft.node(index);
  const turn = use && node?.round === use.round ? node.agent?.[use.turn - 1] : undefined;
  const tool = use && turn?.tools[use.index];
  if (tool?.kept === true) return;
  if (index !== undefined && node?.agent && turn && tool) {
    const tools = turn.tools.with(tool.index, { ...tool, kept: true });
    draft.setNode(index, { ...node, agent: node.agent.with(turn.turn - 1, { ...turn, tools }) });
  }
  draft.patch({ values: { ...draft.run.values, [path]: value } });
}

/** null = the fact does not apply: turns follow one another, and none goes back. */
function withFact(turns: readonly AgentTurn[], fact: AgentFact, at: number): readonly AgentTurn[] | null {
  const { turn: number, callId } = fact.data;
  const known = turns[number - 1];
  if (known === undefined && number !== turns.length + 1) return null;
  if (known !== undefined && known.callId !== callId) return null;
  const turn = known ?? { turn: number, callId, hasMessage: false, hasThinking: false, tools: [] };
  const next = nextTurn(turn, fact, at);
  return next === null ? null : [...turns.slice(0, number - 1), next, ...turns.slice(number)];
}

function nextTurn(turn: AgentTurn, fact: AgentFact, at: number): AgentTurn | null {
  switch (fact.type) {
    case 'agent.message':
      return turn.hasMessage ? null : { ...turn, hasMessage: true };
    case 'agent.thinking':
      return turn.hasThinking ? null : { ...turn, hasThinking: true };
    case 'agent.tool_call': {
      const tool = nextTool(turn.tools, fact.data, at);
      return tool === null ? null : { ...turn, tools: putTool(turn.tools, tool) };
    }
    default:
      return fact satisfies never;
  }
}

function nextTool(
  tools: readonly AgentToolState[],
  data: FactOf<'agent.tool_call'>['data'],
  at: number,
): AgentToolState | null {
  const { index, tool, category, phase } = data;
  const known = tools[index];
  if (known === undefined) {
    if (phase !== 'proposed' || index !== tools.length) return null;
    return { index, tool, category, phase, arguments: null, result: null, at };
  }
  if (ORDER[phase] <= ORDER[known.phase]) return null;
  const { arguments: edited = known.arguments, result = known.result } = data;
  return { ...known, phase, arguments: edited, result, at };
}

const putTool = (tools: readonly AgentToolState[], tool: AgentToolState): readonly AgentToolState[] =>
  tool.index === tools.length ? [...tools, tool] : tools.with(tool.index, tool);

/** Puts the relay's time in the place of the one that a host guessed; see retime(). */
export function retimeToolCall(
  draft: Draft,
  { turn, index }: FactOf<'agent.tool_call'>['data'],
  place: number,
  at: number,
): void {
  const node: NodeState | undefined = draft.node(place);
  const known = node?.agent?.[turn - 1];
  const tool = known?.tools[index];
  if (node?.agent === undefined || known === undefined || tool === undefined) return;
  const tools = known.tools.with(index, { ...tool, at });
  draft.setNode(place, { ...node, agent: node.agent.with(turn - 1, { ...known, tools }) });
}
