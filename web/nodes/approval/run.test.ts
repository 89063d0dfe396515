import { describe, expect, it } from 'vitest';
import { fieldProblems } from '../../node-kit/field-problems.ts';
import { arrives, fakeRun, TEST_PICTURE, type Arrival, type FakeRunOptions } from '../../node-kit/testing.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

const arrivals: readonly Arrival[] = [arrives('A story.')];
const start = (options: FakeRunOptions = {}) => {
  const fake = fakeRun(definition, { arrivals, ...options });
  return { fake, end: run(fake.context) };
};

describe('Approval', () => {
  it('shows what comes in and passes it on when it is approved, with what was said', async () => {
    const pictured: readonly Arrival[] = [...arrivals, ['image-in', { image: TEST_PICTURE }]];
    const { fake, end } = start({ arrivals: pictured, said: [{ feedback: 'Fine' }] });
    expect(await end).toEqual({ text: 'A story.', image: TEST_PICTURE, guidance: 'Fine' });
    expect(fake.questions).toEqual([
      {
        ...{ kind: 'approval', title: 'Is this good to go on?', message: '', text: 'A story.' },
        ...{ images: [TEST_PICTURE], options: ['approve', 'reject', 'edit', 'redo'], form: null },
        ...{ mustExplain: false, deadline: null, answerers: 'links' },
      },
    ]);
  });

  it('lets go on what a person made of it', async () => {
    expect(await start({ said: [{ outcome: 'edit', text: 'Better.' }] }).end).toEqual({ text: 'Better.' });
  });

  it('keeps what was said before it for the next prompt', async () => {
    const { end } = start({ guidance: 'Short', said: [{ feedback: 'And funny' }] });
    expect(await end).toEqual({ text: 'A story.', guidance: 'Short\n\nAnd funny' });
  });

  it.each([
    [
      {},
      { outcome: 'reject', feedback: 'Too long' },
      'rejected',
      'Rejected by Bea: “Too long”.',
      'WeftFailure',
    ],
    [{}, { outcome: 'reject', by: null }, 'approval-expired', 'Nobody answered in time.', 'WeftFailure'],
    [{ onReject: 'skip' }, { outcome: 'reject' }, 'skipped-by-person', 'Rejected by Bea.', 'NodeSkipped'],
    [{}, { outcome: 'skip' }, 'skipped-by-person', 'Left out by Bea.', 'NodeSkipped'],
  ] as const)('with %j ends by %j', async (config, said, code, message, kind) => {
    const caught: unknown = await Promise.resolve(start({ config, said: [said] }).end).catch(
      (error: unknown) => error,
    );
    expect(caught).toMatchObject({ error: { code, message } });
    expect((caught as object).constructor.name).toBe(kind);
  });

  it('offers what its form says, and waits as long as it says', () => {
    const config = {
      ...{ allowEdit: false, allowRedo: false, allowRetry: true, allowSkip: true, allowAbort: true },
      ...{ mustExplain: true, timeoutMinutes: 1.5, onTimeout: 'abort', answerers: 'editors' },
    };
    expect(start({ config }).fake.questions[0]).toMatchObject({
      options: ['approve', 'reject', 'retry', 'skip', 'abort'],
      mustExplain: true,
      deadline: { afterMs: 90_000, outcome: 'abort' },
      answerers: 'editors',
    });
  });

  it('has nothing to ask when nothing comes in', async () => {
    await expect(start({ arrivals: [arrives(' ')] }).end).rejects.toMatchObject({
      error: { code: 'missing-input' },
    });
    expect(fieldProblems(definition, {}, { wiredInputs: new Set() })).toMatchObject([
      { code: 'missing-input' },
    ]);
    expect(fieldProblems(definition, {}, { wiredInputs: new Set(['image-in']) })).toEqual([]);
  });
});
