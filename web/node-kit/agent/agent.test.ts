import { describe, expect, it } from 'vitest';
import { readForm } from '#shared/forms/read-form.ts';
import type { JsonObject } from '#shared/json.ts';
import type { ToolCall } from '#shared/run/tool-call.ts';
import { definition } from '../../nodes/agent/node.ts';
import { run } from '../../nodes/agent/run.ts';
import { arrives, fakeRun, type FakeRunOptions } from '../testing.ts';
import { agentBrief } from './agent-brief.ts';
import { fakeAgentWork, type FakeAgentOptions } from './testing.ts';

const call = (name: string, values: JsonObject): ToolCall => ({ id: name, name, arguments: values });
const uses = (...toolCalls: ToolCall[]) => ({ toolCalls });

function start(agentOptions: FakeAgentOptions, options: FakeRunOptions = {}) {
  const fake = fakeRun(definition, { ...options, config: { task: 'Sum up', ...options.config } });
  const agent = fakeAgentWork(agentOptions);
  const context = { ...fake.context, agent: agent.work };
  return { fake, agent, context, end: run(context) };
}

describe('an agent', () => {
  it('[AG3] is told its task, what it is about, and which inputs there are; the answer is its output', async () => {
    const { agent, end } = start(
      { turns: [{ text: ' Short. ' }] },
      {
        arrivals: [arrives('A long text'), ['material-in', { text: 'one' }], ['material-in', { json: [2] }]],
        config: { system: 'You are brief.', thinking: 2_048 },
        guidance: 'Shorter',
      },
    );
    expect(await end).toEqual({ text: 'Short.' });
    const [wish] = agent.wishes;
    const said = JSON.stringify(wish?.messages);
    for (const part of ['You are brief.', 'Sum up', 'A long text', '2 inputs', 'Shorter'])
      expect(said).toContain(part);
    expect(wish).toMatchObject({
      thinking: { budgetTokens: 2_048 },
      purpose: { task: 'agent', subject: 'Sum up', details: { turn: '1', inputs: '2' } },
    });
    expect(wish?.tools?.map(({ name }) => name)).toEqual(['read_input', 'read_note', 'write_note']);
  });

  it('[AG3] has the tools of its form, and each one takes a form', () => {
    const config = { people: true, files: 'allow', network: 'ask', notes: 'off' };
    const { context } = start({ turns: [{ text: 'Done.' }] }, { config });
    const { tools } = agentBrief(context);
    expect(tools.map(({ name, category, leave }) => [name, category, leave])).toEqual([
      ['ask_person', 'ask', 'allow'],
      ['make_file', 'file', 'allow'],
      ['fetch_url', 'network', 'ask'],
    ]);
    for (const { parameters } of tools) expect(readForm(parameters).ok).toBe(true);
  });

  it('[AG3] reads inputs piece by piece, keeps notes, asks, writes files and fetches', async () => {
    const long = 'x'.repeat(12_001);
    const { agent, fake, end } = start(
      {
        turns: [
          uses(call('read_input', { number: 1 }), call('read_input', { number: 1, from: 12_000 })),
          uses(call('read_note', {}), call('write_note', { name: 'a', text: 'b' }), call('read_note', {})),
          uses(call('ask_person', { question: 'Red?', choices: ['yes', 'no'] })),
          uses(
            call('make_file', { name: 'sum', content: '# Sum' }),
            call('make_file', { name: 'a/b.txt', content: 'x' }),
          ),
          uses(call('fetch_url', { url: 'https://example.com/a' })),
          { text: 'Done.' },
        ],
      },
      {
        config: { people: true, files: 'allow', network: 'allow' },
        arrivals: [['material-in', { text: long }]],
        said: [{ outcome: 'submit', values: { answer: 'yes' } }],
        responses: [{ status: 404, text: 'gone' }],
      },
    );
    expect(await end).toEqual({ text: 'Done.' });
    expect(agent.uses.map(({ phase, text }) => `${phase}: ${text.slice(-40)}`)).toEqual([
      `done: ${'[1 more characters follow, from 12000.]'.padStart(40, '\n')}`,
      'done: x',
      'done: There are no notes yet.',
      'done: Noted as “a”.',
      'done: a',
      'done: yes',
      'done: Written as “sum.md”.',
      expect.stringContaining('failed: ') as string,
      'failed: Status 404, text/plain:\n\ngone',
    ]);
    expect(fake.files).toEqual([{ name: 'sum.md', mediaType: 'text/markdown', content: '# Sum' }]);
    expect(fake.questions).toMatchObject([
      { kind: 'form', message: 'Red?', form: { properties: { answer: { enum: ['yes', 'no'] } } } },
    ]);
  });

  it('[AG6] takes null for left out, and is told place by place what does not fit', async () => {
    const { agent, end } = start({
      turns: [
        uses(call('read_note', { name: null }), call('write_note', { name: 'a', more: 1 })),
        { text: 'Done.' },
      ],
    });
    await end;
    expect(agent.uses.map(({ phase }) => phase)).toEqual(['done', 'failed']);
    expect(agent.uses[1]?.text).toMatch(/text: .*\n.*no field “more”/s);
  });

  it('[AG7] ends at its money and tokens with what it had said, and says what could not be counted', async () => {
    const said = { text: 'So far so good.', ...uses(call('read_note', {})) };
    const spent = { microUsd: 30_000, unknownTokens: 1 };
    const { fake, end } = start({ turns: [said], spent }, { config: { maxCost: 0.03 } });
    expect(await end).toEqual({ text: 'So far so good.' });
    expect(fake.warnings).toEqual([
      'What some calls used is not known, so they do not count towards the limit.',
      'It used its $0.03. What it had said by then is its answer.',
    ]);
  });

  it('[AG7] with a single turn has no tools; without an answer it fails', async () => {
    const { agent, end } = start({ turns: [{ text: ' ' }] }, { config: { maxTurns: 1 } });
    await expect(end).rejects.toMatchObject({ error: { code: 'invalid-output', retryable: true } });
    expect(agent.wishes[0]?.tools).toBeUndefined();
  });

  it('[AG5] shows arguments that fit into no form, without offering to change them', async () => {
    const { fake, end } = start(
      { turns: [uses(call('make_file', { name: 'a', content: 'y'.repeat(16_000) })), { text: 'Done.' }] },
      { config: { files: 'ask' }, said: [{ outcome: 'allow' }] },
    );
    await end;
    expect(fake.questions).toMatchObject([
      { kind: 'tool', form: null, options: ['deny', 'allow-for-run', 'allow'] },
    ]);
    expect(fake.files).toHaveLength(1);
  });
});
