import { describe, expect, it } from 'vitest';
import type { TextCallRequest } from '#shared/run/call.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { PlanNode } from '#shared/run/plan.ts';
import { weftError } from '#shared/run/errors.ts';
import { openApprovals } from '#shared/run/select-approval.ts';
import { nodeState } from '#shared/run/select.ts';
import { writeToolCalls, type ToolCall } from '#shared/run/tool-call.ts';
import { effectiveConfig } from '../node-kit/effective-config.ts';
import { definition } from '../nodes/agent/node.ts';
import { run } from '../nodes/agent/run.ts';
import type { AskWish, NodeRunner } from '../node-kit/types.ts';
import { answer, type ProviderAnswer } from './testing/fake-provider.ts';
import { hostOn } from './testing/test-host.ts';
import { testDefinition, testRegistry } from './testing/test-nodes.ts';
import { testPlan, testPlanNode } from './testing/test-plan.ts';
import { createTestRoom, type TestRoom } from './testing/test-room.ts';
import { createVirtualClock, type VirtualClock } from './testing/virtual-clock.ts';

const model = { provider: 'demo', model: 'demo', temperature: 0.7, maxOutputTokens: 500, parameters: {} };
/** A step with a model of its own that may ask people before. */
const shout: NodeRunner = async ({ inputs, call, config, ask }) => {
  if (config['asks'] === true) await ask({ ...QUESTION, text: inputs.text });
  const content = [{ type: 'text', text: inputs.text }] as const;
  const purpose = { task: 'shout', details: {}, subject: inputs.text };
  return { text: (await call({ messages: [{ role: 'user', content }], purpose })).text };
};
const QUESTION: AskWish = {
  ...{ kind: 'approval', title: 'Good?', message: '', text: '', images: [], form: null },
  ...{ options: ['approve', 'reject'], mustExplain: false, deadline: null, answerers: 'links' },
};
const shouting = testDefinition('shout', { model: { kind: 'text', ...model } });
const registry = testRegistry([
  { definition, run },
  { definition: shouting, run: shout },
]);

type Script = readonly (string | readonly Partial<ToolCall>[])[];

/** Turn by turn: words, or tools that are called. */
function scripted(script: Script, usage?: { readonly inputTokens: number; readonly outputTokens: number }) {
  return (request: TextCallRequest): ProviderAnswer => {
    if (request.purpose.task === 'shout') return answer(`${request.purpose.subject.toUpperCase()}!`);
    const turn = Number(request.purpose.details['turn'] ?? '1');
    const said = script[Math.min(turn, script.length) - 1] ?? '';
    const end = { outcome: 'ok', retry: 'never', ...(usage && { usage }) } as const;
    if (typeof said === 'string')
      return { durationMs: 10, end: { ...end, text: { kind: 'inline', text: said }, finishReason: 'stop' } };
    const calls = said.map((call, index): ToolCall => ({
      ...{ id: `${turn}-${index}`, name: 'read_note', arguments: {}, ...call },
    }));
    return {
      durationMs: 10,
      end: {
        ...end,
        text: { kind: 'inline', text: '' },
        reasoning: { kind: 'inline', text: `Thinking of ${turn}` },
        toolCalls: { kind: 'inline', text: writeToolCalls(calls) },
        carry: { kind: 'inline', text: `{"signed":${turn}}` },
        finishReason: 'tool-calls',
      },
    };
  };
}

interface Stage {
  readonly room: TestRoom;
  readonly clock: VirtualClock;
  readonly requests: () => readonly TextCallRequest[];
}

function stage(
  config: object,
  provider: ReturnType<typeof scripted>,
  more: Partial<PlanNode> = {},
  log?: readonly LogEntry[],
): Stage {
  const clock = createVirtualClock();
  const whole = effectiveConfig(definition, { task: 'Count', ...config });
  const node: PlanNode = testPlanNode('agent1', {
    type: 'agent',
    config: whole,
    model,
    samples: true,
    ...more,
  });
  const plan = testPlan([node], []);
  const room = createTestRoom({
    ...{ clock, plan, provider: (request) => provider(request as TextCallRequest) },
    ...(log && { log }),
  });
  return { room, clock, requests: () => room.requests.map(({ request }) => request as TextCallRequest) };
}

async function play(on: Stage): Promise<void> {
  hostOn(on.room, { registry, clock: on.clock });
  await on.clock.run();
}

