import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { FetchResult } from '../../node-kit/types.ts';

const SHOWN_CHARACTERS = 200;

const MEANINGS: { readonly [status: number]: string } = {
  301: 'it has moved, but the server does not say where',
  302: 'it has moved, but the server does not say where',
  304: 'nothing has changed',
  400: 'it does not understand the request',
  401: 'it wants to know who asks',
  403: 'it does not allow this',
  404: 'there is nothing at this address',
  405: 'it does not take this method here',
  409: 'something is in the way of this',
  410: 'what was at this address is gone',
  413: 'the body is too long',
  415: 'it does not take a body of this type',
  422: 'something in the body does not fit',
  500: 'something went wrong there',
  502: 'a server behind it does not answer',
  504: 'a server behind it does not answer',
};

/** What an answer says whose status is no success: the status, what that means, and its first words. */
export function statusError({ status, url, text, mediaType }: FetchResult): WeftError {
  const meaning = MEANINGS[status];
  const words = firstWords(text, mediaType);
  const said = words === '' ? '' : ` It says: “${words}”`;
  const message = `${new URL(url).hostname} answered ${status}${meaning === undefined ? '' : `: ${meaning}`}.${said}`;
  return weftError('http-status', message, { retryable: true });
}

/** Of a web page the words alone. */
function firstWords(text: string, mediaType: string): string {
  const head = text.slice(0, 20_000);
  const plain = /html|xml/.test(mediaType)
    ? head.replace(/<(script|style|head)\b[^]*?<\/\1\s*>/gi, ' ').replace(/<[^>]*>/g, ' ')
    : head;
  const words = plain.replace(/\s+/g, ' ').trim();
  return words.length <= SHOWN_CHARACTERS ? words : `${words.slice(0, SHOWN_CHARACTERS).trimEnd()}…`;
}
