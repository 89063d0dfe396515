import type { RunningRelay } from '../../../relay/dev/start-relay.ts';
import {
  startProviderServer,
  type ProviderServer,
} from '../../fixtures/provider-server/start-provider-server.ts';
import type { RecordingProxy } from '../../fixtures/recording-proxy.ts';
import type { TrafficWatch } from '../../security/traffic-watch.ts';
import { startWatchedRelay } from '../../security/watched-relay.ts';

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
  /** What went by until now. */
  readonly watch: TrafficWatch;
  /** Ends it. @throws Error when the key, or another secret, went to a browser or lies in a file [SE1] */
  stop(): Promise<void>;
}

/** @param options.hasKeys whether the relay itself has the key; without it somebody has to put it in. */
export async function startKeyedRelay({ hasKeys = true } = {}): Promise<KeyedRelay> {
  const provider = await startProviderServer({ key: CANARY_KEY });
  const keys = hasKeys ? { MISTRAL_API_KEY: CANARY_KEY, ANTHROPIC_API_KEY: CANARY_KEY } : {};
  const urls = JSON.stringify({ mistral: `${provider.url}/v1`, claude: provider.url });
  const env = { ...keys, WEFT_PROVIDER_BASE_URLS: urls };
  const watched = await startWatchedRelay({ env }, { 'the key that was typed': CANARY_KEY });
  const { url, relay, proxy, watch } = watched;
  return Object.freeze({
    ...{ url, relay, provider, proxy, watch },
    async stop() {
      await provider.close();
      await watched.stop();
    },
  });
}
