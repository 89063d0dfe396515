import type { LogEntry } from '#shared/run/events.ts';
import { callIdOf } from '../core/testing.ts';

/** Whether there is an entry of this type, of any call or of this one. */
export const has = (type: string, callId?: string) => (entries: readonly LogEntry[]) =>
  entries.some(
    (entry) =>
      entry.type === type && (callId === undefined || (entry.data as { callId?: string }).callId === callId),
  );
/** How a call has ended; undefined = it has not. */
export const endOf = (entries: readonly LogEntry[], number: number) =>
  entries.flatMap((entry) =>
    entry.type === 'call.ended' && entry.data.callId === callIdOf(number) ? [entry.data.end] : [],
  )[0];
/** Why a run was paused, each time. */
export const pauses = (entries: readonly LogEntry[]) =>
  entries.flatMap((entry) => (entry.type === 'execution.paused' ? [entry.data.reason] : []));

/** Answers of the provider wait until it is opened. */
export function closedGate(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((open) => (resolve = open));
  return { promise, resolve: () => resolve() };
}
