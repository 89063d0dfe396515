import { weftError, type ErrorCode, type WeftError } from '#shared/run/errors.ts';
import type { FlowAnswer } from './flow-request.ts';

/** HTTP's word for a refusal. */
const STATUS: { readonly [code in ErrorCode]?: number } = {
  'not-allowed': 403,
  'link-ended': 403,
  'not-found': 404,
  'out-of-turn': 409,
  'rate-limited-here': 409,
  'too-many-commands': 429,
  'storage-failed': 503,
};

export function refusal(error: WeftError): FlowAnswer {
  return { status: STATUS[error.code] ?? 400, body: { error } };
}

export function notFound(): FlowAnswer {
  return refusal(weftError('not-found', 'There is nothing here.'));
}

/** Said of a flow that its owner has deleted, whoever asks for it. */
export function flowRemoved(): FlowAnswer {
  return refusal(
    weftError('not-found', 'There is nothing at this address any more: its owner has deleted the flow.'),
  );
}

export function linkEnded(): FlowAnswer {
  return refusal(weftError('link-ended', 'This link does not work, or no longer.'));
}
