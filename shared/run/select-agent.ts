import type { ToolCallPhase } from './agent.ts';
import type { AgentToolState, AgentTurn, ApprovalState, NodeState } from './state.ts';

/** Questions about nodes that work in turns; pure. What the model wrote stands in the turn's call (`findCall`). */

const NONE: readonly AgentTurn[] = [];

/** The turns of the node's round, the first one first; [] for all other nodes. */
export function agentTurns(node: NodeState): readonly AgentTurn[] {
  return node.agent ?? NONE;
}

/** Whether nothing follows for a tool call. */
export function isToolOver(phase: ToolCallPhase): boolean {
  return phase === 'done' || phase === 'failed' || phase === 'denied';
}

/** A tool call of the node's round by its place; null = the log does not know it yet. */
export function toolCallOf(
  node: NodeState | undefined,
  { turn, index }: { readonly turn: number; readonly index: number },
): AgentToolState | null {
  return node?.agent?.[turn - 1]?.tools[index] ?? null;
}

/** Where notes stand among the values of a run. */
export const SCRATCHPAD = 'scratchpad/';

/**
 * Every turn and every tool call has numbers for effects of its own, from 1 on in the order in which they come, so that
 * what need not be done again after a takeover does not move the numbers of what follows.
 */
export const EFFECTS_PER_STEP = 100;

/** What a tool call asked people: whether it may, or what it is about; the newest question. null = it asked nothing. */
export function questionOfTool(
  node: NodeState,
  { turn, index }: { readonly turn: number; readonly index: number },
): ApprovalState | null {
  const before = agentTurns(node).slice(0, turn - 1);
  const step = before.reduce((steps, { tools }) => steps + 1 + tools.length, 2 + index);
  const isOfTool = ({ round, ordinal }: ApprovalState): boolean =>
    round === node.round && Math.floor(ordinal / EFFECTS_PER_STEP) === step;
  return node.approvals.findLast(isOfTool) ?? null;
}
