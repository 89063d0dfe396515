import type { ApprovalRequest } from '#shared/run/approval.ts';
import { openApproval } from '#shared/run/select-approval.ts';
import { isAgentsQuestion } from '../approvals/answer-words.ts';
import type { IconName } from '../kit/icons.ts';
import { troubleActs, type TroubleActName } from '../trouble/trouble-acts.ts';
import type { CanvasNodeView } from './canvas-flow.ts';

/** What a node in trouble says, and the buttons that mend it. */
export interface Remedy {
  readonly act: TroubleActName | 'approve' | 'review';
  readonly label: string;
  readonly icon?: IconName | undefined;
  readonly hint?: string | undefined;
}

export function sayText(view: CanvasNodeView): string {
  switch (view.status) {
    case 'unbilled':
      return view.error?.message ?? 'The connection broke. It is not clear if the call was billed.';
    case 'retrying':
      return view.state?.retry?.error.message ?? view.error?.message ?? 'The last try failed.';
    case 'waiting':
      return questionWords(view) ?? 'A person must decide.';
    default:
      return view.error?.message ?? 'This step failed. Nothing more is known.';
  }
}

/** @param asksModel whether the node asks a model. */
export function remediesOf(view: CanvasNodeView, asksModel: boolean): readonly Remedy[] {
  if (view.status === 'waiting') return remediesOfQuestion(view);
  return troubleActs({ status: view.status, error: view.error, asksModel }).map(
    ({ name, label, icon, hint }) => ({
      act: name,
      label,
      icon,
      hint,
    }),
  );
}

/** Its own question first, then that of a step inside it. */
function questionOf({ state, inside }: CanvasNodeView): ApprovalRequest | undefined {
  return ((state && openApproval(state)) ?? inside?.approval)?.request;
}

/** What an agent asks is what it says; who asks stands around it. */
function questionWords(view: CanvasNodeView): string | undefined {
  const request = questionOf(view);
  return request && isAgentsQuestion(request) && request.message !== '' ? request.message : request?.title;
}

function remediesOfQuestion(view: CanvasNodeView): readonly Remedy[] {
  const request = questionOf(view);
  if (request === undefined) return [];
  if (isAgentsQuestion(request)) return [{ act: 'review', label: 'Answer…', icon: 'pencil' }];
  if (request.kind === 'approval' && request.form !== null) return [{ act: 'review', label: 'Look at it…' }];
  if (view.state === null || openApproval(view.state) === null) return [{ act: 'review', label: 'Decide…' }];
  if (request.kind !== 'tool' && request.form !== null)
    return [{ act: 'review', label: 'Fill in…', icon: 'pencil' }];
  const approve: Remedy = { act: 'approve', label: 'Approve', icon: 'check' };
  return [...(request.options.includes('approve') ? [approve] : []), { act: 'review', label: 'Decide…' }];
}
