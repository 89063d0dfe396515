import { LIMITS } from '#shared/protocol/limits.ts';

/**
 * What a person may not say to a server: who is asked and how the connection goes is the relay's to say (RFC 9110 7.6.1),
 * what proxies add would be believed, cookies and origins belong to browsers, and a method hidden in a header would make
 * of a request that is safe to repeat one that is not.
 */
const REFUSED = new Set([
  ...['host', 'connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'http2-settings'],
  ...[
    'content-length',
    'expect',
    'accept-encoding',
    'date',
    'via',
    'forwarded',
    'x-real-ip',
    'true-client-ip',
  ],
  ...['cookie', 'cookie2', 'set-cookie', 'set-cookie2', 'origin', 'referer', 'dnt'],
  ...['x-http-method', 'x-http-method-override', 'x-method-override'],
]);
const REFUSED_BEGINNINGS = ['proxy-', 'sec-', 'x-forwarded-', 'cf-', 'x-weft-', 'access-control-'];

/** A token of RFC 9110, 5.6.2, in lower case. */
const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
/** What can be seen of ASCII, blanks and tabs: no line break, so that one header cannot become two. */
const VALUE = /^[\t\u0020-\u007e]*$/;

/** Sent along to another host after a redirect: what says nothing about the person who asks. */
const KEPT_ELSEWHERE = new Set(['accept', 'accept-language', 'content-type', 'user-agent']);

export type HeaderRecord = Readonly<Record<string, string>>;

/** The name of the first header that cannot be sent; null when all can. Too many of them count as the last. */
export function refusedHeader(headers: HeaderRecord): string | null {
  const entries = Object.entries(headers);
  if (entries.length > LIMITS.httpHeaders) return entries.at(-1)?.[0] ?? '';
  let characters = 0;
  for (const [name, value] of entries) {
    characters += name.length + value.length;
    if (!isSendable(name, value) || characters > LIMITS.httpHeaderCharacters) return name;
  }
  return null;
}

function isSendable(name: string, value: string): boolean {
  const isRefused = REFUSED.has(name) || REFUSED_BEGINNINGS.some((beginning) => name.startsWith(beginning));
  return NAME.test(name) && !isRefused && VALUE.test(value);
}

/** The headers for a host that the person did not name. */
export function headersElsewhere(headers: HeaderRecord): HeaderRecord {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => KEPT_ELSEWHERE.has(name)));
}
