import type { JsonValue } from '#shared/json.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import { toWeftError } from '#shared/run/errors.ts';
import type {
  AgentSpending,
  AgentStep,
  AgentWork,
  ToolOutcome,
  ToolUse,
  TurnResult,
  TurnWish,
} from './agent-work.ts';

/** Work in turns without an engine: turns are answered from a list, tools run at once. */
export interface FakeAgentWork {
  readonly work: AgentWork;
  /** What each turn asked for, in order. */
  readonly wishes: readonly TurnWish[];
  /** How each tool call ended, in order. */
  readonly uses: readonly (ToolUse & ToolOutcome)[];
  readonly values: { readonly [path: string]: JsonValue };
  /** What steps were given, in order. */
  readonly ran: readonly (readonly [id: string, inputs: object])[];
}

export interface FakeAgentOptions {
  /** The last one repeats. */
  readonly turns?: readonly Partial<TurnResult>[];
  readonly spent?: Partial<AgentSpending>;
  readonly steps?: readonly AgentStep[];
  readonly output?: NodeOutput;
  readonly reviewsPlans?: boolean;
}

export function fakeAgentWork(options: FakeAgentOptions = {}): FakeAgentWork {
  const wishes: TurnWish[] = [];
  const uses: (ToolUse & ToolOutcome)[] = [];
  const ran: (readonly [string, object])[] = [];
  const values: { [path: string]: JsonValue } = {};
  const nothing = { text: '', usage: null, truncated: false, toolCalls: [], carry: null };
  const work: AgentWork = {
    async turn(turn, wish) {
      wishes.push(wish);
      const { turns = [] } = options;
      return { ...nothing, callId: `turn-${turn}`, ...turns[Math.min(turn, turns.length) - 1] };
    },
    async use(use, run) {
      const broke = (caught: unknown): ToolOutcome => ({
        phase: 'failed',
        text: toWeftError(caught).message,
      });
      const outcome = await run(async () => undefined).catch(broke);
      uses.push({ ...use, ...outcome });
      return outcome;
    },
    keep: (path, value) => {
      values[path] = value;
    },
    kept: () => values,
    spent: () => ({ tokens: 0, unknownTokens: 0, microUsd: 0, unknownCosts: 0, ...options.spent }),
    steps: options.steps ?? [],
    runStep: async (id, inputs) => {
      ran.push([id, inputs]);
      return options.output ?? { text: 'made' };
    },
    reviewsPlans: options.reviewsPlans ?? false,
    label: 'Agent',
    name: 'agent',
  };
  return { work, wishes, uses, values, ran };
}
