import { readForm } from '#shared/forms/read-form.ts';
import type { Form } from '#shared/forms/form.ts';
import { initialValues } from '#shared/forms/initial-values.ts';
import type { JsonObject, JsonValue } from '#shared/json.ts';
import {
  ANSWER_PLACES,
  type AnswerProblem,
  type ApprovalAnswer,
  type ApprovalOutcome,
  type ApprovalRequest,
} from '#shared/run/approval.ts';
import { bringsValues, checkAnswer } from '#shared/run/check-answer.ts';
import type { WeftError } from '#shared/run/errors.ts';
import type { Outcome } from '../../engine/api.ts';

/**
 * An answer while it is made: what was filled in, what is wrong with it, and whether it is on its way. Judged here by
 * the function that the relay asks too; what only the relay can know (somebody was first) it says.
 */
export class AnswerDraft {
  readonly request: ApprovalRequest;
  /** null = the question has none. */
  readonly form: Form | null;
  readonly #send: (answer: ApprovalAnswer) => Promise<Outcome>;
  values: JsonObject = $state.raw({});
  text = $state('');
  /** The text is being changed. */
  editing = $state(false);
  /** Something of the form has been changed. */
  isChanged = $state(false);
  feedback = $state('');
  sending: ApprovalOutcome | null = $state(null);
  #problems: readonly AnswerProblem[] = $state.raw([]);
  /** Why the answer was not taken, beside what is wrong with its fields. */
  error: WeftError | null = $state.raw(null);

  constructor(request: ApprovalRequest, send: (answer: ApprovalAnswer) => Promise<Outcome>) {
    this.request = request;
    this.#send = send;
    const read = request.form === null ? null : readForm(request.form);
    this.form = read?.ok ? read.form : null;
    if (this.form !== null) this.values = initialValues(this.form);
  }

  /** What is wrong at this place; undefined = nothing that is known. */
  problem = (path: string): string | undefined =>
    this.#problems.find((problem) => problem.path === path)?.message;

  /** Whether anything is known to be wrong. */
  get isWrong(): boolean {
    return this.#problems.length > 0;
  }

  /** `undefined` takes the answer of that field out. */
  setValue = (key: string, value: JsonValue | undefined): void => {
    const { [key]: _, ...rest } = this.values;
    this.isChanged = true;
    this.values = value === undefined ? rest : { ...rest, [key]: value };
    // What is being mended is not scolded; the rest stays until the next attempt.
    this.#problems = this.#problems.filter(({ path }) => path !== key && !path.startsWith(`${key}/`));
  };

  setFeedback = (feedback: string): void => {
    this.feedback = feedback;
    this.#problems = this.#problems.filter(({ path }) => path !== ANSWER_PLACES.feedback);
  };

  startEditing = (text: string): void => {
    if (this.text === '') this.text = text;
    this.editing = true;
  };

  /** True = the answer was taken. Otherwise the form stays open and says what is wrong. */
  answer = async (outcome: ApprovalOutcome): Promise<boolean> => {
    if (this.sending !== null) return false;
    this.error = null;
    const answer = this.#answerOf(outcome);
    this.#problems = checkAnswer(this.request, answer);
    if (this.#problems.length > 0) return false;
    this.sending = outcome;
    const taken = await this.#send(answer);
    this.sending = null;
    if (taken.ok) return true;
    this.#problems = taken.error.problems ?? [];
    this.error = this.#problems.some(({ path }) => path !== '') ? null : taken.error;
    return false;
  };

  #answerOf(outcome: ApprovalOutcome): ApprovalAnswer {
    const feedback = this.feedback.trim();
    return {
      outcome,
      ...(bringsValues(this.request, outcome) ? { values: this.values } : {}),
      ...(outcome === 'edit' && this.request.kind !== 'tool' ? { text: this.text } : {}),
      ...(feedback === '' ? {} : { feedback }),
    };
  }
}
