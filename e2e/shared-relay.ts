import { startWatchedRelay } from './security/watched-relay.ts';

const MIB = 1024 * 1024;

/**
 * Playwright's global setup: one relay with an empty state for all journeys, without any provider key. What it sends, and
 * what it keeps, is looked through for secrets in the end.
 * @returns what ends it.
 */
export default async function startSharedRelay(): Promise<() => Promise<void>> {
  const { url, watch, stop } = await startWatchedRelay();
  process.env['WEFT_E2E_URL'] = url;
  return async () => {
    await stop();
    const { bytes, answers, known } = watch;
    process.stdout.write(
      `No secret in ${answers} answers and sockets of the journeys (${(bytes / MIB).toFixed(0)} MiB); ${known.count} secrets of links and tokens in no address, log or stored room\n`,
    );
  };
}
