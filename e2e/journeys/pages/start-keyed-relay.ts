import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRelay, type RunningRelay } from '../../../relay/dev/start-relay.ts';
import {
  startProviderServer,
  type ProviderServer,
} from '../../fixtures/provider-server/start-provider-server.ts';
import { startRecordingProxy, type RecordingProxy } from '../../fixtures/recording-proxy.ts';

/** Occurs nowhere else, so that finding it anywhere is a leak. */
export const CANARY_KEY = 'sk-canary-9d41f7c2b8e6450aa3';

/**
 * A relay for which Mistral and Claude are both a server of this machine that knows one key; the browser sees it through a
 * proxy.
 */
export interface KeyedRelay {
  /** What the browser opens. */
  readonly url: string;
  readonly relay: RunningRelay;
  readonly provider: ProviderServer;
  readonly proxy: RecordingProxy;
  stop(): Promise<void>;
}

/** @param options.hasKeys whether the relay itself has the key; without it somebody has to put it in. */
export async function startKeyedRelay({ hasKeys = true } = {}): Promise<KeyedRelay> {
  const stateDir = mkdtempSync(join(tmpdir(), 'weft-journey-'));
  const provider = await startProviderServer({ key: CANARY_KEY });
  const proxy = await startRecordingProxy();
  const relay = await startRelay({
    stateDir,
    pageOrigins: [proxy.url],
    env: {
      ...(hasKeys ? { MISTRAL_API_KEY: CANARY_KEY, ANTHROPIC_API_KEY: CANARY_KEY } : {}),
      WEFT_PROVIDER_BASE_URLS: JSON.stringify({ mistral: `${provider.url}/v1`, claude: provider.url }),
    },
  });
  proxy.target = relay.url;
  return Object.freeze({
    url: proxy.url,
    relay,
    provider,
    proxy,
    async stop() {
      await relay.stop();
      await proxy.close();
      await provider.close();
      rmSync(stateDir, { recursive: true, force: true });
    },
  });
}
