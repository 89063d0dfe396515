import { describe, expect, it } from 'vitest';
import { weftError } from '#shared/run/errors.ts';
import { problemLines, type ProblemSources } from './problem-list.ts';

const none: ProblemSources = {
  ofFlow: [],
  byNode: new Map(),
  cycle: [],
  failures: [],
  waiting: [],
  nameOf: (id) => id.toUpperCase(),
};
const broken = weftError('missing-input', 'It needs a text.');

describe('the list of problems', () => {
  it('lists what is in the way of a run before what went wrong in it', () => {
    const lines = problemLines({
      ...none,
      failures: [{ nodeId: 'b', error: weftError('provider-error', 'Halden broke.') }],
      byNode: new Map([['a', [broken]]]),
    });
    expect(lines.map(({ name, message, when }) => [name, message, when])).toEqual([
      ['A', 'It needs a text.', 'before'],
      ['B', 'Halden broke.', 'run'],
    ]);
  });

  it('names the steps of a cycle once', () => {
    const cycle = ['a', 'b'];
    expect(problemLines({ ...none, cycle })[0]?.message).toContain('A → B → A');
    const known = weftError('cycle', 'Round and round.', { nodeIds: cycle });
    expect(problemLines({ ...none, cycle, ofFlow: [known] })).toMatchObject([
      { nodeId: 'a', message: 'Round and round.' },
    ]);
  });

  it('says the same thing once', () => {
    expect(problemLines({ ...none, byNode: new Map([['a', [broken, broken]]]) })).toHaveLength(1);
  });
});
