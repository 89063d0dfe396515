import { describe, expect, it } from 'vitest';
import { questionOf, SOME_HASH } from '#shared/run/testing.ts';
import { answerAct, endWords, shownOutcomes } from './answer-words.ts';

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

  it('an answer of who sits here is yours', () => {
    const ended = (ownId: string | null) =>
      endWords(
        {
          ...{ approvalId: 'a', request: questionOf({}), requestedAt: 0, endedAt: 1, phase: 'answered' },
          ...{ round: 0, ordinal: 0, requestHash: SOME_HASH },
          answer: {
            ...{ values: null, text: null, feedback: null },
            outcome: 'approve',
            by: { personId: 'p', name: '' },
          },
        },
        ownId,
      );
    expect([ended('p'), ended('q'), ended(null)]).toEqual([
      'You approved',
      'A guest approved',
      'A guest approved',
    ]);
  });
});
