import { checkValues } from '../forms/check-values.ts';
import { initialValues } from '../forms/initial-values.ts';
import { readForm } from '../forms/read-form.ts';
import type { JsonObject } from '../json.ts';
import {
  ANSWER_PLACES,
  type AnswerProblem,
  type ApprovalAnswer,
  type ApprovalOutcome,
  type ApprovalRequest,
} from './approval.ts';
import { weftError, type WeftError } from './errors.ts';

/**
 * What is wrong with an answer to a question, place by place; [] = it can be taken. The relay and the page ask the same.
 */
export function checkAnswer(request: ApprovalRequest, answer: ApprovalAnswer): readonly AnswerProblem[] {
  const { outcome } = answer;
  if (!request.options.includes(outcome))
    return [{ path: ANSWER_PLACES.outcome, message: 'This answer is not offered here.' }];
  return [...checkForm(request, answer), ...checkWords(request, answer)];
}

/** Whether an answer with this outcome brings values of the form. */
export function bringsValues({ kind, form }: ApprovalRequest, outcome: ApprovalOutcome): boolean {
  if (form === null) return false;
  return outcome === 'approve' || outcome === 'submit' || (kind === 'tool' && outcome === 'edit');
}

function checkForm(request: ApprovalRequest, { outcome, values }: ApprovalAnswer): readonly AnswerProblem[] {
  if (!bringsValues(request, outcome))
    return values === undefined ? [] : [{ path: '', message: 'This answer has no form.' }];
  const read = readForm(request.form);
  return read.ok ? checkValues(read.form, values ?? {}) : [{ path: '', message: read.problem.message }];
}

function checkWords(
  request: ApprovalRequest,
  { outcome, text, feedback }: ApprovalAnswer,
): readonly AnswerProblem[] {
  const problems: AnswerProblem[] = [];
  const isEdit = outcome === 'edit' && request.kind !== 'tool';
  if (isEdit && (text ?? '').trim() === '')
    problems.push({ path: ANSWER_PLACES.text, message: 'Write what goes on instead.' });
  if (!isEdit && text !== undefined)
    problems.push({ path: ANSWER_PLACES.text, message: 'Only an edit brings a text.' });
  const needsWords = outcome === 'redo' || (outcome === 'reject' && request.mustExplain);
  if (needsWords && (feedback ?? '').trim() === '')
    problems.push({
      path: ANSWER_PLACES.feedback,
      message: outcome === 'redo' ? 'Say what should be different.' : 'Say why.',
    });
  return problems;
}

/**
 * Why a question cannot be asked, or null: a form that is none, an end by itself that is none. The engine looks before
 * it asks, the relay before it writes.
 */
export function questionProblem(request: ApprovalRequest): WeftError | null {
  const { form, deadline, options, redoes } = request;
  const invalid = (message: string, field: string) => weftError('invalid-config', message, { field });
  const read = form === null ? null : readForm(form);
  if (read !== null && !read.ok) {
    const { path, message } = read.problem;
    return invalid(path === '' ? `The form: ${message}` : `The form, at ${path}: ${message}`, 'schema');
  }
  if (options.includes('submit') && read === null) return invalid('There is no form to send.', 'schema');
  if (redoes.length === 0 && (options.includes('redo') || options.includes('retry')))
    return invalid('There is no step before this one that could be run again.', 'options');
  if (deadline === null) return null;
  const problem = deadlineProblem(request, deadline.outcome);
  return problem === null ? null : invalid(problem, 'onTimeout');
}

const NEEDS_A_PERSON: readonly ApprovalOutcome[] = ['edit', 'redo', 'retry'];

function deadlineProblem(request: ApprovalRequest, outcome: ApprovalOutcome): string | null {
  if (NEEDS_A_PERSON.includes(outcome)) return 'When nobody answers, nobody can edit or ask for another try.';
  if (!bringsValues(request, outcome)) return null;
  const values = defaultAnswer(request, outcome);
  const read = readForm(request.form);
  const [problem] = read.ok ? checkValues(read.form, values) : [];
  if (problem === undefined) return null;
  return `When nobody answers, the form's defaults are sent, but they do not fit: ${problem.path}: ${problem.message}`;
}

/** The values that count when nobody answers; undefined = the outcome brings none. */
export function defaultAnswer(request: ApprovalRequest, outcome: ApprovalOutcome): JsonObject | undefined {
  if (!bringsValues(request, outcome)) return undefined;
  const read = readForm(request.form);
  return read.ok ? initialValues(read.form) : undefined;
}
