import { describe, expect, it } from 'vitest';
import { readForm } from '#shared/forms/read-form.ts';
import { fakeAgentWork } from '../../node-kit/agent/testing.ts';
import { arrives, fakeRun, type FakeRunOptions } from '../../node-kit/testing.ts';
import { definition } from './node.ts';
import { MOST_STEPS, planSchema } from './plan.ts';
import { run } from './run.ts';

const PLAN = {
  steps: [
    { title: 'Gather', task: 'Collect the facts.' },
    { title: 'Write', task: 'Write the guide.' },
  ],
};
const done = (text: string) => ({ outcome: 'ok', outputs: { result: [{ text }] }, error: null }) as const;

function start(options: FakeRunOptions & { readonly reviewsPlans?: boolean } = {}) {
  let count = 0;
  const fake = fakeRun(definition, {
    answers: [JSON.stringify(PLAN)],
    iterated: () => done(`result ${(count += 1)}`),
    ...options,
    config: { task: 'Make a guide', review: false, ...options.config },
  });
  const agent = fakeAgentWork({ reviewsPlans: options.reviewsPlans ?? false });
  return { fake, agent, end: Promise.resolve(run({ ...fake.context, agent: agent.work })) };
}
const items = ({ fake }: ReturnType<typeof start>) =>
  fake.iterations.map(({ items: [item] }) => item?.['item']?.[0]?.text ?? '');

describe('a planner', () => {
  it('[AG9] has its plan made and each step done in order, with the results before it', async () => {
    const on = start({ arrivals: [arrives('For volunteers')], guidance: 'Shorter' });
    expect(await on.end).toEqual({
      text: '## 1. Gather\n\nresult 1\n\n## 2. Write\n\nresult 2',
      json: {
        steps: [
          { ...PLAN.steps[0], result: 'result 1' },
          { ...PLAN.steps[1], result: 'result 2' },
        ],
      },
    });
    const said = JSON.stringify(on.fake.calls[0]?.messages);
    for (const part of ['Make a guide', 'For volunteers', 'Shorter', '5 at most'])
      expect(said).toContain(part);
    const [first, second] = items(on);
    expect(first).toMatch(/^Collect the facts\.\n\n.*step 1 of 2, “Gather”, of: Make a guide/s);
    expect(first).not.toContain('results-so-far');
    expect(second).toContain('result 1');
    expect(on.agent.values['plan/agent']).toEqual(PLAN.steps);
  });

  it('[AG9] goes by the plan as a person approved it, and asks anew where they send it back', async () => {
    const steps = [{ title: 'Only', task: 'Do it at once.' }];
    const on = start({ config: { review: true, output: 'last' }, said: [{ values: { steps } }] });
    expect(await on.end).toMatchObject({ text: 'result 1' });
    expect(on.fake.questions).toMatchObject([
      { kind: 'approval', options: ['reject', 'skip', 'redo', 'approve'], redoes: 'itself' },
    ]);
    expect(readForm(on.fake.questions[0]?.form)).toMatchObject({
      ok: true,
      form: { fields: [{ initial: PLAN.steps }] },
    });
    expect(items(on)).toHaveLength(1);
    await expect(
      start({ config: { review: true }, said: [{ outcome: 'reject' }] }).end,
    ).rejects.toMatchObject({
      error: { code: 'rejected' },
    });
    const asked = start({ reviewsPlans: true });
    await asked.end;
    expect(asked.fake.questions).toHaveLength(1);
  });

  it('[AG10] asks once more for what is no plan, then fails with words', async () => {
    const good = `Here it is:\n\`\`\`json\n${JSON.stringify(PLAN.steps)}\n\`\`\``;
    const mended = start({ answers: ['First, gather. Then write.', good] });
    await mended.end;
    expect(JSON.stringify(mended.fake.calls[1]?.messages)).toContain('no plan: it is not JSON');
    const bad = start({ answers: ['{"steps":[]}'] });
    await expect(bad.end).rejects.toMatchObject({
      error: {
        code: 'invalid-output',
        message: expect.stringContaining('no plan, asked twice: steps') as string,
      },
    });
    expect(bad.fake.calls).toHaveLength(2);
  });

  it('[AG10] stops at a step that fails, or goes on where its form says so', async () => {
    const error = { code: 'provider-error', message: 'It broke.', retryable: false } as const;
    const iterated = () => ({ outcome: 'failed', outputs: {}, error }) as const;
    await expect(start({ iterated }).end).rejects.toMatchObject({
      error: { message: 'Step 1, “Gather”, failed: It broke.' },
    });
    const on = start({ iterated, config: { onFail: 'go-on' } });
    expect(await on.end).toMatchObject({
      text: expect.stringContaining('(This step failed: It broke.)') as string,
    });
    expect(items(on)).toHaveLength(2);
  });

  it('[AG9] the longest plan is still a form', () => {
    const step = { title: 't'.repeat(120), task: 'x'.repeat(800) };
    const steps = Array.from({ length: MOST_STEPS }, () => step);
    expect(readForm(planSchema(MOST_STEPS, steps)).ok).toBe(true);
  });
});
