import { startWebServer, type WebServer } from '../../../relay/http/testing.ts';
import { startWatchedRelay } from '../../security/watched-relay.ts';
import { test as base } from './test.ts';

export { expect } from '@playwright/test';

interface AskingRelay {
  readonly url: string;
  readonly web: WebServer;
}

/** On a relay that asks api.example.com for flows, where a server of this machine answers; one per worker process. */
export const test = base.extend<{ readonly web: WebServer }, { readonly asking: AskingRelay }>({
  asking: [
    async ({}, use) => {
      const web = await startWebServer(({ path }, response) => {
        if (!path.startsWith('/tides?')) return void response.writeHead(404).end('No such harbour');
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end('{"tides":[{"at":"06:12","is":"high"}]}');
      });
      const standIns = JSON.stringify({ 'http:api.example.com': web.origin });
      const env = { WEFT_HTTP_HOSTS: 'api.example.com', WEFT_PROVIDER_BASE_URLS: standIns };
      const relay = await startWatchedRelay({ env });
      await use({ url: relay.url, web });
      await relay.stop();
      await web.close();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ asking }, use) => use(asking.url),
  web: async ({ asking }, use) => use(asking.web),
});
