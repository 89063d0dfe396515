import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRelay } from '../../../relay/dev/start-relay.ts';
import { startWebServer, type WebServer } from '../../../relay/http/testing.ts';
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
      const stateDir = mkdtempSync(join(tmpdir(), 'weft-web-request-'));
      const standIns = JSON.stringify({ 'http:api.example.com': web.origin });
      const env = { WEFT_HTTP_HOSTS: 'api.example.com', WEFT_PROVIDER_BASE_URLS: standIns };
      const relay = await startRelay({ stateDir, env });
      await use({ url: relay.url, web });
      await relay.stop();
      await web.close();
      rmSync(stateDir, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ asking }, use) => use(asking.url),
  web: async ({ asking }, use) => use(asking.web),
});
