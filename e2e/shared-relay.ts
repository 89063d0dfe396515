import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRelay } from '../relay/dev/start-relay.ts';

/**
 * Playwright's global setup: one relay with an empty state for all journeys, without any provider key.
 * @returns what ends it.
 */
export default async function startSharedRelay(): Promise<() => Promise<void>> {
  const stateDir = mkdtempSync(join(tmpdir(), 'weft-e2e-'));
  const relay = await startRelay({ stateDir });
  process.env['WEFT_E2E_URL'] = relay.url;
  return async () => {
    await relay.stop();
    rmSync(stateDir, { recursive: true, force: true });
  };
}
