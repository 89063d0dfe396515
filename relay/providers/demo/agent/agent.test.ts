import { describe, expect, it } from 'vitest';
import type { ChatMessage, TextCallRequest } from '#shared/run/call.ts';
import { readToolCalls, type ToolCall, type ToolSpec } from '#shared/run/tool-call.ts';
import { createManualTimers, recordCall } from '../../testing/harness.ts';
import { demoRequest } from '../testing.ts';
import { readQuestion } from './read-question.ts';

const AT_ONCE = { WEFT_DEMO_PACE: '0' };
const text = { type: 'string' };

function tool(name: string, properties: object = {}): ToolSpec {
  return { name, description: name, parameters: { type: 'object', properties: { ...properties } } };
}

const READ = tool('read_input', { number: { type: 'integer', minimum: 1, maximum: 2 } });
const ALL: readonly ToolSpec[] = [
  READ,
  tool('read_note', { name: text }),
  tool('write_note', { name: text, text }),
  tool('ask_person', { question: text, choices: { type: 'array', items: text } }),
  tool('make_file', { name: text, content: text }),
  tool('fetch_url', { url: text }),
];

const INPUT =
  'The harbour opened in 1902. Mara Lind built the first crane. Ships from Lisbon came every week.';

/** What tools answer in these tests. */
function resultOf({ name, arguments: given }: ToolCall): string {
  if (name === 'read_input') return given?.['number'] === 1 ? INPUT : 'The crane was sold in 1950.';
  if (name === 'fetch_url') return 'Status 200, text/plain:\n\nThe tide is high at noon.';
  if (name === 'ask_person') return 'short';
  return `Done: ${name}.`;
}

interface Course {
  readonly turns: readonly (readonly string[])[];
  readonly calls: readonly ToolCall[];
  readonly answer: string;
}

/** Goes through all turns, as an agent does. */
async function work(
  task: string,
  tools: readonly ToolSpec[],
  changes: Partial<TextCallRequest> = {},
): Promise<Course> {
  const messages: ChatMessage[] = [{ role: 'user', content: [{ type: 'text', text: task }] }];
  const turns: string[][] = [];
  const all: ToolCall[] = [];
  for (;;) {
    const request = demoRequest(
      'agent',
      task,
      { turn: String(turns.length + 1) },
      { messages: [...messages], tools, ...changes },
    );
    const { end } = await recordCall(request, AT_ONCE);
    expect(end.outcome).toBe('ok');
    const said = end.text?.kind === 'inline' ? end.text.text : '';
    const calls = end.toolCalls?.kind === 'inline' ? readToolCalls(end.toolCalls.text) : [];
    expect(end.finishReason).toBe(calls.length === 0 ? 'stop' : 'tool-calls');
    if (calls.length === 0) return { turns, calls: all, answer: said };
    turns.push(calls.map(({ name }) => name));
    all.push(...calls);
    messages.push({ role: 'assistant', content: [{ type: 'text', text: said }], toolCalls: calls });
    for (const call of calls)
      messages.push({ role: 'tool', toolCallId: call.id, content: [{ type: 'text', text: resultOf(call) }] });
  }
}

