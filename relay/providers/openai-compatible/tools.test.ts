import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '#shared/run/call.ts';
import { callRequest } from '../testing/harness.ts';
import { mistralToolCallId } from '../mistral/tool-call-id.ts';
import { convertParameters as openAiParameters } from '../openai/convert-parameters.ts';
import { convertParameters as openRouterParameters } from '../openrouter/convert-parameters.ts';
import { convertParameters as glmParameters } from '../glm/convert-parameters.ts';
import { convertMessages as convertForClaude } from '../claude/convert-messages.ts';
import { buildBody } from './build-body.ts';
import { joinDetails } from './carried-reasoning.ts';
import { convertMessages } from './convert-messages.ts';
import type { Dialect } from './dialect.ts';
import { createChunkReader } from './read-chunk.ts';
import { createToolAssembler } from './tool-assembler.ts';

const TOOL = { name: 'look', description: 'Looks.', parameters: { type: 'object', properties: { a: {} } } };
const DIALECT: Dialect = {
  maxTokensField: 'max_tokens',
  includeUsage: true,
  pictureFormat: 'data-url',
  jsonMode: 'json_schema',
  jsonBesideTools: false,
  temperature: { max: 2, refusedBy: () => false },
};
const SCHEMA = { type: 'json', name: 'plan', schema: { type: 'object' } } as const;

describe('pieces of calls', () => {
  const assemble = (...deltas: Parameters<ReturnType<typeof createToolAssembler>['add']>[0][number][]) => {
    const assembler = createToolAssembler();
    for (const delta of deltas) assembler.add([delta]);
    return assembler.calls();
  };

  it('[TC1] mixed up, they come together by their index', () => {
    expect(
      assemble(
        { index: 0, id: 'a', function: { name: 'one', arguments: '' } },
        { index: 1, id: 'b', function: { name: 'two', arguments: '{"x"' } },
        { index: 0, function: { arguments: '{"y":' } },
        { index: 1, function: { arguments: ':1}' } },
        { index: 0, function: { arguments: '2}' } },
      ),
    ).toEqual([
      { id: 'a', name: 'one', arguments: { y: 2 } },
      { id: 'b', name: 'two', arguments: { x: 1 } },
    ]);
  });

  it('[TC1] without an index, or with one for all, a new id with a name is a new call', () => {
    const two = [
      { id: 'a', name: 'one', arguments: {} },
      { id: 'b', name: 'one', arguments: { n: 1 } },
    ];
    expect(
      assemble(
        { id: 'a', function: { name: 'one', arguments: '{}' } },
        { id: 'b', function: { name: 'one', arguments: '{"n":' } },
        { function: { arguments: '1}' } },
      ),
    ).toEqual(two);
    expect(
      assemble(
        { index: 0, id: 'a', function: { name: 'one', arguments: '{}' } },
        { index: 0, id: 'b', function: { name: 'one', arguments: { n: 1 } } },
      ),
    ).toEqual(two);
  });

  it('[TC1] names and ids that come again with every piece are the same call', () => {
    expect(
      assemble(
        { index: 0, id: 'a', function: { name: 'one', arguments: '{"n"' } },
        { index: 0, id: 'a', function: { name: 'one', arguments: ':1}' } },
      ),
    ).toEqual([{ id: 'a', name: 'one', arguments: { n: 1 } }]);
  });

  it('[TC1] calls without an id, or with the same, get one of their own', () => {
    const calls = assemble(
      { index: 0, function: { name: 'one', arguments: '{}' } },
      { index: 1, id: 'x', function: { name: 'two', arguments: '{}' } },
      { index: 2, id: 'x', function: { name: 'three', arguments: '{}' } },
      { index: 3, id: 'y'.repeat(500), function: { name: 'four' } },
    );
    expect(calls.map(({ id }) => id)).toEqual(['call00000', 'x', 'call00002', 'call00003']);
  });

  it.each([
    ['', {}],
    ['{"a":1}', { a: 1 }],
    ['[1]', null],
    ['"text"', null],
    ['null', null],
    ['{"a":', null],
    [`${'{"a":'.repeat(65)}1${'}'.repeat(65)}`, null],
    [`{"a":"${'['.repeat(200)}"}`, { a: '['.repeat(200) }],
  ])('[TC2] %s are arguments %j', (text, expected) => {
    const [call] = assemble({ index: 0, id: 'a', function: { name: 'one', arguments: text } });
    expect(call?.arguments).toEqual(expected);
    expect(call?.raw).toEqual(expected === null ? text : undefined);
  });

  it('[TC1] more calls than a turn may have are refused', () => {
    const assembler = createToolAssembler();
    expect(() => {
      for (let index = 0; index < 100; index += 1)
        assembler.add([{ index, id: `${index}`, function: { name: 'x' } }]);
    }).toThrow('output-too-large');
  });
});

