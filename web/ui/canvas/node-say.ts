import { openApproval } from '#shared/run/select-approval.ts';
import type { WeftError } from '#shared/run/errors.ts';
import type { IconName } from '../kit/icons.ts';
import type { CanvasNodeView } from './canvas-flow.ts';

/** What a node in trouble says, and the buttons that mend it. */
export interface Remedy {
  readonly act:
    | 'retry'
    | 'change-model'
    | 'open-keys'
    | 'open-field'
    | 'run-again'
    | 'give-up'
    | 'count-as-billed'
    | 'approve'
    | 'review';
  readonly label: string;
  readonly icon?: IconName;
}

const RETRY: Remedy = { act: 'retry', label: 'Retry', icon: 'rotate-cw' };
const CHANGE_MODEL: Remedy = { act: 'change-model', label: 'Change model' };
const OPEN_KEYS: Remedy = { act: 'open-keys', label: 'Open keys…', icon: 'key-round' };
const OPEN_FIELD: Remedy = { act: 'open-field', label: 'Show field' };

export function sayText(view: CanvasNodeView): string {
  switch (view.status) {
    case 'unbilled':
      return (
        view.error?.message ?? 'The line dropped after sending. The provider may still charge for this try.'
      );
    case 'retrying': {
      const error = view.state?.retry?.error.message ?? view.error?.message ?? 'The last try failed.';
      const seconds = view.retryInMs === null ? null : Math.max(0, Math.ceil(view.retryInMs / 1_000));
      return seconds === null ? error : `${error} Next try in ${seconds} s.`;
    }
    case 'waiting':
      return (view.state && openApproval(view.state))?.request.title ?? 'A person must decide.';
    default:
      return view.error?.message ?? 'This step failed. Nothing more is known.';
  }
}

export function remediesOf(view: CanvasNodeView): readonly Remedy[] {
  switch (view.status) {
    case 'failed':
      return view.error === null ? [RETRY] : remediesOfError(view.error);
    case 'retrying':
      return [{ ...RETRY, label: 'Retry now' }, CHANGE_MODEL];
    case 'unbilled':
      return [
        { act: 'run-again', label: 'Run again', icon: 'rotate-cw' },
        { act: 'give-up', label: 'Give up' },
        { act: 'count-as-billed', label: 'Count as billed' },
      ];
    case 'waiting':
      return remediesOfQuestion(view);
    default:
      return [];
  }
}

function remediesOfQuestion({ state }: CanvasNodeView): readonly Remedy[] {
  const request = (state && openApproval(state))?.request;
  if (request === undefined) return [];
  if (request.form !== null) return [{ act: 'review', label: 'Fill in…', icon: 'pencil' }];
  const approve: Remedy = { act: 'approve', label: 'Approve', icon: 'check' };
  return [...(request.options.includes('approve') ? [approve] : []), { act: 'review', label: 'Decide…' }];
}

function remediesOfError(error: WeftError): readonly Remedy[] {
  switch (error.code) {
    case 'missing-key':
    case 'key-refused':
      return [RETRY, OPEN_KEYS];
    case 'missing-input':
    case 'invalid-config':
    case 'unknown-language':
    case 'nothing-selected':
    case 'bad-template':
      return error.field === undefined ? [RETRY] : [OPEN_FIELD, RETRY];
    case 'cycle':
    case 'unknown-node-type':
      return [];
    case 'provider-rate-limited':
    case 'provider-unavailable':
    case 'provider-error':
    case 'provider-refused':
    case 'provider-bad-request':
    case 'provider-malformed':
    case 'provider-too-large':
    case 'model-not-found':
    case 'incomplete-stream':
    case 'deadline-headers':
    case 'deadline-idle':
    case 'deadline-total':
      return [RETRY, CHANGE_MODEL];
    default:
      return [RETRY];
  }
}
