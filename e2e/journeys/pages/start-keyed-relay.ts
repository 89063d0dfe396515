import {
  startProviderServer,
  type ProviderServer,
} from '../../fixtures/provider-server/start-provider-server.ts';
import { CANARY_KEY } from './canary-key.ts';
import { startWatchedRelay, type WatchedRelay } from '../../security/watched-relay.ts';

/**
 * A relay for which Mistral and Claude are both a server of this machine that knows one key; the browser sees it through a
 * proxy.
 */
export interface KeyedRelay extends Pick<WatchedRelay, 'url' | 'proxy' | 'watch'> {
  readonly relay: WatchedRelay;
  readonly provider: ProviderServer;
  /** Ends it. @throws Error when the key, or another secret, went to a browser or lies in a file [SE1] */
  stop(): Promise<void>;
}

/** @param options.hasKeys whether the relay itself has the key; without it somebody has to put it in. */
export async function startKeyedRelay({ hasKeys = true } = {}): Promise<KeyedRelay> {
  const provider = await startProviderServer({ key: CANARY_KEY });
  const keys = hasKeys ? { MISTRAL_API_KEY: CANARY_KEY, ANTHROPIC_API_KEY: CANARY_KEY } : {};
  const urls = JSON.stringify({ mistral: `${provider.url}/v1`, claude: provider.url });
  const env = { ...keys, WEFT_PROVIDER_BASE_URLS: urls };
  const relay = await startWatchedRelay({ env }, { 'the key that was typed': CANARY_KEY });
  const { url, proxy, watch } = relay;
  return Object.freeze({
    ...{ url, relay, provider, proxy, watch },
    async stop() {
      await provider.close();
      await relay.stop();
    },
  });
}
