import { describe, expect, it } from 'vitest';
import { CATEGORY_OF, ERROR_CATEGORIES, errorCategory } from '#shared/run/error-category.ts';
import { ERROR_CODES, weftError } from '#shared/run/errors.ts';
import { PENDING_NODE, type CallState, type NodeState } from '#shared/run/state.ts';
import { retryWait } from './retry-words.ts';
import { doTroubleAct, troubleActs, type Trouble } from './trouble-acts.ts';
import { TROUBLE_ADVICE } from './trouble-words.ts';

const failed = (code: (typeof ERROR_CODES)[number], more: Partial<Trouble> = {}): Trouble => ({
  status: 'failed',
  error: weftError(code, 'It broke.'),
  asksModel: true,
  ...more,
});
const names = (trouble: Trouble) => troubleActs(trouble).map(({ name }) => name);

describe('kinds of trouble', () => {
  it.each(ERROR_CODES)('[ER1] %s belongs to one kind', (code) => {
    expect(ERROR_CATEGORIES).toContain(CATEGORY_OF[code]);
  });

  it.each(ERROR_CATEGORIES)('[ER1] %s has a title, a suggestion and an act', (category) => {
    const { title, help, acts } = TROUBLE_ADVICE[category];
    expect([title.length > 2, help.endsWith('.'), acts.length > 0]).toEqual([true, true, true]);
  });

  it.each(ERROR_CODES)('[ER2] a step that failed with %s offers an act', (code) => {
    expect(names(failed(code)).length).toBeGreaterThan(0);
    expect(names(failed(code, { asksModel: false })).length).toBeGreaterThan(0);
  });

  it('[ER2] offers words and another model where a model is asked, and only there', () => {
    expect(names(failed('provider-rate-limited'))).toEqual(['retry', 'change-model', 'retry-with']);
    expect(names(failed('provider-rate-limited', { asksModel: false }))).toEqual(['retry']);
    expect(names(failed('provider-refused'))[0]).toBe('retry-with');
    expect(names(failed('missing-key'))).toContain('open-keys');
  });

  it('[ER2] leads from what was left out to its cause', () => {
    const error = weftError('upstream-failed', 'Skipped.', { nodeIds: ['a'] });
    expect(names({ status: 'skipped', error, asksModel: true })).toEqual(['show-cause']);
    expect(errorCategory('upstream-failed')).toBe('earlier');
  });

  it('[RT2] lets a person try at once or give up while a try waits', () => {
    const said: string[] = [];
    const acts = names({ status: 'retrying', error: null, asksModel: false });
    for (const name of acts)
      doTroubleAct(name, {
        ...{ retry: () => said.push('retry'), askRetry: (first) => said.push(first) },
        ...{ resolve: (resolution) => said.push(resolution), openKeys: () => said.push('keys') },
        ...{ inspect: () => said.push('inspect'), showCause: () => said.push('cause') },
      });
    expect([acts, said]).toEqual([
      ['try-now', 'give-up-try'],
      ['retry', 'give-up'],
    ]);
  });
});

describe('a try that waits', () => {
  const error = weftError('provider-rate-limited', 'Too fast.');
  const state: NodeState = {
    ...PENDING_NODE,
    phase: 'running',
    calls: [{ callId: 'c', endedAt: 1_000 } as CallState],
    retry: { callId: 'c', try: 2, dueAt: 9_000, error },
  };

  it('says which one and in how many seconds, and how much of the wait is left', () => {
    expect(retryWait(state, 8_000)).toEqual({ words: 'Try 2 of 3 in 8 s', left: 1 });
    expect(retryWait(state, 3_200)).toEqual({ words: 'Try 2 of 3 in 4 s', left: 0.5 });
    expect(retryWait(state, 0)?.words).toBe('Try 2 of 3 is being made');
    expect(retryWait(PENDING_NODE, 5)).toBeNull();
  });
});
