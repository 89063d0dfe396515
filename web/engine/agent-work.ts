import { hashJson } from '#shared/hash.ts';
import type { JsonObject, JsonValue } from '#shared/json.ts';
import type { CallRequest, CallText, TextCallRequest } from '#shared/run/call.ts';
import { WeftFailure, type ErrorCode } from '#shared/run/errors.ts';
import type { HostFact } from '#shared/run/events.ts';
import { EFFECTS_PER_STEP, isToolOver, toolCallOf } from '#shared/run/select-agent.ts';
import { openApproval } from '#shared/run/select-approval.ts';
import type { CallState, NodeState } from '#shared/run/state.ts';
import { readToolCalls } from '#shared/run/tool-call.ts';
import type {
  AgentSpending,
  AgentStep,
  AgentWork,
  BeginTool,
  ToolOutcome,
  ToolUse,
  TurnResult,
  TurnWish,
} from '../node-kit/agent/agent-work.ts';
import type { CallResult } from '../node-kit/types.ts';
import type { NodeTask } from './execute.ts';
import { callText } from './node-outputs.ts';
import type { RunBlobs } from './ports.ts';
import type { TellLanes } from './tell-lanes.ts';

/** What turns need of the host, beside effects. */
export interface TurnPort {
  readonly reviewsPlans: boolean;
  readonly tell: TellLanes['tell'];
  readonly record: (fact: HostFact, index: number) => void;
  readonly node: (index: number) => NodeState | undefined;
  readonly values: () => { readonly [path: string]: JsonValue };
  readonly after: (delayInMs: number, callback: () => void) => () => void;
}

export interface AgentWorkOptions {
  readonly task: NodeTask;
  readonly turns: TurnPort;
  readonly blobs: RunBlobs;
  readonly request: (wish: TurnWish) => TextCallRequest;
  /** The runner's next effect is numbered so. */
  readonly number: (ordinal: number) => void;
  readonly effect: (request: CallRequest) => Promise<CallState>;
  readonly result: (call: CallState) => Promise<CallResult>;
  readonly steps: () => readonly AgentStep[];
  readonly runStep: AgentWork['runStep'];
}

/** A tool that takes longer is given up, unless it waits for people. */
const TOOL_MS = 10 * 60_000;
/** What the model is told of a result; the rest is left out, and it is told so. */
const RESULT_CHARACTERS = 16_000;
const INLINE_CHARACTERS = 4_000;
/** These end the runner itself. */
const FINAL: readonly ErrorCode[] = ['aborted', 'run-sealed', 'stale-epoch', 'nondeterministic-runner'];
/** Longer ones stand in the answer of the person who wrote them alone: an entry has 64 KiB. */
const ARGUMENTS_CHARACTERS = 12_000;
const encoder = new TextEncoder();

/** The turns and tools of one runner, in the order in which it asks for them. */
export function createAgentWork(options: AgentWorkOptions): AgentWork {
  const { task, turns } = options;
  let step = 0;
  // The tool at work: what it keeps, it keeps once.
  let using: ToolUse | null = null;
  const numberFrom = (from: number): void => options.number(from * EFFECTS_PER_STEP);

  /** Runs one step under numbers of its own. */
  async function inStep<T>(work: () => Promise<T>): Promise<T> {
    step += 1;
    numberFrom(step);
    try {
      return await work();
    } finally {
      numberFrom(step + 1);
    }
  }

  return Object.freeze({
    turn: (turn: number, wish: TurnWish) => inStep(() => takeTurn(options, turn, wish)),
    use: (use: ToolUse, work: (begin: BeginTool) => Promise<ToolOutcome>) =>
      inStep(() =>
        useTool(options, use, work, (tool) => {
          using = tool;
        }),
      ),
    keep(path: string, value: JsonValue) {
      const isKept = using !== null && toolCallOf(turns.node(task.index), using)?.kept === true;
      if (isKept || hashJson(turns.values()[path] ?? null) === hashJson(value)) return;
      const use = using && { round: task.round, turn: using.turn, index: using.index };
      const data = { nodeId: task.node.id, path, value, ...(use && { use }) };
      turns.record({ type: 'state.updated', data }, task.index);
    },
    kept: turns.values,
    spent: () => spentBefore(options, (step + 1) * EFFECTS_PER_STEP),
    steps: options.steps(),
    runStep: options.runStep,
    reviewsPlans: turns.reviewsPlans,
    label: task.node.label,
    name: task.node.id.replace(/@.*$/s, ''),
  });
}

async function takeTurn(options: AgentWorkOptions, turn: number, wish: TurnWish): Promise<TurnResult> {
  const call = await options.effect(options.request(wish));
  const { callId, end } = call;
  const result = await options.result(call);
  if (end?.reasoning !== undefined) say(options, 'agent.thinking', turn, callId);
  if (result.text.trim() !== '') say(options, 'agent.message', turn, callId);
  const [calls, carry] = await Promise.all([
    callText(end?.toolCalls, options.blobs),
    callText(end?.carry, options.blobs),
  ]);
  return {
    ...result,
    callId,
    toolCalls: calls === '' ? [] : readToolCalls(calls),
    carry: carry === '' ? null : (JSON.parse(carry) as JsonValue),
  };
}

