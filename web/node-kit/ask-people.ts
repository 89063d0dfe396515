import type { JsonObject } from '#shared/json.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import { NodeSkipped } from './node-skipped.ts';
import type { AskAnswer, AskWish, RunContext } from './types.ts';

/** What runners that ask people share: how long they wait, who may answer, and how an answer ends the node. */

const MINUTE_MS = 60_000;
/** What the fields of waitingFields say; `outcomes` = the outcome of each choice of `onTimeout`. */
export function waitingOf(
  config: JsonObject,
  outcomes: { readonly [choice: string]: AskAnswer['outcome'] },
): Pick<AskWish, 'deadline' | 'answerers'> {
  const { timeoutMinutes: minutes, onTimeout, answerers } = config;
  const outcome = outcomes[String(onTimeout)] ?? 'reject';
  return {
    deadline: typeof minutes === 'number' ? { afterMs: Math.round(minutes * MINUTE_MS), outcome } : null,
    answerers: answerers === 'editors' ? 'editors' : 'links',
  };
}

/** Words for an end that brings nothing: “Rejected by Bea: too long.” */
export function refusalOf(verb: string, { by, feedback }: AskAnswer): string {
  if (by === null) return 'Nobody answered in time.';
  const words = feedback === null || feedback.trim() === '' ? '' : `: “${feedback.trim().slice(0, 1_000)}”`;
  return `${verb} by ${by.name || 'a person'}${words}.`;
}

/** The node and what depends on it are left out; the run is fine. @throws always */
export function skipNode(answer: AskAnswer, verb: string): never {
  throw new NodeSkipped(weftError('skipped-by-person', refusalOf(verb, answer)));
}

/** The node fails. @throws always */
export function failNode(answer: AskAnswer, verb: string): never {
  const code = answer.by === null ? 'approval-expired' : 'rejected';
  throw new WeftFailure(weftError(code, refusalOf(verb, answer)));
}

/** What was said on the way here and now, for the next prompt. */
export function guidanceWith(
  { guidance }: Pick<RunContext, 'guidance'>,
  { feedback }: AskAnswer,
): { readonly guidance?: string } {
  const words = [guidance, feedback].filter((text) => text !== null && text.trim() !== '');
  return words.length === 0 ? {} : { guidance: words.join('\n\n') };
}