describe('the demo as an agent', () => {
  it('[DM4] reads what came in, notes the main points, and answers about it', async () => {
    const { turns, calls, answer } = await work('Summarise what comes in in two sentences.', ALL);
    expect(turns).toEqual([['read_input', 'read_input'], ['write_note']]);
    expect(calls[0]?.arguments).toEqual({ number: 1 });
    expect(JSON.stringify(calls[2]?.arguments)).toContain('1902');
    expect(answer).toMatch(/harbour|crane|Lisbon/);
  });

  it('[DM4] asks only when the task says to, and keeps to what was said', async () => {
    const asked = await work(
      'Ask me whether it should be short or long. Then write a slogan for a harbour.',
      ALL.slice(1),
    );
    expect(asked.turns).toEqual([['ask_person']]);
    expect(asked.calls[0]?.arguments).toEqual({
      question: 'Should it be short or long?',
      choices: ['short', 'long'],
    });
    expect(asked.answer).toContain('short');
    const unasked = await work('Write a slogan about the task at hand.', ALL.slice(1));
    expect(unasked.turns).toEqual([]);
  });

  it('[DM4] makes the file that the task names, and fetches the addresses in it', async () => {
    const task = 'Look at https://example.org/tides. Write what matters into tides.md';
    const { turns, calls, answer } = await work(task, ALL.slice(1));
    expect(turns).toEqual([['fetch_url'], ['write_note'], ['make_file']]);
    expect(calls[0]?.arguments).toEqual({ url: 'https://example.org/tides' });
    expect(calls.at(-1)?.arguments).toMatchObject({ name: 'tides.md' });
    expect(String(calls.at(-1)?.arguments?.['content']).length).toBeGreaterThan(40);
    expect(answer).toContain('tides.md');
  });

  it('[DM4] runs another step of the flow with what it read, and answers with what came of it', async () => {
    const step = tool('step_translate', { text, language: { enum: ['German'] } });
    const { turns, calls, answer } = await work('Translate it.', [READ, step]);
    expect(turns).toEqual([['read_input', 'read_input'], ['step_translate']]);
    expect(calls.at(-1)?.arguments).toMatchObject({ language: 'German' });
    expect(String(calls.at(-1)?.arguments?.['text'])).toContain('crane');
    expect(answer).toContain('Done: step_translate.');
  });

  it('[DM4] calls nothing that is not offered, and nothing in its last turn', async () => {
    const task = 'Ask me, look at https://example.org and write notes.md';
    expect((await work(task, [])).turns).toEqual([]);
    const last = demoRequest('agent', task, { turn: '3', isLast: 'yes' }, { tools: ALL });
    expect((await recordCall(last, AT_ONCE)).end.finishReason).toBe('stop');
  });

  it('[DM4] a step of a plan goes by its own words, not by those of the whole task', async () => {
    const task = [
      'Summarise the notes.',
      '<whole-task>\nStep 1 of 2, of: Ask me who it is for. Then write it into guide.md.\n</whole-task>',
      `<text>\n${INPUT}\n</text>`,
    ].join('\n\n');
    const { turns, answer } = await work(task, ALL.slice(1));
    expect(turns).toEqual([]);
    expect(answer).toMatch(/harbour|crane|Lisbon/);
    expect(answer).not.toContain('guide.md');
  });

  it('[DM2] the same conversation has the same turn', async () => {
    const task = 'Summarise what comes in.';
    expect(await work(task, ALL)).toEqual(await work(task, ALL));
  });

  it('[DM4] says what could not be used', async () => {
    const messages: ChatMessage[] = [
      { role: 'user', content: [{ type: 'text', text: 'Look at https://example.org' }] },
      { role: 'assistant', content: [], toolCalls: [{ id: 'a', name: 'fetch_url', arguments: {} }] },
      { role: 'tool', toolCallId: 'a', content: [{ type: 'text', text: 'Denied.' }], failed: true },
    ];
    const request = demoRequest(
      'agent',
      'Look at https://example.org',
      {},
      { messages, tools: ALL.slice(1) },
    );
    const { end } = await recordCall(request, AT_ONCE);
    expect(end.text?.kind === 'inline' && end.text.text).toContain('fetch_url');
  });

  it('[DM1] an answer by a schema is nothing but JSON, after its tools', async () => {
    const schema = {
      type: 'object',
      properties: { title: text, steps: { type: 'array', items: text } },
      required: ['title', 'steps'],
    };
    const responseFormat = { type: 'json', name: 'plan', schema } as const;
    const { turns, answer } = await work('Ask me who it is for. Plan a harbour festival.', ALL.slice(1), {
      responseFormat,
    });
    expect(turns).toEqual([['ask_person']]);
    const plan = JSON.parse(answer) as { readonly steps: readonly string[] };
    expect(plan.steps.length).toBeGreaterThan(1);
  });
});

describe('what the demo thinks', () => {
  it('[DM5] is told before the answer, word by word, when thinking is asked for, within its budget', async () => {
    const timers = createManualTimers();
    const request = demoRequest(
      'agent',
      'Summarise what comes in.',
      {},
      { tools: ALL, thinking: { budgetTokens: 1_024 } },
    );
    const ended = recordCall(request, { WEFT_DEMO_PACE: '50' }, { timers, now: timers.now });
    let done = false;
    void ended.then(() => (done = true));
    while (!done) {
      timers.advance(20);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { end, deltas } = await ended;
    const channels = deltas.map(({ channel }) => channel);
    expect(channels.indexOf('text')).toBeGreaterThan(8);
    expect(channels.lastIndexOf('reasoning')).toBeLessThan(channels.indexOf('text'));
    expect(end.reasoning).toMatchObject({ text: expect.stringContaining('read_input') as string });
    expect(end.usage?.reasoningTokens).toBeGreaterThan(5);
    const short = await recordCall({ ...request, thinking: { budgetTokens: 2 } }, AT_ONCE);
    expect(short.end.reasoning).toEqual({ kind: 'inline', text: 'I am to ' });
  });

  it('[DM5] is nothing when nobody asks for it', async () => {
    const { end } = await recordCall(demoRequest('agent', 'Sum up.', {}, { tools: ALL }), AT_ONCE);
    expect(end.reasoning).toBeUndefined();
  });

  it('[DM5] comes in the language of the task, with other tasks too', async () => {
    const request = demoRequest(
      'story',
      'Eine Geschichte von einem Fischer und der See',
      {},
      { thinking: { budgetTokens: 1_024 } },
    );
    const { end } = await recordCall(request, AT_ONCE);
    expect(end.reasoning).toMatchObject({
      text: expect.stringMatching(/^Das soll ich tun: Eine Geschichte/) as string,
    });
  });
});

describe('questions in tasks', () => {
  it.each([
    ['Ask a person which colour it should have. Then draw.', 'Which colour it should have?', []],
    ['Write a text, but check with me about the tone first.', 'The tone first?', []],
    ['Frag mich, ob es kurz oder lang sein soll.', 'Es kurz oder lang sein soll?', ['kurz', 'lang']],
    ['Ask.', 'What should I keep to?', []],
  ])('%s', (task, question, choices) => {
    expect(readQuestion(task, 'What should I keep to?')).toEqual({ question, choices });
  });

  it.each(['This task is basking in fragrance.', 'Write a mask.', ''])('%j asks nothing', (task) => {
    expect(readQuestion(task, '?')).toBeNull();
  });
});
