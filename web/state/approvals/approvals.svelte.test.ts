import { describe, expect, it } from 'vitest';
import { weftError } from '#shared/run/errors.ts';
import type { Fact } from '#shared/run/events.ts';
import { numbered, planOf, QUESTION_ID, questionOf, startedFact } from '#shared/run/testing.ts';
import type { Role } from '#shared/protocol/roles.ts';
import type { Outcome } from '../../engine/api.ts';
import { RunClock } from '../run/run-clock.svelte.ts';
import { RunView } from '../run-view.svelte.ts';
import { AnswerDraft } from './answer-draft.svelte.ts';
import { ApprovalDesk } from './approval-desk.svelte.ts';

const FORM = {
  type: 'object',
  properties: { city: { type: 'string' }, nights: { type: 'integer', default: 2 } },
  required: ['city'],
};

function draftOf(change: Parameters<typeof questionOf>[0], outcome: Outcome = { ok: true }) {
  const sent: unknown[] = [];
  const draft = new AnswerDraft(questionOf(change), async (answer) => {
    sent.push(answer);
    return outcome;
  });
  return { draft, sent };
}

describe('an answer that is made', () => {
  it('[AP2] stays open with its problems until it fits, and sends only what belongs to it', async () => {
    const { draft, sent } = draftOf({ kind: 'form', form: FORM, options: ['submit'] });
    expect(draft.values).toEqual({ nights: 2 });
    expect(await draft.answer('submit')).toBe(false);
    expect([draft.problem('city'), draft.isWrong, sent]).toEqual(['“City” is needed.', true, []]);
    draft.setValue('city', 'Rome');
    expect([draft.problem('city'), draft.isWrong]).toEqual([undefined, false]);
    draft.setValue('nights', undefined);
    expect(await draft.answer('submit')).toBe(true);
    expect(sent).toEqual([{ outcome: 'submit', values: { city: 'Rome' } }]);
  });

  it('[AP2] shows at its fields what the relay finds wrong, and else why it was not taken', async () => {
    const problems = [{ path: '$feedback', message: 'Say why.' }];
    const wrong = draftOf({}, { ok: false, error: weftError('invalid-answer', 'No.', { problems }) }).draft;
    expect(await wrong.answer('reject')).toBe(false);
    expect([wrong.problem('$feedback'), wrong.error]).toEqual(['Say why.', null]);
    const late = draftOf({}, { ok: false, error: weftError('approval-closed', 'Bea was first.') }).draft;
    expect(await late.answer('approve')).toBe(false);
    expect(late.error?.message).toBe('Bea was first.');
  });

  it('goes on with a changed text, and forgets no feedback', async () => {
    const { draft, sent } = draftOf({ options: ['approve', 'edit', 'redo'], redoes: ['n0'] });
    draft.startEditing('Old.');
    draft.text = 'New.';
    draft.setFeedback(' In verse ');
    await draft.answer('edit');
    expect(sent).toEqual([{ outcome: 'edit', text: 'New.', feedback: 'In verse' }]);
  });
});

describe('the desk', () => {
  const clock = new RunClock({
    now: () => 5_000,
    every: () => () => undefined,
    after: () => () => undefined,
  });
  const running: Fact = {
    type: 'execution.node.status',
    data: { nodeId: 'n0', status: 'running', round: 0 },
  };
  function viewOf(runId: string, approvalId: string): RunView {
    const view = new RunView(runId, clock);
    const asked: Fact = { type: 'approval.requested', data: questionOf({ approvalId }) };
    view.feed(numbered([startedFact(planOf(1, [])), running, asked], 1, runId), []);
    return view;
  }
  function deskOf(views: readonly RunView[], role: Role = 'editor') {
    const answers: unknown[] = [];
    const desk = new ApprovalDesk({
      ...{ views: () => views, role: () => role, text: async () => null, picture: async () => null },
      answer: async (...answer) => {
        answers.push(answer);
        return { ok: true };
      },
    });
    return { desk, answers };
  }
  const OTHER = 'f'.repeat(32);

  it('has what waits in every run that is followed, and answers the run that asks', async () => {
    const { desk, answers } = deskOf([viewOf('shown', QUESTION_ID), viewOf('beside', OTHER)]);
    expect(desk.waiting.map(({ runId, isShown }) => [runId, isShown])).toEqual([
      ['shown', true],
      ['beside', false],
    ]);
    await desk.answer(OTHER, { outcome: 'approve' });
    await desk.approveNode('n0');
    expect(answers).toEqual([
      ['beside', OTHER, { outcome: 'approve' }],
      ['shown', QUESTION_ID, { outcome: 'approve' }],
    ]);
    desk.reviewNode('n0');
    expect(desk.reviewing).toBe(QUESTION_ID);
  });

  it('[AP3] says who may not answer, and why', () => {
    const refusal = (role: Role, answerers: 'links' | 'editors') =>
      deskOf([], role).desk.refusal(questionOf({ answerers })) === null;
    expect(refusal('owner', 'editors')).toBe(true);
    expect(refusal('run-answerer', 'links')).toBe(true);
    expect(refusal('run-answerer', 'editors')).toBe(false);
    expect(refusal('viewer', 'links')).toBe(false);
    expect(refusal('run-viewer', 'links')).toBe(false);
  });

  it('keeps what was begun until it is answered', async () => {
    const { desk } = deskOf([viewOf('shown', QUESTION_ID)]);
    const first = desk.keep(QUESTION_ID, () => ({ n: 1 }));
    expect(desk.keep(QUESTION_ID, () => ({ n: 2 }))).toBe(first);
    await desk.answer(QUESTION_ID, { outcome: 'approve' });
    expect(desk.keep(QUESTION_ID, () => ({ n: 3 }))).toEqual({ n: 3 });
  });
});
