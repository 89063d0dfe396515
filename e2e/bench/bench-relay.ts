import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRelay, type StartRelayOptions } from '../../relay/dev/start-relay.ts';

/** The real relay with an empty state, which is gone when it stops. */
export async function startBenchRelay(
  options: Pick<StartRelayOptions, 'env' | 'dist' | 'pageOrigins'> = {},
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const stateDir = mkdtempSync(join(tmpdir(), 'weft-bench-'));
  const relay = await startRelay({ ...options, stateDir });
  return {
    url: relay.url,
    async stop() {
      await relay.stop();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}
