import { describe, expect, it } from 'vitest';
import { PENDING_NODE, type ApprovalState, type CallState, type NodeState } from '#shared/run/state.ts';
import { writeToolCalls, type ToolCall } from '#shared/run/tool-call.ts';
import { inlineCalls, nowOf, parseCalls, shownTools, shownTurns } from './transcript.ts';
import { limitWords, nowWords, toolWords } from './tool-words.ts';

const READ: ToolCall = { id: 'a', name: 'read_input', arguments: { number: 1 } };
const FETCH: ToolCall = { id: 'b', name: 'fetch_url', arguments: { url: 'https://example.org' } };

function call(callId: string, ordinal: number, more: Partial<CallState> = {}): CallState {
  return {
    ...{ callId, round: 0, ordinal, try: 1, provider: 'demo', model: 'demo', task: 'agent', requestHash: '' },
    ...{ phase: 'sent', acceptedAt: 1, sentAt: 1, endedAt: null, end: null, resolution: null },
    ...more,
  };
}

function ended(callId: string, ordinal: number, calls: readonly ToolCall[]): CallState {
  const toolCalls = { kind: 'inline', text: writeToolCalls(calls) } as const;
  const end = { outcome: 'ok', retry: 'never', toolCalls, costMicroUsd: 0, durationMs: 1 } as const;
  return call(callId, ordinal, { phase: 'ended', end });
}

function approval(ordinal: number): ApprovalState {
  const request = {
    kind: 'tool',
    title: '',
    message: '',
    subject: {},
    options: ['allow'],
    form: null,
    mustExplain: false,
    deadline: null,
    answerers: 'editors',
    redoes: [],
  } as const;
  return {
    approvalId: `q${ordinal}`,
    round: 0,
    ordinal,
    requestHash: '',
    request,
    phase: 'open',
    requestedAt: 1,
    endedAt: null,
    answer: null,
  };
}

const tool = (index: number, name: string, phase: 'proposed' | 'running' | 'done') => ({
  ...({ index, tool: name, category: 'read', phase, arguments: null, result: null, at: 1 } as const),
});

const TURN = { turn: 1, callId: 'c1', hasMessage: true, hasThinking: false } as const;

function node(changes: Partial<NodeState>): NodeState {
  return { ...PENDING_NODE, phase: 'running', ...changes };
}

describe('turns as they are shown', () => {
  it('the first one is there before the log tells of it, with what has come', () => {
    const partial = { text: '', reasoning: 'Hm.' };
    const [turn] = shownTurns(node({ calls: [call('c1', 100)] }), partial);
    expect(turn).toMatchObject({ turn: 1, isOpen: true, partial, tools: [] });
  });

  it('calls of steps that the agent runs itself are no turns', () => {
    const calls = [ended('c1', 100, [READ]), call('c2', 200, { task: 'translate' })];
    const agent = [{ ...TURN, tools: [tool(0, 'step_translate', 'running')] }];
    const turns = shownTurns(node({ calls, agent }), { text: 'Bonjour', reasoning: '' });
    expect(turns.map(({ turn, partial }) => [turn, partial])).toEqual([[1, null]]);
  });

  it('tools stand in the order of the model, with what became of each and what people were asked', () => {
    const calls = [ended('c1', 100, [READ, FETCH])];
    const agent = [{ ...TURN, tools: [tool(0, 'read_input', 'done')] }];
    const state = node({ calls, agent, approvals: [approval(200), approval(301)] });
    const [turn] = shownTurns(state, null);
    const tools = turn === undefined ? [] : shownTools(state, turn, inlineCalls(turn.call));
    expect(tools).toMatchObject([
      { tool: 'read_input', phase: 'done', arguments: { number: 1 }, question: { approvalId: 'q200' } },
      { tool: 'fetch_url', phase: 'proposed', question: null },
    ]);
  });

  it('questions of a later turn belong to its tools', () => {
    const calls = [ended('c1', 100, [READ, FETCH]), ended('c2', 400, [FETCH])];
    const agent = [
      { ...TURN, tools: [tool(0, 'read_input', 'done'), tool(1, 'fetch_url', 'done')] },
      { ...TURN, turn: 2, callId: 'c2', tools: [tool(0, 'fetch_url', 'proposed')] },
    ];
    const state = node({ calls, agent, approvals: [approval(500)] });
    const turn = shownTurns(state, null)[1];
    expect(turn && shownTools(state, turn, [FETCH])[0]?.question?.approvalId).toBe('q500');
  });

  it.each(['', '{}', '[1]', '[null]', '['])('%j holds no calls', (text) => {
    expect(parseCalls(text)).toEqual([]);
  });
});

describe('what an agent does now', () => {
  const words = (state: NodeState, text = '', reasoning = ''): string | null => {
    const now = nowOf(state, { text, reasoning });
    return now && nowWords(now);
  };

  it('waits, thinks, writes', () => {
    const state = node({ calls: [call('c1', 100)] });
    expect(words(state)).toBe('Turn 1 · Waits for the model');
    expect(words(state, '', 'Hm')).toBe('Turn 1 · Thinks');
    expect(words(state, 'So', 'Hm')).toBe('Turn 1 · Writes');
  });

  it('uses a tool, named with what it was given', () => {
    const calls = [ended('c1', 100, [READ, FETCH])];
    const agent = [{ ...TURN, tools: [tool(0, 'read_input', 'done'), tool(1, 'fetch_url', 'running')] }];
    expect(words(node({ calls, agent }))).toBe('Turn 1 · Fetch https://example.org');
  });

  it('nothing once it is over', () => {
    expect(nowOf(node({ phase: 'completed', calls: [ended('c1', 100, [])] }), null)).toBeNull();
  });
});

describe('words', () => {
  it.each([
    ['make_file', { name: 'a.md' }, 'Write the file “a.md”'],
    ['step_write_story', {}, 'Run “write story”'],
    ['fetch_url', null, 'Fetch'],
    ['', null, 'A tool without a name'],
    ['something_else', {}, 'something_else'],
    ['write_note', { name: 'x'.repeat(200) }, `Note “${'x'.repeat(79)}…”`],
  ])('%s %j', (name, given, words) => {
    expect(toolWords(name, given)).toBe(words);
  });

  it('limits, and what was used without one', () => {
    const use = { turns: 2, tokens: 1_204, microUsd: 1_200, costOpen: true };
    expect(limitWords(use, { maxTurns: 8, maxTokens: 100_000, maxCost: 0.5 })).toEqual([
      '2 of 8 turns',
      '1,204 of 100,000 tokens',
      '$0.0012+ of $0.5',
    ]);
    expect(limitWords({ ...use, turns: 1, costOpen: false }, {})).toEqual([
      '1 turn',
      '1,204 tokens',
      '$0.0012',
    ]);
  });
});