const agent = ({ room }: Stage) => nodeState(room.state(), 'agent1');
const result = (on: Stage) => {
  const ref = agent(on)?.output;
  const call = ref?.kind === 'call' ? agent(on)?.calls.find(({ callId }) => callId === ref.callId) : null;
  return ref?.kind === 'inline' ? ref.output.text : call?.end?.text;
};
const answerWith = (on: Stage, more: object): boolean => {
  const approvalId = openApprovals(on.room.state())[0]?.approval.approvalId ?? '';
  const data = { approvalId, name: 'Bea', outcome: 'allow' as const, ...more };
  return on.room.command({ type: 'approval.resolve', data }).ok;
};
const note = (name: string, text: string): Partial<ToolCall> => ({
  name: 'write_note',
  arguments: { name, text },
});
const toolFacts = (room: TestRoom) =>
  room.log.flatMap((entry) => (entry.type === 'agent.tool_call' ? [entry.data] : []));

describe('an agent in a run', () => {
  it('[AG3] goes from model to tools and back until it answers, and each step stands in the log', async () => {
    const on = stage({}, scripted([[note('a', 'one')], [{ arguments: { name: 'a' } }], 'It is one.']));
    await play(on);
    expect(on.room.state()).toMatchObject({
      phase: 'completed',
      outcome: 'ok',
      values: { 'scratchpad/a': 'one' },
    });
    expect(result(on)).toEqual({ kind: 'inline', text: 'It is one.' });
    expect(agent(on)?.agent).toMatchObject([
      { turn: 1, hasMessage: false, hasThinking: true, tools: [{ tool: 'write_note', phase: 'done' }] },
      { turn: 2, tools: [{ tool: 'read_note', phase: 'done', result: { text: 'one' } }] },
      { turn: 3, hasMessage: true, hasThinking: false, tools: [] },
    ]);
    expect(toolFacts(on.room).map(({ phase }) => phase)).toEqual([
      ...['proposed', 'running', 'done', 'proposed', 'running', 'done'],
    ]);
    expect(on.requests()[2]?.messages.slice(-4)).toEqual([
      { role: 'assistant', content: [], toolCalls: [expect.anything()], carry: { signed: 1 } },
      { role: 'tool', toolCallId: '1-0', content: [{ type: 'text', text: 'Noted as “a”.' }] },
      { role: 'assistant', content: [], toolCalls: [expect.anything()], carry: { signed: 2 } },
      { role: 'tool', toolCallId: '2-0', content: [{ type: 'text', text: 'one' }] },
    ]);
  });

  it('[AG4] wherever its host dies, no call is made and no tool used twice, and it comes to the same', async () => {
    const script: Script = [
      [note('a', 'one'), { name: 'make_file', arguments: { name: 'x.md', content: 'Hello' } }],
      [{ arguments: { name: 'a' } }, { name: 'no_such_tool' }],
      'Done.',
    ];
    const config = { files: 'ask' };
    const whole = stage(config, scripted(script));
    await play(whole);
    answerWith(whole, {});
    await whole.clock.run();
    expect(whole.room.state().phase).toBe('completed');
    for (let cut = 2; cut < whole.room.log.length; cut += 1) {
      const on = stage(config, scripted(script));
      const first = hostOn(on.room, { registry, clock: on.clock });
      on.room.onStored = ({ seq }) => {
        if (seq === cut) first.kill();
      };
      await on.clock.run();
      answerWith(on, {});
      await on.clock.run();
      await play(on);
      if (openApprovals(on.room.state()).length > 0) {
        answerWith(on, {});
        await on.clock.run();
      }
      expect([cut, on.room.state().phase]).toEqual([cut, 'completed']);
      expect(agent(on)?.phase).toBe('completed');
      expect(on.requests()).toEqual(whole.requests());
      const steps = toolFacts(on.room).map(({ turn, index, phase }) => `${turn}.${index} ${phase}`);
      expect(new Set(steps).size).toBe(steps.length);
      expect(steps.toSorted()).toEqual(
        toolFacts(whole.room)
          .map(({ turn, index, phase }) => `${turn}.${index} ${phase}`)
          .toSorted(),
      );
      const files = on.room.log.filter(({ type }) => type.startsWith('file.'));
      expect(files).toHaveLength(1);
      expect(on.room.log.filter(({ type }) => type === 'approval.requested')).toHaveLength(1);
    }
  });

  it('[AG4] a note over which somebody else has written meanwhile is not written again after a takeover', async () => {
    const script: Script = [[note('a', 'one')], 'Done.'];
    const whole = stage({}, scripted(script));
    await play(whole);
    const noted = whole.room.log.findIndex(({ type }) => type === 'state.updated');
    const before = whole.room.log.slice(0, noted + 1);
    const last = before.at(-1) as LogEntry;
    const over = { nodeId: 'another', path: 'scratchpad/a', value: 'two' };
    const log = [...before, { ...last, seq: last.seq + 1, type: 'state.updated' as const, data: over }];
    const on = stage({}, scripted(script), {}, log);
    await play(on);
    expect(on.room.state()).toMatchObject({ phase: 'completed', values: { 'scratchpad/a': 'two' } });
    expect(on.room.log.filter(({ type }) => type === 'state.updated')).toHaveLength(2);
  });

  it('[AG5] asks before a tool whose form says so; no, changed, and leave for the run', async () => {
    const files = [{ name: 'make_file', arguments: { name: 'x.md', content: 'Hello' } }];
    const on = stage({ files: 'ask' }, scripted([files, files, files, files, 'Done.']));
    await play(on);
    expect(openApprovals(on.room.state())[0]?.approval.request).toMatchObject({
      ...{ kind: 'tool', title: 'Write the file “x.md”', answerers: 'editors' },
      options: ['deny', 'allow-for-run', 'edit', 'allow'],
    });
    expect(agent(on)?.agent?.[0]?.tools).toMatchObject([{ phase: 'proposed' }]);
    answerWith(on, { outcome: 'deny', feedback: 'Not now' });
    await on.clock.run();
    answerWith(on, { outcome: 'edit', values: { name: 'y.md', content: 'Bye' } });
    await on.clock.run();
    answerWith(on, { outcome: 'allow-for-run' });
    await on.clock.run();
    expect(on.room.state().phase).toBe('completed');
    expect(agent(on)?.agent?.flatMap(({ tools }) => tools)).toMatchObject([
      { phase: 'denied', result: { text: 'Denied by Bea: “Not now”.' } },
      { phase: 'done', arguments: { name: 'y.md', content: 'Bye' } },
      ...[{ phase: 'done' }, { phase: 'done' }],
    ]);
    expect(on.room.state().files.map(({ name, version }) => [name, version])).toEqual([
      ['y.md', 1],
      ['x.md', 2],
    ]);
    expect(on.room.log.filter(({ type }) => type === 'approval.requested')).toHaveLength(3);
  });

  it('[AG6] tells the model of a tool that is none, of arguments that do not fit, and counts the turn', async () => {
    const calls: readonly Partial<ToolCall>[] = [
      { name: 'rm_rf', arguments: {} },
      { name: 'write_note', arguments: { name: 3 } },
      { name: 'write_note', arguments: null, raw: '{"na' },
    ];
    const on = stage({}, scripted([calls, 'Sorry.']));
    await play(on);
    expect(agent(on)?.agent?.[0]?.tools).toMatchObject([
      {
        phase: 'failed',
        category: null,
        result: { text: expect.stringContaining('no tool “rm_rf”') as string },
      },
      { phase: 'failed', result: { text: expect.stringContaining('do not fit') as string } },
      { phase: 'failed', result: { text: expect.stringContaining('no JSON object') as string } },
    ]);
    expect(result(on)).toEqual({ kind: 'inline', text: 'Sorry.' });
  });

  it('[AG7] stops at its limits: with what it has said and a warning, or with a failure', async () => {
    const endless = stage({ maxTurns: 3 }, scripted([[note('a', 'b')]]));
    await play(endless);
    expect(agent(endless)).toMatchObject({ phase: 'failed', error: { code: 'budget-exceeded' } });
    expect(endless.requests()).toHaveLength(3);
    const [, , last] = endless.requests();
    expect(JSON.stringify(last?.messages.at(-1))).toContain('last one');
    const usage = { inputTokens: 600, outputTokens: 10 };
    const costly = stage({ maxTokens: 1_000 }, scripted([[note('a', 'b')]], usage));
    await play(costly);
    expect(agent(costly)?.error?.message).toContain('1000 tokens');
    expect(costly.requests()).toHaveLength(2);
  });

  it('[AG8] a stop in the middle ends what it asks; nothing of it runs on', async () => {
    const on = stage(
      { people: true },
      scripted([[{ name: 'ask_person', arguments: { question: 'Why?' } }], 'So.']),
    );
    await play(on);
    expect(openApprovals(on.room.state())[0]?.approval.request.message).toBe('Why?');
    on.room.command({ type: 'execution.cancel', data: {} });
    await on.clock.run();
    expect(openApprovals(on.room.state())).toEqual([]);
    expect([on.requests().length, on.room.state().phase]).toEqual([1, 'cancelled']);
  });

  it('[AG4] a pause lets the turn end and goes on where it was', async () => {
    const on = stage({}, scripted([[note('a', 'one')], [note('b', 'two')], 'Done.']));
    on.room.onStored = ({ type }) => {
      if (type === 'call.sent') on.clock.soon(() => on.room.command({ type: 'execution.pause', data: {} }));
      if (type === 'call.sent') on.room.onStored = () => undefined;
    };
    await play(on);
    expect([on.room.state().phase, on.requests().length]).toEqual(['paused', 1]);
    on.room.command({ type: 'execution.resume', data: {} });
    await on.clock.run();
    expect(on.room.state()).toMatchObject({ phase: 'completed', values: { 'scratchpad/b': 'two' } });
  });

  it('[AG11] runs a step of the flow as its own effects, also when the host dies in it', async () => {
    const step = testPlanNode('step1', { type: 'shout', label: 'Shout it', config: { asks: true }, model });
    const calls = [{ name: 'step_shout_it', arguments: { text: 'hello' } }];
    const script: Script = [calls, [note('a', 'b')], 'Done.'];
    const whole = stage({}, scripted(script), { steps: [step] });
    await play(whole);
    answerWith(whole, { outcome: 'approve' });
    await whole.clock.run();
    expect(agent(whole)?.agent?.[0]?.tools).toMatchObject([
      { category: 'node', phase: 'done', result: { text: 'HELLO!' } },
    ]);
    expect(whole.requests().map(({ purpose }) => purpose.task)).toEqual(['agent', 'shout', 'agent', 'agent']);
    expect(agent(whole)?.calls.map(({ ordinal }) => ordinal)).toEqual([100, 201, 300, 500]);
    for (let cut = 4; cut < whole.room.log.length; cut += 1) {
      const on = stage({}, scripted(script), { steps: [step] });
      const first = hostOn(on.room, { registry, clock: on.clock });
      on.room.onStored = ({ seq }) => {
        if (seq === cut) first.kill();
      };
      await on.clock.run();
      answerWith(on, { outcome: 'approve' });
      await on.clock.run();
      await play(on);
      if (openApprovals(on.room.state()).length > 0) answerWith(on, { outcome: 'approve' });
      await on.clock.run();
      expect([cut, on.room.state().phase]).toEqual([cut, 'completed']);
      expect(on.requests()).toEqual(whole.requests());
    }
  });

  it('[AG6] tells the model of a tool that hangs or breaks, and of a result that is too long', async () => {
    const step = testPlanNode('step1', { type: 'shout', label: 'Shout', config: {}, model });
    const script: Script = [
      [
        { name: 'step_shout', arguments: { text: 'x'.repeat(19_000) } },
        { name: 'step_shout', arguments: { text: 'hang' } },
        { name: 'step_shout', arguments: { text: 'break' } },
      ],
      'Done.',
    ];
    const provide = scripted(script);
    const on = stage(
      {},
      (request) => {
        const { subject } = request.purpose;
        if (subject === 'hang') return { ...answer('late'), durationMs: 11 * 60_000 };
        if (subject === 'break')
          return {
            durationMs: 5,
            end: { outcome: 'error', retry: 'never', error: weftError('provider-error', 'It broke.') },
          };
        return provide(request);
      },
      { steps: [step] },
    );
    await play(on);
    const tools = agent(on)?.agent?.[0]?.tools;
    expect(tools?.map(({ phase }) => phase)).toEqual(['done', 'failed', 'failed']);
    const [told] = on.requests().at(-1)?.messages.slice(-3) ?? [];
    expect(JSON.stringify(told)).toContain('3001 more characters were left out');
    expect(tools?.[0]?.result).toMatchObject({ kind: 'blob' });
    expect(tools?.slice(1).map(({ result: said }) => said)).toMatchObject([
      { text: '“step_shout” took longer than 10 minutes and was given up.' },
      { text: 'It broke.' },
    ]);
    expect(on.room.state().phase).toBe('completed');
  });
});
