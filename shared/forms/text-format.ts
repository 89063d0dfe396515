import type { TextFormat } from './form.ts';

/** What a text must look like; null = anything. The expressions have one way through every text: none searches back. */
const FORMATS: { readonly [format in TextFormat]: ((text: string) => string | null) | null } = {
  plain: null,
  'multi-line': null,
  email: (text) => (isEmail(text) ? null : 'This is no e-mail address. One looks like name@example.com.'),
  uri: (text) => (isUri(text) ? null : 'This is no web address. One looks like https://example.com/page.'),
  date: (text) => (isDate(text) ? null : 'This is no day of the calendar. Write it as 2026-11-21.'),
  time: (text) => (isTime(text) ? null : 'This is no time of day. Write it as 18:30.'),
  'date-time': (text) =>
    isDateTime(text) ? null : 'This is no day with a time. Write it as 2026-11-21T18:30.',
};

/** What is wrong with a text of this format, in words for people, or null. */
export function formatProblem(format: TextFormat, text: string): string | null {
  return FORMATS[format]?.(text) ?? null;
}

/** Longest address that mail knows. */
const EMAIL_CHARACTERS = 254;

function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || text.length > EMAIL_CHARACTERS) return false;
  const [local, host] = [text.slice(0, at), text.slice(at + 1)];
  return (
    /^[^\s@"(),:;<>[\\\]]+$/.test(local) && !local.includes('..') && isHostName(host) && host.includes('.')
  );
}

const isHostName = (host: string): boolean =>
  host.length <= 253 &&
  host.split('.').every((label) => label.length <= 63 && /^[\p{L}\p{N}]([\p{L}\p{N}-]*)$/u.test(label));

function isUri(text: string): boolean {
  const colon = text.indexOf(':');
  if (colon < 1 || /[\s<>"{}|\\^`]/.test(text)) return false;
  const scheme = text.slice(0, colon).toLowerCase();
  if (!/^[a-z][a-z0-9+.-]*$/.test(scheme)) return false;
  const rest = text.slice(colon + 1);
  if (scheme !== 'http' && scheme !== 'https') return rest !== '';
  if (!rest.startsWith('//')) return false;
  const authority = rest.slice(2).split(/[/?#]/, 1)[0] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d{0,5}$/, '');
  return host !== '' && (host.startsWith('[') || isHostName(host.replace(/\.$/, '')));
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isTime(text: string): boolean {
  const match = /^(\d{2}):(\d{2})(:(\d{2})(\.\d{1,9})?)?$/.exec(text);
  return match !== null && Number(match[1]) < 24 && Number(match[2]) < 60 && Number(match[4] ?? 0) < 60;
}

function isDateTime(text: string): boolean {
  const [day = '', time = '', more] = text.split('T');
  return more === undefined && isDate(day) && isTime(time.replace(/(Z|[+-]\d{2}:\d{2})$/, ''));
}
