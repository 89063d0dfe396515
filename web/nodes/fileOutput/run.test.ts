import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#shared/json.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import { effectiveConfig } from '../../node-kit/effective-config.ts';
import { fieldProblems } from '../../node-kit/field-problems.ts';
import { arrives, fakeRun, TEST_PICTURE, type Arrival } from '../../node-kit/testing.ts';
import { check } from './check.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

const picture: Arrival = ['image-in', { image: TEST_PICTURE }];
const json = (value: NonNullable<NodeOutput['json']>): Arrival => [
  'text-in',
  { text: 'as text', json: value },
];

async function fileOf(config: JsonObject, ...arrivals: Arrival[]) {
  const fake = fakeRun(definition, { config, arrivals });
  const output = await run(fake.context);
  return { output, file: fake.files[0], calls: fake.calls };
}

const TABLES: [NonNullable<NodeOutput['json']>, string][] = [
  [
    [
      { a: 1, b: 'x, y' },
      { b: null, c: { d: [1] } },
    ],
    'a,b,c\r\n1,"x, y",\r\n,,"{""d"":[1]}"\r\n',
  ],
  [
    {
      rows: [
        ['a', '=B1'],
        [1, -2],
      ],
    },
    "a,'=B1\r\n1,-2\r\n",
  ],
  [['one', 2, true], 'one\r\n2\r\ntrue\r\n'],
  [[], ''],
];

describe('File Output', () => {
  it('writes what came in, makes no call, and passes it on', async () => {
    const { output, file, calls } = await fileOf({ name: 'tale' }, arrives('one'), arrives('two'));
    expect(file).toEqual({ name: 'tale.md', mediaType: 'text/markdown', content: 'one\n\ntwo' });
    expect(output).toEqual({ text: 'one\n\ntwo' });
    expect(calls).toEqual([]);
  });

  it.each([
    [{ name: 'a.txt' }, 'a.txt', 'text/plain'],
    [{ name: 'a.json' }, 'a.json', 'application/json'],
    [{ name: 'a.csv' }, 'a.csv', 'text/csv'],
    [{ name: 'a', format: 'text' }, 'a.txt', 'text/plain'],
    [{ name: 'page.html' }, 'page.html.md', 'text/markdown'],
    [{ name: 'a.json', format: 'text' }, 'a.json.txt', 'text/plain'],
    [{ name: ' a.md ' }, 'a.md', 'text/markdown'],
  ])('[ND6] %j is called %s, a file of %s', async (config, name, mediaType) => {
    const { file } = await fileOf(config, arrives('[["x",1]]'));
    expect(file).toMatchObject({ name, mediaType });
  });

  it.each(TABLES)('[ND6] makes a table of %j', async (value, content) => {
    expect((await fileOf({ name: 'a.csv' }, json(value))).file?.content).toBe(content);
    expect((await fileOf({ name: 'a.csv' }, arrives(JSON.stringify(value)))).file?.content).toBe(content);
    const fenced = `\`\`\`json\n${JSON.stringify(value)}\n\`\`\``;
    expect((await fileOf({ name: 'a.csv' }, arrives(fenced))).file?.content).toBe(content);
  });

  it('[ND6] reads a text that is no JSON as CSV, and makes its cells safe', async () => {
    const { file } = await fileOf({ name: 'a.csv' }, arrives('name,sum\nAnn,=1+1\n"Bo, B",-3\n'));
    expect(file?.content).toBe('name,sum\r\nAnn,\'=1+1\r\n"Bo, B",-3\r\n');
  });

  it('writes JSON in lines, of one node or of several', async () => {
    expect((await fileOf({ name: 'a.json' }, json({ a: 1 }))).file?.content).toBe('{\n  "a": 1\n}\n');
    const { file, output } = await fileOf({ name: 'a.json' }, json(1), json(2));
    expect(file?.content).toBe('[\n  1,\n  2\n]\n');
    expect(output).toEqual({ text: 'as text\n\nas text', json: [1, 2] });
  });

  it('writes a picture by its hash, with the ending of what it is', async () => {
    const { output, file } = await fileOf({ name: 'cover' }, picture);
    expect(file).toEqual({ name: 'cover.png', mediaType: 'image/png', content: TEST_PICTURE });
    expect(output).toEqual({ image: TEST_PICTURE });
    expect((await fileOf({ name: 'cover.jpg', format: 'picture' }, picture)).file?.name).toBe(
      'cover.jpg.png',
    );
    const both = await fileOf({ name: 'cover.md' }, arrives('words'), picture);
    expect(both.file?.mediaType).toBe('text/markdown');
    expect(both.output).toEqual({ text: 'words', image: TEST_PICTURE });
  });

  it('says so when the file had to be called otherwise', async () => {
    const fake = fakeRun(definition, {
      config: { name: 'a.md' },
      arrivals: [arrives('x')],
      fileName: 'a (2).md',
    });
    await run(fake.context);
    expect(fake.warnings).toEqual(['Another node of this run wrote “a.md”. This file is called “a (2).md”.']);
  });

  it.each([
    [{ name: 'a.md' }, [arrives(' ')], 'missing-input', 'text-in'],
    [{ name: 'a.png' }, [arrives('words')], 'missing-input', 'image-in'],
    [{ name: 'a.json' }, [arrives('{"a": }')], 'invalid-output', 'column 7'],
    [{ name: 'a.csv' }, [arrives('{"a": 1, "b": 2}')], 'invalid-output', 'table'],
  ] as const)('%j fails where what came in cannot be written so', async (config, arrivals, code, part) => {
    const fake = fakeRun(definition, { config, arrivals });
    const error: unknown = await Promise.resolve(run(fake.context)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ error: { code } });
    expect(JSON.stringify(error)).toContain(part);
    expect(fake.files).toEqual([]);
  });

  const problems = (config: JsonObject, ...wired: string[]) =>
    [
      ...fieldProblems(definition, config, { wiredInputs: new Set(wired) }),
      ...check(effectiveConfig(definition, config), { wiredInputs: new Set(wired) }),
    ].map(({ code, field }) => [code, field]);

  it.each(['a/b.md', '../a', 'con', 'a\u202e', 'x'.repeat(118)])('[ND4] refuses the name %j', (name) => {
    expect(problems({ name }, 'text-in')).toEqual([['invalid-config', 'name']]);
  });

  it('[ND4] asks for a name and for something to write', () => {
    expect(problems({ name: '' }, 'text-in')).toEqual([['missing-input', 'name']]);
    expect(problems({})).toEqual([['missing-input', 'text-in']]);
    expect(problems({ name: 'a.png' }, 'text-in')).toEqual([['missing-input', 'image-in']]);
    expect(problems({ name: 'a.png' }, 'image-in')).toEqual([]);
    expect(problems({ name: 'report.md' }, 'text-in')).toEqual([]);
  });
});
