import type { NodeDisplayStatus } from '../status/node-status.ts';

/** How the last run of a flow is shown in a list. */
export const LAST_RUN_STATUS = {
  running: { status: 'running', word: 'Running' },
  ok: { status: 'done', word: 'Done' },
  'with-failures': { status: 'failed', word: 'Done with failures' },
  failed: { status: 'failed', word: 'Failed' },
  stopped: { status: 'stopped', word: 'Stopped' },
  parked: { status: 'paused', word: 'Parked' },
} as const satisfies {
  readonly [status: string]: { readonly status: NodeDisplayStatus; readonly word: string };
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "now", "12 min ago", "3 h ago", "Tuesday", "9 November": as near as a person needs it. Both times in ms since 1970. */
export function whenWords(at: number, now: number, locale = 'en-GB'): string {
  const age = Math.max(0, now - at);
  if (age < MINUTE_MS) return 'now';
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)} min ago`;
  if (age < DAY_MS) return `${Math.floor(age / HOUR_MS)} h ago`;
  if (age < 6 * DAY_MS) return new Intl.DateTimeFormat(locale, { weekday: 'long' }).format(at);
  const sameYear = new Intl.DateTimeFormat(locale, { year: 'numeric' });
  const year = sameYear.format(at) === sameYear.format(now) ? {} : ({ year: 'numeric' } as const);
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', ...year }).format(at);
}