describe('the end of a turn with calls', () => {
  const called = { choices: [{ delta: { tool_calls: [{ index: 0, id: 'a', function: { name: 'one' } }] } }] };

  it.each(['tool_calls', 'stop'])('[TC1] %s means that tools were called', (finish) => {
    const reader = createChunkReader();
    reader.read(called);
    expect(reader.read({ choices: [{ delta: {}, finish_reason: finish }] })).toEqual([
      { type: 'tool-call', call: { id: 'a', name: 'one', arguments: {} } },
      { type: 'finished', reason: 'tool-calls' },
    ]);
  });

  it('[TC3] blocks of reasoning are joined from their pieces and go back as they were', () => {
    const reader = createChunkReader('reasoning_details');
    const piece = (detail: object): object => ({ choices: [{ delta: { reasoning_details: [detail] } }] });
    reader.read(piece({ type: 'reasoning.text', text: 'I ', index: 0, format: 'f', signature: null }));
    reader.read(piece({ type: 'reasoning.text', text: 'look.', index: 0, signature: 'sig' }));
    reader.read(piece({ type: 'reasoning.encrypted', data: 'xyz', index: 1 }));
    reader.read(called);
    const events = reader.read({ choices: [{ delta: {}, finish_reason: 'tool_calls' }] });
    expect(events.find(({ type }) => type === 'carry')).toEqual({
      type: 'carry',
      value: {
        reasoning_details: [
          { type: 'reasoning.text', text: 'I look.', index: 0, format: 'f', signature: 'sig' },
          { type: 'reasoning.encrypted', data: 'xyz', index: 1 },
        ],
      },
    });
  });

  it('[TC3] nothing goes back of an answer', () => {
    const reader = createChunkReader('reasoning_content');
    reader.read({ choices: [{ delta: { reasoning_content: 'Hm.' } }] });
    expect(reader.read({ choices: [{ delta: {}, finish_reason: 'stop' }] })).toEqual([
      { type: 'finished', reason: 'stop' },
    ]);
  });

  it('[TC3] pieces of blocks without an index follow their kind', () => {
    const blocks: { type: string }[] = [];
    joinDetails(blocks, [
      { type: 'a', text: '1' },
      { type: 'a', text: '2' },
      { type: 'b' },
      { type: 'a', text: '3' },
    ]);
    expect(blocks).toEqual([{ type: 'a', text: '12' }, { type: 'b' }, { type: 'a', text: '3' }]);
  });
});

