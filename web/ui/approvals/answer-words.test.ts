import { describe, expect, it } from 'vitest';
import { questionOf } from '#shared/run/testing.ts';
import { answerAct, shownOutcomes } from './answer-words.ts';

const toolQuestion = questionOf({ kind: 'tool', options: ['deny', 'allow-for-run', 'edit', 'allow'] });

describe('what can be answered', () => {
  it('[AG5] a tool is allowed as it is, or as somebody changed it, never something else than is shown', () => {
    expect(shownOutcomes(toolQuestion, false)).toEqual(['deny', 'allow-for-run', 'allow']);
    expect(shownOutcomes(toolQuestion, true)).toEqual(['deny', 'edit']);
    expect(answerAct(toolQuestion, 'edit').label).toBe('Allow it like this');
  });

  it('a text is approved as it is, or goes on as somebody changed it', () => {
    const question = questionOf({ options: ['approve', 'edit', 'reject'] });
    expect(shownOutcomes(question, false)).toEqual(['reject', 'approve']);
    expect(shownOutcomes(question, true)).toEqual(['reject', 'edit']);
  });
});
