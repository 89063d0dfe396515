import type { ApprovalOutcome, ApprovalRequest } from '#shared/run/approval.ts';
import type { ApprovalState } from '#shared/run/state.ts';
import type { IconName } from '../kit/icons.ts';
import { OUTCOME_DONE } from '../../state/run/outcome-done.ts';
import { wholeSeconds } from '../run/format.ts';
import { capital, whoWords } from '../run/who-words.ts';

/** The button of an answer. */
const OUTCOME_ACTS: {
  readonly [outcome in ApprovalOutcome]: { readonly label: string; readonly icon?: IconName };
} = {
  approve: { label: 'Approve', icon: 'check' },
  reject: { label: 'Reject' },
  edit: { label: 'Go on with this text', icon: 'check' },
  skip: { label: 'Leave this branch out' },
  retry: { label: 'Try again' },
  redo: { label: 'Send back with feedback' },
  abort: { label: 'Stop the run' },
  submit: { label: 'Send', icon: 'check' },
  allow: { label: 'Allow', icon: 'check' },
  'allow-for-run': { label: 'Allow for this run' },
  deny: { label: 'Deny' },
};

/** The button of an answer to this question. */
export function answerAct({ kind }: ApprovalRequest, outcome: ApprovalOutcome) {
  if (kind === 'form' && outcome === 'deny') return SKIPPED_QUESTION;
  return kind === 'tool' && outcome === 'edit' ? CHANGED_TOOL : OUTCOME_ACTS[outcome];
}

/** The agent goes on without an answer. */
const SKIPPED_QUESTION = { label: 'Skip the question', icon: undefined } as const;

/** An agent asks in words of its own, and may be left without an answer. */
export const isAgentsQuestion = ({ kind, options }: ApprovalRequest): boolean =>
  kind === 'form' && options.includes('deny');

const CHANGED_TOOL = { label: 'Allow it like this', icon: 'check' } as const;

/** What counts when nobody answers. */
const DEFAULT_WORDS: { readonly [outcome in ApprovalOutcome]?: string } = {
  approve: 'it counts as approved',
  reject: 'it counts as rejected',
  skip: 'the branch is left out',
  abort: 'the run is stopped',
  submit: 'the defaults are sent',
  allow: 'it is allowed',
  deny: 'it is denied',
};

/** `waits 48 s`, `waits 2 min 05 s`. `now` is relay time. */
export function waitingWords({ requestedAt }: ApprovalState, now: number): string {
  return `waits ${wholeSeconds(now - requestedAt)}`;
}

/** `In 4 min 10 s it counts as rejected.`; null = it waits as long as the run. */
export function deadlineWords({ request, requestedAt }: ApprovalState, now: number): string | null {
  const { deadline } = request;
  if (deadline === null) return null;
  const left = requestedAt + deadline.afterMs - now;
  const words = DEFAULT_WORDS[deadline.outcome] ?? 'its default counts';
  return left <= 0 ? `Its time is over: ${words}.` : `In ${wholeSeconds(left)} ${words}.`;
}

/** Who answered is not told to everybody. */
const NOBODY = { name: '' } as const;

/** How a question ended: `Bea approved`; null while it is open. `ownId` = who sits here. */
export function endWords({ phase, answer, request }: ApprovalState, ownId: string | null): string | null {
  switch (phase) {
    case 'open':
      return null;
    case 'answered':
      return answer && `${capital(whoWords(answer.by ?? NOBODY, ownId))} ${OUTCOME_DONE[answer.outcome]}`;
    case 'expired':
      return `Nobody answered in time: ${DEFAULT_WORDS[request.deadline?.outcome ?? 'reject'] ?? 'its default counts'}`;
    case 'withdrawn':
      return 'No longer asked: a step before it runs again';
    default:
      return phase satisfies never;
  }
}

/** Who may answer: `You or Tomas. The first answer counts.` `others` = names of people here who may. */
export function answererWords(
  { answerers }: ApprovalRequest,
  people: { readonly others: readonly string[]; readonly refusal: string | null },
): string {
  if (people.refusal !== null) return people.refusal;
  const names = people.others.slice(0, 2).map((name) => name || 'a guest');
  const who = names.length === 0 ? 'You' : `You or ${names.join(' or ')}`;
  const more = answerers === 'links' ? '' : ' Only editors may answer.';
  return names.length === 0 ? `The first answer counts.${more}` : `${who}. The first answer counts.${more}`;
}

/**
 * Answers in the order of their buttons: what goes on stands last. While the text, or what a tool is given, is changed,
 * that is what goes on.
 */
export function shownOutcomes(
  { kind, options }: ApprovalRequest,
  isChanged: boolean,
): readonly ApprovalOutcome[] {
  const asItIs: readonly ApprovalOutcome[] = kind === 'tool' ? ['allow', 'allow-for-run'] : ['approve'];
  const left = options.filter((outcome) =>
    outcome === 'edit' ? isChanged : !isChanged || !asItIs.includes(outcome),
  );
  const goesOn = (outcome: ApprovalOutcome) => Number(GOES_ON.includes(outcome));
  return left.toSorted((one, other) => goesOn(one) - goesOn(other));
}

const GOES_ON: readonly ApprovalOutcome[] = ['approve', 'submit', 'allow', 'edit'];

/** What becomes of feedback; null = this question takes none. */
export function feedbackWords({ kind, options, mustExplain }: ApprovalRequest): string | null {
  if (kind === 'form') return null;
  if (kind === 'tool') return 'The agent is told this when you deny it.';
  const back = options.includes('redo')
    ? 'Goes into the prompts of the steps before when you send it back, and of those after when you approve.'
    : 'Goes into the prompts of the steps after.';
  return mustExplain && options.includes('reject') ? `${back} Rejecting needs it.` : back;
}
