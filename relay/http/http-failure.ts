import type { RetryAdvice } from '#shared/run/call.ts';
import { weftError, type ErrorCode, type WeftError } from '#shared/run/errors.ts';
import { isSafeMethod, type HttpMethod } from '#shared/run/http-call.ts';
import type { CallFailure } from '../providers/call-failed.ts';
import type { AddressFault } from './check-address.ts';

/** A request that is not made, or a redirect that is not followed. */
export type HttpRefusal =
  | {
      readonly type: 'address';
      readonly fault: AddressFault;
      readonly host: string;
      readonly redirected: boolean;
    }
  | { readonly type: 'header'; readonly name: string }
  | { readonly type: 'body' }
  | { readonly type: 'too-many-redirects' };

/** What is wrong with an address, after the name of its host. */
const ADDRESS_WORDS: { readonly [fault in AddressFault]: string } = {
  'no-address': 'is no address that can be asked. Write one that begins with https://.',
  'not-https': 'can only be asked over https. Write an address that begins with https://.',
  'with-login': 'was given with a name or password in the address. Send them in a header instead.',
  'other-port': 'can only be asked on the usual port of https. Leave the port out.',
  'not-listed': 'is not among the hosts that this relay asks. Whoever runs it can add it to WEFT_HTTP_HOSTS.',
};

/** Why nothing was asked, or asked no further, as people read it. */
export function refusalError(refusal: HttpRefusal): WeftError {
  switch (refusal.type) {
    case 'address': {
      const from = refusal.redirected ? 'The server sent on to another address: ' : '';
      const host = refusal.host === '' ? 'That' : `“${refusal.host}”`;
      return weftError('host-refused', `${from}${host} ${ADDRESS_WORDS[refusal.fault]}`, { field: 'url' });
    }
    case 'header':
      return weftError(
        'invalid-config',
        `The header “${refusal.name.slice(0, 60)}” cannot be sent. Take it out, or write it in plain letters on one line.`,
        { field: 'headers' },
      );
    case 'body':
      return weftError('invalid-config', 'GET and HEAD carry no body. Choose POST, or empty the body.', {
        field: 'body',
      });
    case 'too-many-redirects':
      return weftError(
        'host-refused',
        'The server sent on to one address after another without an answer. Write the last address.',
        { field: 'url' },
      );
    default:
      return refusal satisfies never;
  }
}

/** Nobody is billed, and what only reads may simply be asked again; what may have done something is for a person to repeat. */
export function adviceFor(failure: CallFailure, method: HttpMethod): RetryAdvice {
  if (failure.retry !== 'ask' || failure.outcome === 'aborted') return failure.retry;
  if (failure.code === 'provider-too-large') return 'never';
  return isSafeMethod(method) ? 'safe' : 'ask';
}

/** A failure of the exchange as people read it. */
export function failureError(failure: CallFailure, host: string, retry: RetryAdvice): WeftError {
  const more = {
    retryable: retry !== 'never',
    ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }),
  };
  const arrived =
    retry === 'ask' ? 'The request may have arrived: decide whether to send it again.' : 'Try again.';
  return weftError(codeOf(failure), wordsFor(failure, host, arrived), more);
}

function codeOf({ code }: CallFailure): ErrorCode {
  switch (code) {
    case 'provider-rate-limited':
    case 'provider-unavailable':
      return 'http-status';
    case 'storage-failed':
    case 'aborted':
      return code;
    default:
      return 'http-failed';
  }
}

function wordsFor(failure: CallFailure, host: string, arrived: string): string {
  switch (failure.code) {
    case 'provider-rate-limited':
      return `${host} asks to slow down: too many requests. Wait a moment and try again.`;
    case 'provider-unavailable':
      return `${host} is overloaded or down for the moment. Wait a little and try again.`;
    case 'provider-too-large':
      return `${host} answered with more than ${failure.detail}, the most that a request takes. Ask for less.`;
    case 'invalid-output':
      return `${host} answered with ${failure.detail}, which is no text. Ask for text or JSON.`;
    case 'deadline-headers':
      return `${host} did not begin to answer within ${failure.detail}. ${arrived}`;
    case 'deadline-idle':
      return `${host} fell silent for ${failure.detail} in the middle of its answer. ${arrived}`;
    case 'deadline-total':
      return `${host} was not done after ${failure.detail}, so it was stopped. ${arrived}`;
    case 'connection-lost':
      return `The connection to ${host} broke in the middle of the answer. ${arrived}`;
    case 'unknown-outcome':
      return `${host} could not be reached, or broke off before it answered. ${arrived}`;
    case 'storage-failed':
      return 'The relay could not record the request, so it was not sent. Try again.';
    case 'aborted':
      return 'Stopped before the answer was complete.';
    default:
      return `The request to ${host} failed. ${arrived}`;
  }
}
