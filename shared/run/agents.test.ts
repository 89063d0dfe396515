import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact, FactOf } from './events.ts';
import { foldEntries } from './reduce.ts';
import { nodeState } from './select.ts';
import { agentTurns } from './select-agent.ts';
import { emptyRun, type NodeState, type RunState } from './state.ts';
import { arbitraryAgentFact, completedFact, numbered, planOf, startedFact } from './testing.ts';

const running = (round = 0): Fact => ({
  type: 'execution.node.status',
  data: { nodeId: 'n0', status: 'running', round },
});
const said = (turn: number, type: 'agent.message' | 'agent.thinking' = 'agent.message'): Fact => ({
  type,
  data: { nodeId: 'n0', round: 0, turn, callId: `c${turn}` },
});
const tool = (change: Partial<FactOf<'agent.tool_call'>['data']> = {}): Fact => ({
  type: 'agent.tool_call',
  data: {
    ...{ nodeId: 'n0', round: 0, turn: 1, callId: 'c1', index: 0, tool: 'read_input', category: 'read' },
    phase: 'proposed',
    ...change,
  },
});
const begun = [startedFact(planOf(1, [])), running()];
const fold = (facts: readonly Fact[]): RunState => foldEntries(emptyRun('run'), numbered(facts));
const node = (run: RunState): NodeState => nodeState(run, 'n0') as NodeState;

describe('turns in the fold', () => {
  it('[AG1] stand in their order with what was said, thought and done in them', () => {
    const result = { kind: 'inline', text: 'Ada' } as const;
    const run = fold([
      ...begun,
      ...[said(1, 'agent.thinking'), said(1), tool(), tool({ phase: 'running' })],
      ...[tool({ phase: 'done', result, arguments: { name: 'who' } }), said(2)],
    ]);
    expect(agentTurns(node(run))).toEqual([
      {
        ...{ turn: 1, callId: 'c1', hasMessage: true, hasThinking: true },
        tools: [
          {
            ...{ index: 0, tool: 'read_input', category: 'read', phase: 'done', at: 1_007 },
            ...{ arguments: { name: 'who' }, result },
          },
        ],
      },
      { turn: 2, callId: 'c2', hasMessage: true, hasThinking: false, tools: [] },
    ]);
  });

  it('[AG4] a tool sets its value once: said again after others have written over it, it changes nothing', () => {
    const use = { round: 0, turn: 1, index: 0 };
    const kept = (value: string, by?: typeof use): Fact => ({
      type: 'state.updated',
      data: { nodeId: 'n0', path: 'scratchpad/a', value, ...(by && { use: by }) },
    });
    const first = [...begun, tool(), tool({ phase: 'running' }), kept('one', use)];
    expect(fold(first).values).toEqual({ 'scratchpad/a': 'one' });
    const over = fold([...first, kept('two'), kept('one', use)]);
    expect(over.values).toEqual({ 'scratchpad/a': 'two' });
    // Of a tool that nobody knows, and of another round: a value as any other.
    expect(fold([...first, kept('three', { ...use, index: 7 })]).values['scratchpad/a']).toBe('three');
    expect(fold([...first, kept('four', { ...use, round: 4 })]).values['scratchpad/a']).toBe('four');
    const done = fold([...first, tool({ phase: 'done' })]);
    expect(agentTurns(node(done))[0]?.tools).toMatchObject([{ phase: 'done', kept: true }]);
  });

  it('[AG1] count each step once: what is said again, or too late, changes nothing', () => {
    const done = [...begun, said(1), tool(), tool({ phase: 'denied' })];
    const run = fold(done);
    const again = [said(1), tool(), tool({ phase: 'running' }), tool({ phase: 'done' }), said(3)];
    expect(node(foldEntries(run, numbered(again, done.length + 1)))).toBe(node(run));
  });

  it('[AG1] stay when their node ends, and are gone when it runs again', () => {
    const done = [...begun, said(1), completedFact('n0')];
    expect(agentTurns(node(fold(done)))).toHaveLength(1);
    const again: Fact = {
      type: 'execution.node.amended',
      data: { nodeId: 'n0', action: 'retry', round: 1 },
    };
    expect(agentTurns(node(fold([...done, again, running(1)])))).toEqual([]);
  });

  it('[AG1] hold one unbroken list whatever a host says', () => {
    const facts = fc.array(arbitraryAgentFact(fc.constant('n0')), { maxLength: 60 });
    fc.assert(
      fc.property(facts, (some) => {
        const turns = agentTurns(node(fold([...begun, ...some])));
        expect(turns.map(({ turn }) => turn)).toEqual(turns.map((_, index) => index + 1));
        for (const { tools } of turns)
          expect(tools.map(({ index }) => index)).toEqual(tools.map((_, index) => index));
      }),
    );
  });

  it('[AG2] keep values by path, the last one each', () => {
    const kept = (path: string, value: number): Fact => ({
      type: 'state.updated',
      data: { nodeId: 'n0', path, value },
    });
    expect(fold([...begun, kept('a', 1), kept('b', 2), kept('a', 3)]).values).toEqual({ a: 3, b: 2 });
  });
});
