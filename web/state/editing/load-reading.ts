import { weftError, type WeftError } from '#shared/run/errors.ts';
import type * as reading from './reading.ts';

type Reading = typeof reading;

/** Validation of files and clips is no part of opening a flow: it is fetched later, or when something is pasted. */
export const fetchReading = (): Promise<Reading> => import('./reading.ts');

/** The readers; as a failure when they could not be fetched. */
export async function loadReading(): Promise<
  | ({ readonly ok: true } & Pick<Reading, 'readFlowFile' | 'readClip'>)
  | { readonly ok: false; readonly error: WeftError }
> {
  try {
    const { readFlowFile, readClip } = await fetchReading();
    return { ok: true, readFlowFile, readClip };
  } catch {
    return { ok: false, error: UNFETCHED };
  }
}

const UNFETCHED = weftError(
  'relay-unreachable',
  'The part of Weft that reads files could not be loaded. Check the connection, then try again.',
  { retryable: true },
);