describe('conversations with tools', () => {
  const image = { type: 'image', blob: 'h', mediaType: 'image/png' } as const;
  const messages: readonly ChatMessage[] = [
    { role: 'user', content: [{ type: 'text', text: 'Go.' }] },
    {
      role: 'assistant',
      content: [],
      toolCalls: [
        { id: 'call_long_id', name: 'look', arguments: { a: 1 } },
        { id: 'b', name: 'look', arguments: null, raw: '{' },
      ],
      carry: { reasoning_content: 'Hm.', claude: [] },
    },
    { role: 'tool', toolCallId: 'call_long_id', content: [{ type: 'text', text: 'seen' }, image] },
    { role: 'tool', toolCallId: 'b', content: [{ type: 'text', text: 'no' }], failed: true },
  ];

  it('[TC1] calls, then each result, then the pictures that tools gave', () => {
    const converted = convertMessages(messages, new Map([['h', 'QUJD']]), { pictureFormat: 'data-url' });
    expect(converted.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'tool', 'user']);
    expect(converted[1]).toEqual({
      role: 'assistant',
      content: null,
      tool_calls: [
        { id: 'call_long_id', type: 'function', function: { name: 'look', arguments: '{"a":1}' } },
        { id: 'b', type: 'function', function: { name: 'look', arguments: '{}' } },
      ],
    });
    expect(converted[2]).toEqual({ role: 'tool', tool_call_id: 'call_long_id', content: 'seen' });
    expect(JSON.stringify(converted[4])).toContain('data:image/png;base64,QUJD');
  });

  it.each([
    ['functions.look', 'functions_look'],
    ['look up', 'look_up'],
    ['', 'unknown'],
    ['x'.repeat(200), 'x'.repeat(64)],
    ['look', 'look'],
  ])('[TC1] a made-up name goes back as one that is taken: %j', (name, sent) => {
    const toolCalls = [{ id: 'a', name, arguments: {} }];
    const turn: ChatMessage = { role: 'assistant', content: [], toolCalls };
    expect(JSON.stringify(convertMessages([turn], new Map(), { pictureFormat: 'data-url' }))).toContain(
      `"name":"${sent}"`,
    );
    expect(JSON.stringify(convertForClaude([turn], new Map()))).toContain(`"name":"${sent}"`);
  });

  it('[TC3] only the member that this server gave goes back', () => {
    const give = (carries: Dialect['carries']) =>
      convertMessages(messages, new Map(), {
        pictureFormat: 'data-url',
        ...(carries === undefined ? {} : { carries }),
      })[1];
    expect(give('reasoning_content')).toMatchObject({ reasoning_content: 'Hm.' });
    expect(give('reasoning_details')).not.toHaveProperty('reasoning_content');
    expect(give(undefined)).not.toHaveProperty('reasoning_content');
  });

  it('[TC1] ids that Mistral refuses become nine letters and digits, always the same', () => {
    const converted = convertMessages(messages, new Map(), {
      pictureFormat: 'data-url',
      toolCallId: mistralToolCallId,
    });
    const id = mistralToolCallId('call_long_id');
    expect(id).toMatch(/^[a-zA-Z0-9]{9}$/);
    expect(JSON.stringify(converted[1])).toContain(`"id":"${id}"`);
    expect(converted[2]).toMatchObject({ tool_call_id: id });
    expect(mistralToolCallId('D681PevKs')).toBe('D681PevKs');
  });
});

describe('bodies with tools', () => {
  const request = callRequest({ tools: [TOOL], responseFormat: SCHEMA, maxOutputTokens: 100 });

  it('[TC4] a schema beside tools goes into the prompt where a server takes only one of both', () => {
    const body = buildBody(request, {}, new Map(), DIALECT);
    expect(body.response_format).toBeUndefined();
    expect(JSON.stringify(body.messages[0])).toContain('When you have called what you need');
    const both = buildBody(request, {}, new Map(), { ...DIALECT, jsonBesideTools: true });
    expect(both.response_format).toMatchObject({ type: 'json_schema' });
    expect(both.tools).toHaveLength(1);
  });

  it('[TC4] thinking gets room of its own, as far as the model has it', () => {
    const thinking = { ...request, thinking: { budgetTokens: 2_000 } };
    expect(buildBody(thinking, {}, new Map(), DIALECT)).toMatchObject({ max_tokens: 2_100 });
    expect(buildBody(thinking, {}, new Map(), DIALECT, 1_000)).toMatchObject({ max_tokens: 1_000 });
  });

  it('[TC4] each server is told to think in its own words', () => {
    const asked = { model: 'gpt-5.4-mini', hasTools: false, thinkingTokens: 4_000 };
    expect(openAiParameters({}, asked)).toEqual({ reasoning_effort: 'medium' });
    expect(openAiParameters({ reasoning_effort: 'high' }, asked)).toEqual({ reasoning_effort: 'high' });
    expect(openAiParameters({}, { ...asked, model: 'gpt-4.1' })).toEqual({});
    expect(openRouterParameters({}, asked)).toEqual({ reasoning: { max_tokens: 4_000 } });
    expect(glmParameters({ thinking: 'disabled' }, asked)).toEqual({ thinking: { type: 'enabled' } });
  });

  it('[TC4] models that take tools only without reasoning get no reasoning beside them', () => {
    const asked = { model: 'gpt-5.4', hasTools: true, thinkingTokens: 4_000 };
    expect(openAiParameters({ reasoning_effort: 'high' }, asked)).toEqual({ reasoning_effort: 'none' });
    expect(openAiParameters({}, { ...asked, model: 'gpt-4.1' })).toEqual({});
  });
});
