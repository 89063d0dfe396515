import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRelay, type RunningRelay, type StartRelayOptions } from '../../relay/dev/start-relay.ts';
import { startRecordingProxy, type RecordingProxy } from '../fixtures/recording-proxy.ts';
import { relaySecretsOf } from './relay-secrets-of.ts';
import { scanFiles } from './scan-files.ts';
import { createSecretScanner } from './secret-scanner.ts';
import { createTrafficWatch, type TrafficWatch } from './traffic-watch.ts';

/**
 * A relay whose every byte to a browser, and every file, is looked through for secrets when it stops. Its `url` is the
 * proxy that reads along; `port`, processes and files are the relay's own.
 */
export type WatchedRelay = RunningRelay & {
  /** Where it answers without anybody who reads along. */
  readonly ownUrl: string;
  readonly proxy: RecordingProxy;
  readonly watch: TrafficWatch;
  /** Ends it. @throws Error with the places where a secret was found [SE1] */
  stop(): Promise<void>;
};

/** Goes to no server, so that a relay that has it still runs the demo. */
export const CANARY_OF_NOBODY = 'sk-canary-of-nobody-5b8e02c47d91f6a3';

/** @param more keys that people type, by name */
export async function startWatchedRelay(
  options: Pick<StartRelayOptions, 'env' | 'dist' | 'port' | 'pageOrigins'> = {},
  more: Readonly<Record<string, string>> = {},
): Promise<WatchedRelay> {
  const stateDir = mkdtempSync(join(tmpdir(), 'weft-watched-'));
  const proxy = await startRecordingProxy();
  const env = { WEFT_CUSTOM_API_KEY: CANARY_OF_NOBODY, ...options.env };
  const pageOrigins = [proxy.url, ...(options.pageOrigins ?? [])];
  const relay = await startRelay({ ...options, env, stateDir, pageOrigins });
  const scanner = createSecretScanner({ ...relaySecretsOf(stateDir), ...more });
  const watch = createTrafficWatch(scanner);
  proxy.watch = watch;
  proxy.target = relay.url;
  const faults = (): readonly string[] => [
    ...watch.faults(),
    ...scanFiles(stateDir, (bytes) => [
      ...scanner.found(bytes),
      ...(watch.known.isIn(bytes) ? ['the secret of a link, or a token,'] : []),
    ]),
  ];
  return Object.freeze({
    ...{ url: proxy.url, ownUrl: relay.url, port: relay.port, proxy, watch },
    ...{ stateDir, logFile: relay.logFile },
    ...{ workerdPid: relay.workerdPid, killWorkerd: relay.killWorkerd, untilHealthy: relay.untilHealthy },
    get pid() {
      return relay.pid;
    },
    async stop() {
      await relay.stop();
      await proxy.close();
      const found = faults();
      rmSync(stateDir, { recursive: true, force: true });
      if (found.length > 0) throw new Error(`[SE1] Secrets were found:\n${found.join('\n')}`);
    },
  });
}
