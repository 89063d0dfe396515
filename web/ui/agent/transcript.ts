import type { ToolCallPhase } from '#shared/run/agent.ts';
import type { CallText } from '#shared/run/call.ts';
import { latestCall, findCall } from '#shared/run/select.ts';
import { agentTurns, questionOfTool } from '#shared/run/select-agent.ts';
import type { AgentTurn, ApprovalState, CallState, NodeState } from '#shared/run/state.ts';
import type { JsonObject } from '#shared/json.ts';
import type { ToolCall } from '#shared/run/tool-call.ts';
import type { PartialText } from '../../state/run/partials.ts';

/** How an agent came to its answer, as it is shown: turns, each with what was thought, said and done. */
export interface ShownTurn {
  /** From 1. */
  readonly turn: number;
  readonly call: CallState | null;
  /** The model is at it. */
  readonly isOpen: boolean;
  /** Of the open call, as far as it has come; null = the call has ended, and holds both. */
  readonly partial: PartialText | null;
  readonly tools: AgentTurn['tools'];
}

/** One tool call as it is shown. */
export interface ShownTool {
  readonly index: number;
  readonly tool: string;
  readonly phase: ToolCallPhase;
  /** null = no JSON object: what came is in `raw`. */
  readonly arguments: JsonObject | null;
  readonly raw: string | null;
  /** A person changed what the model had written. */
  readonly isEdited: boolean;
  readonly result: CallText | null;
  /** What it asked people. */
  readonly question: ApprovalState | null;
}

/** The turns of the node's round; the one that the log does not tell of yet stands last. */
export function shownTurns(node: NodeState, partial: PartialText | null): readonly ShownTurn[] {
  const turns = agentTurns(node);
  const newest = latestCall(node);
  const last = turns.at(-1);
  const isUntold =
    newest !== null && newest.round === node.round && !turns.some(({ callId }) => callId === newest.callId);
  // A step that the agent runs itself makes calls too; they are no turns.
  const follows =
    isUntold && newest.task === 'agent'
      ? { turn: (last?.turn ?? 0) + 1, callId: newest.callId, tools: [] }
      : null;
  return [...turns, ...(follows === null ? [] : [follows])].map(({ turn, callId, tools }) => {
    const call = findCall(node, callId);
    const isOpen = call !== null && call.end === null && node.phase === 'running';
    return { turn, call, isOpen, partial: isOpen ? partial : null, tools };
  });
}

/** What a turn called: by the model's call, with what became of each. */
export function shownTools(
  node: NodeState,
  { turn, tools }: ShownTurn,
  called: readonly ToolCall[],
): readonly ShownTool[] {
  const count = Math.max(called.length, tools.length);
  return Array.from({ length: count }, (_, index): ShownTool => {
    const [wish, known] = [called[index], tools[index]];
    return {
      index,
      tool: known?.tool ?? wish?.name ?? '',
      phase: known?.phase ?? 'proposed',
      arguments: known?.arguments ?? wish?.arguments ?? null,
      raw: wish?.raw ?? null,
      isEdited: known?.arguments != null,
      result: known?.result ?? null,
      question: known === undefined ? null : questionOfTool(node, { turn, index }),
    };
  });
}

/** What the node is doing at this moment, for its card and for those who hear it. */
export function nowOf(node: NodeState, partial: PartialText | null): ShownNow | null {
  const turn = shownTurns(node, partial).at(-1);
  if (turn === undefined || node.phase !== 'running') return null;
  if (turn.isOpen) {
    if (turn.partial === null || (turn.partial.text === '' && turn.partial.reasoning === ''))
      return { turn: turn.turn, act: 'waits' };
    return { turn: turn.turn, act: turn.partial.text === '' ? 'thinks' : 'writes' };
  }
  const busy = turn.tools.find(({ phase }) => phase === 'running' || phase === 'proposed');
  if (busy === undefined) return { turn: turn.turn, act: 'waits' };
  const [called] = inlineCalls(turn.call).slice(busy.index, busy.index + 1);
  return {
    turn: turn.turn,
    act: 'uses',
    tool: busy.tool,
    arguments: busy.arguments ?? called?.arguments ?? null,
  };
}

export type ShownNow =
  | { readonly turn: number; readonly act: 'waits' | 'thinks' | 'writes' }
  | {
      readonly turn: number;
      readonly act: 'uses';
      readonly tool: string;
      readonly arguments: JsonObject | null;
    };

/** The calls of a turn that stand in the log itself; none where they lie in a blob. */
export function inlineCalls(call: CallState | null): readonly ToolCall[] {
  const text = call?.end?.toolCalls;
  return text?.kind === 'inline' ? parseCalls(text.text) : [];
}

/** The relay has checked them: here only what is drawn is looked at. */
export function parseCalls(text: string): readonly ToolCall[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed)
      ? (parsed as ToolCall[]).filter((call) => typeof call?.name === 'string')
      : [];
  } catch {
    return [];
  }
}
