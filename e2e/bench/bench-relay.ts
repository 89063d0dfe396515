import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRelay, type StartRelayOptions } from '../../relay/dev/start-relay.ts';

export interface BenchRelay {
  readonly url: string;
  /** @throws while there is none. */
  readonly workerdPid: () => number;
  /** SIGKILL; its supervisor brings it back. Resolves when it is gone. */
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** The real relay with an empty state, which is gone when it stops. */
export async function startBenchRelay(
  options: Pick<StartRelayOptions, 'env' | 'dist' | 'pageOrigins'> = {},
): Promise<BenchRelay> {
  const stateDir = mkdtempSync(join(tmpdir(), 'weft-bench-'));
  const relay = await startRelay({ ...options, stateDir });
  return {
    url: relay.url,
    workerdPid() {
      const pid = relay.workerdPid();
      if (pid === undefined) throw new Error('workerd is not running');
      return pid;
    },
    kill: relay.killWorkerd,
    async stop() {
      await relay.stop();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}
