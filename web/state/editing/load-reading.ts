import { weftError, type WeftError } from '#shared/run/errors.ts';

type Reading = Awaited<ReturnType<typeof fetchReading>>;

/** Validation of files and clips is no part of opening a flow: it is fetched later, or when something is pasted. */
export const fetchReading = async () => ({
  ...(await import('./reading.ts')),
  ...(await import('../subflows/held-steps.ts')),
});

/** The readers; as a failure when they could not be fetched. */
export async function loadReading(): Promise<
  ({ readonly ok: true } & Reading) | { readonly ok: false; readonly error: WeftError }
> {
  try {
    return { ok: true, ...(await fetchReading()) };
  } catch {
    return { ok: false, error: UNFETCHED };
  }
}

const UNFETCHED = weftError(
  'relay-unreachable',
  'The part of Weft that reads files could not be loaded. Check the connection, then try again.',
  { retryable: true },
);