function say(
  { task, turns }: AgentWorkOptions,
  type: 'agent.message' | 'agent.thinking',
  turn: number,
  callId: string,
): void {
  const known = turns.node(task.index)?.agent?.[turn - 1];
  const isTold = type === 'agent.message' ? known?.hasMessage : known?.hasThinking;
  if (isTold === true) return;
  turns.record({ type, data: { nodeId: task.node.id, round: task.round, turn, callId } }, task.index);
}

async function useTool(
  options: AgentWorkOptions,
  use: ToolUse,
  work: (begin: BeginTool) => Promise<ToolOutcome>,
  begun: (tool: ToolUse | null) => void,
): Promise<ToolOutcome> {
  const known = toolCallOf(options.turns.node(options.task.index), use);
  if (known !== null && isToolOver(known.phase)) {
    const text = await callText(known.result ?? undefined, options.blobs);
    return { phase: known.phase as ToolOutcome['phase'], text };
  }
  await tell(options, use, { phase: 'proposed' });
  const outcome = await outcomeOf(options, use, (begin) =>
    work(async (edited) => {
      await begin(edited);
      begun(use);
    }),
  ).finally(() => begun(null));
  const text = cut(outcome.text);
  await tell(options, use, { phase: outcome.phase, result: await keepText(text, options.blobs) });
  return { phase: outcome.phase, text };
}

type Told = Pick<Extract<HostFact, { type: 'agent.tool_call' }>['data'], 'phase' | 'arguments' | 'result'>;

/** Resolves when the relay has recorded this step of the tool call, or a later one. */
function tell({ task, turns }: AgentWorkOptions, use: ToolUse, told: Told): Promise<void> {
  const { index, round, node } = task;
  const isTold = (state: NodeState): boolean => {
    const phase = toolCallOf(state, use)?.phase;
    if (phase === undefined) return false;
    return told.phase === 'proposed' || isToolOver(phase) || phase === told.phase;
  };
  const data = { nodeId: node.id, round, ...use, ...told };
  return turns.tell({ index, round, ordinal: 0 }, { type: 'agent.tool_call', data }, isTold);
}

/** What the tool came to: its own word, what it broke with, or that it took too long. */
function outcomeOf(
  options: AgentWorkOptions,
  use: ToolUse,
  work: (begin: BeginTool) => Promise<ToolOutcome>,
): Promise<ToolOutcome> {
  return new Promise((resolve, reject) => {
    let callOff: (() => void) | null = null;
    const watch = (): void => {
      callOff = options.turns.after(TOOL_MS, () => {
        const node = options.turns.node(options.task.index);
        if (node !== undefined && openApproval(node) !== null) return;
        resolve({ phase: 'failed', text: `“${use.tool}” took longer than 10 minutes and was given up.` });
      });
    };
    const begin = async (edited?: JsonObject): Promise<void> => {
      const isShown = edited !== undefined && JSON.stringify(edited).length <= ARGUMENTS_CHARACTERS;
      await tell(options, use, { phase: 'running', ...(isShown ? { arguments: edited } : {}) });
      if (use.category !== 'ask') watch();
    };
    void work(begin)
      .catch(failureOf)
      .then(resolve, reject)
      .finally(() => callOff?.());
  });
}

/** @throws what ends the runner itself */
function failureOf(caught: unknown): ToolOutcome {
  if (!(caught instanceof WeftFailure)) return { phase: 'failed', text: 'The tool broke.' };
  if (FINAL.includes(caught.error.code)) throw caught;
  return { phase: 'failed', text: caught.error.message };
}

function cut(text: string): string {
  if (text.length <= RESULT_CHARACTERS) return text;
  const shown = text.slice(0, RESULT_CHARACTERS).replace(/[\ud800-\udbff]$/, '');
  return `${shown}\n\n[${text.length - shown.length} more characters were left out.]`;
}

async function keepText(text: string, blobs: RunBlobs): Promise<CallText> {
  if (text.length <= INLINE_CHARACTERS) return { kind: 'inline', text };
  const bytes = encoder.encode(text);
  return { kind: 'blob', hash: await blobs.put(bytes), bytes: bytes.length };
}

/** Over the calls numbered below `next`; null where one from there on stands in the log, for then it went on. */
function spentBefore({ task, turns }: AgentWorkOptions, next: number): AgentSpending | null {
  const mine = turns.node(task.index)?.calls.filter(({ round }) => round === task.round) ?? [];
  if (mine.some(({ ordinal }) => ordinal >= next)) return null;
  const spent = { tokens: 0, unknownTokens: 0, microUsd: 0, unknownCosts: 0 };
  for (const { end, task: kind } of mine) {
    if (end === null) continue;
    if (end.costMicroUsd === null) spent.unknownCosts += 1;
    else spent.microUsd += end.costMicroUsd;
    if (end.usage !== undefined) spent.tokens += end.usage.inputTokens + end.usage.outputTokens;
    else if (end.outcome === 'ok' && kind === 'agent') spent.unknownTokens += 1;
  }
  return spent;
}
