import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { CallFailure } from './call-failed.ts';

/** What is known when words are chosen. */
interface Scene {
  readonly label: string;
  readonly keyVariable: string;
  readonly model: string;
  readonly failure: CallFailure;
}

type Words = (scene: Scene) => string;

/** One entry per failure a call can end with: what happened, and what to do. Never a word of the provider's own text. */
const WORDS: { readonly [code: string]: Words } = {
  'missing-key': ({ label, keyVariable }) =>
    `${label} needs a key and the relay has none. Set ${keyVariable} where the relay is started, or choose Demo or another provider.`,
  'key-refused': ({ label, keyVariable }) =>
    `${label} refused the key. Check ${keyVariable === '' ? 'the key' : keyVariable} and that it may use this model.`,
  'key-unreadable': ({ label }) =>
    `This relay can no longer read its key for ${label}. Put the key in again; nothing was spent.`,
  'provider-rate-limited': ({ label }) =>
    `${label} asks to slow down: too many requests. Wait a moment and try again.`,
  'provider-unavailable': ({ label }) =>
    `${label} is overloaded or down for the moment. Wait a little and try again.`,
  'provider-error': ({ label, failure }) =>
    failure.hint === 'no-credit'
      ? `The account at ${label} has no credit left. Add credit there, or choose another provider.`
      : `${label} reported an error of its own${statusOf(failure)}. Try again; it may be billed again.`,
  'provider-refused': ({ label }) =>
    `${label} declined to answer this prompt. Reword it, or choose another model.`,
  'provider-bad-request': ({ label, model, failure }) =>
    failure.hint === 'context-length'
      ? `The text is too long for ${model}. Shorten it, or choose a model with a larger context.`
      : `${label} did not accept the request${statusOf(failure)}. Check the model's settings, or choose another model.`,
  'provider-malformed': ({ label }) =>
    `${label} sent something that is not an answer. Try again, or choose another model; it may be billed again.`,
  'provider-redirected': ({ label }) =>
    `${label} tried to send the call to another address, so it was stopped. Tell whoever runs the relay.`,
  'provider-too-large': ({ label }) => `${label} sent more than Weft takes. Ask for a shorter answer.`,
  'model-not-found': ({ label, model }) =>
    `${label} does not know the model “${model}”. Choose another model.`,
  'incomplete-stream': ({ label }) =>
    `The answer of ${label} stopped before its end. It is not clear if it was billed.`,
  'deadline-headers': ({ label, failure }) =>
    `${label} did not begin to answer within ${failure.detail}. It is not clear if it was billed.`,
  'deadline-idle': ({ label, failure }) =>
    `${label} fell silent for ${failure.detail} in the middle of the answer. It is not clear if it was billed.`,
  'deadline-total': ({ label, failure }) =>
    `${label} was not done after ${failure.detail}, so it was stopped; it is not clear if it was billed. Ask for less.`,
  'connection-lost': ({ label }) =>
    `The connection to ${label} broke in the middle of the answer. It is not clear if it was billed.`,
  'unknown-outcome': ({ label }) =>
    `The connection to ${label} broke before it answered. It is not clear if it was billed.`,
  aborted: () => 'Stopped before the answer was complete. What was written until then is kept.',
  'output-too-large': ({ failure }) =>
    `The answer is larger than ${failure.detail}. Ask for a shorter or smaller one.`,
  'blob-missing': () => 'A picture of this call is no longer there. Run the node that made it again.',
  'storage-failed': ({ failure }) =>
    failure.unbilled === true
      ? 'The relay could not record the call, so it was not sent. Try again.'
      : 'The relay could not keep the picture that was made. It may be billed again when you try again.',
  'invalid-config': ({ label, failure }) =>
    failure.detail === undefined
      ? `${label} is not set up on this relay. Choose another provider.`
      : `${failure.detail} Correct it in the node's settings.`,
};

function statusOf(failure: CallFailure): string {
  return failure.status === undefined ? '' : ` (${failure.status})`;
}

/** The failure as people read it. `retryable` says whether the same call may succeed if it is made again. */
export function errorWords(scene: Scene & { readonly providerId: string }): WeftError {
  const { failure, providerId } = scene;
  const words = WORDS[failure.code] ?? (() => `The call to ${scene.label} failed. Try again.`);
  return weftError(failure.code, words(scene), {
    retryable: failure.retry !== 'never',
    providerId,
    ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }),
  });
}
