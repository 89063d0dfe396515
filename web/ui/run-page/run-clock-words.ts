import { duration } from '../run/format.ts';

/** A place on the time line as players show it: `0:08.6`, `12:05.0`, `1:02:05.0`. */
export function playerClock(ms: number): string {
  const tenths = Math.round(Math.max(0, ms) / 100);
  const seconds = `${String(Math.floor(tenths / 10) % 60).padStart(2, '0')}.${tenths % 10}`;
  const minutes = Math.floor(tenths / 600);
  if (minutes < 60) return `${minutes}:${seconds}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${seconds}`;
}

const MOST_NAMES = 3;

/** A moment in words, for those who hear the slider: "8.6 s of 15.0 s. Proofread and Portuguese are writing." */
export function spokenMoment(atMs: number, lengthMs: number, writing: readonly string[]): string {
  const time = `${duration(atMs)} of ${duration(lengthMs)}`;
  if (writing.length === 0) return time;
  const names = writing.slice(0, MOST_NAMES);
  if (writing.length > MOST_NAMES) names.push(`${writing.length - MOST_NAMES} more`);
  const last = names.pop() ?? '';
  const list = names.length === 0 ? last : `${names.join(', ')} and ${last}`;
  return `${time}. ${list} ${writing.length === 1 ? 'is' : 'are'} writing.`;
}

/** Made with the page, while it waits for the run: the first one costs 10 ms. */
const DAY_AND_TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' });
DAY_AND_TIME.format(0);
const TIME_OF_DAY = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });

/** `14 November 2025, 18:42` */
export function dayAndTime(at: number): string {
  return DAY_AND_TIME.format(at).replace(' at ', ', ');
}

/** `18:43` */
export function timeOfDay(at: number): string {
  return TIME_OF_DAY.format(at);
}
