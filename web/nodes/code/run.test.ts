import { describe, expect, it } from 'vitest';
import { fieldProblems } from '../../node-kit/field-problems.ts';
import { arrives, fakeRun, type FakeRunOptions } from '../../node-kit/testing.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

const code = 'export default (input) => input';
const start = (options: FakeRunOptions = {}) => {
  const fake = fakeRun(definition, { config: { code }, ...options });
  return { fake, end: run(fake.context) };
};
const problems = (config: object) =>
  fieldProblems(definition, config as never, { wiredInputs: new Set() }).map((problem) => problem.field);

describe('Code', () => {
  it('hands its function everything that came in, in the order of threads, and asks no model', async () => {
    const { fake, end } = start({
      arrivals: [
        arrives('One'),
        ['text-in', { text: '[2]', json: [2] }],
        ['text-in', { personaName: 'Wren', personaDescription: 'the girl' }],
      ],
      value: 'out',
    });
    expect(await end).toEqual({ text: 'out' });
    expect(fake.computed).toEqual([
      {
        code,
        input: {
          text: 'One\n\n[2]\n\nthe girl',
          json: [2],
          items: [
            { text: 'One', json: null },
            { text: '[2]', json: [2] },
            { text: 'the girl', json: null },
          ],
        },
      },
    ]);
    expect(fake.calls).toEqual([]);
  });

  it('gets an empty input where nothing is wired in', async () => {
    const { fake, end } = start({ value: 3 });
    expect(await end).toEqual({ text: '3', json: 3 });
    expect(fake.computed[0]?.input).toEqual({ text: '', json: null, items: [] });
  });

  it('hands on JSON as JSON and as text', async () => {
    expect(await start({ value: { a: [1] } }).end).toEqual({
      text: '{\n  "a": [\n    1\n  ]\n}',
      json: { a: [1] },
    });
    expect(await start({ value: null }).end).toEqual({ text: 'null', json: null });
  });

  it('[ND4] says before a run that there is no function', () => {
    expect(problems({})).toEqual([]);
    expect(problems({ code })).toEqual([]);
    expect(problems({ code: 'const f = () => 1; export { f as default }' })).toEqual([]);
    expect(problems({ code: ' ' })).toEqual(['code']);
    expect(problems({ code: 'return 1' })).toEqual(['code']);
    expect(problems({ code: `${code}${' '.repeat(60_000)}` })).toEqual(['code']);
  });
});
