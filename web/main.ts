import { mount } from 'svelte';
import App from './App.svelte';
import { addressBar } from './adapters/address-bar.ts';
import { createFlowStore } from './adapters/flow-store.ts';
import { browserStorage, createLocalStore } from './adapters/local-store.ts';
import { openPageDatabase, type PageDatabase } from './adapters/page-database.ts';
import { startWorker } from './engine/start-worker.ts';
import type { Waiting } from './open-flow.ts';
import type { RunRoute } from './open-run.ts';
import type { AppState } from './state/app-state.ts';
import { Commands } from './state/commands.svelte.ts';
import { flowHref, recordOf, type FlowRecord } from './state/flow-record.ts';
import { loadOnce } from './state/flow/load-once.ts';
import { Flows } from './state/flows.svelte.ts';
import type { FlowLink } from './state/links.ts';
import { Preferences } from './state/preferences.svelte.ts';
import { Providers } from './state/providers.svelte.ts';
import { Router } from './state/router.svelte.ts';
import { Session } from './state/session.svelte.ts';
import { Theme } from './state/theme.svelte.ts';
import { browserPlatform } from './ui/kit/shortcut.ts';
import { createToasts } from './ui/kit/toasts.svelte.ts';
import './ui/styles/app.css';

/**
 * The composition root: the only file that may import everything. What the home page does not need is imported when it
 * is needed: the editor, the engine, the CRDT, layout, validation of files.
 */

const store = createLocalStore(browserStorage());
const dark = matchMedia('(prefers-color-scheme: dark)');

let database: Promise<PageDatabase> | null = null;
const openDatabase = () => (database ??= openPageDatabase());

const loadOpenFlow = () => import('./open-flow.ts');
const loadOpenRun = () => import('./open-run.ts');
const loadOwnership = () => import('./open-ownership.ts');

const theme = new Theme({
  store,
  isSystemDark: () => dark.matches,
  onSystemChange: (listener) => dark.addEventListener('change', listener),
  apply(shown) {
    if (shown === null) delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = shown;
  },
});

const flows = new Flows({
  store: createFlowStore<FlowRecord>(openDatabase),
  now: () => Date.now(),
  readFile: async (text) => (await import('./state/editing/reading.ts')).readFlowFile(text),
  readDocument: async (id) => (await loadOpenFlow()).readStoredDocument(openDatabase, id),
  removeDocument: async (id) => {
    (await import('./state/link-secrets.ts')).forgetLinkSecrets(store, id);
    await (await import('./adapters/doc-store.ts')).createDocStore(openDatabase, id).remove();
  },
});

const toasts = createToasts();

const app: AppState = {
  theme,
  preferences: new Preferences(store),
  session: new Session(store, Math.random),
  providers: new Providers(async () => (await import('./adapters/load-providers.ts')).loadProviders()),
  flows,
  commands: new Commands(browserPlatform()),
  router: new Router(addressBar),
  openRunFile: async (text) => (await loadOpenRun()).keepRunFile(text),
  characters: loadOnce(async () => (await import('./open-characters.ts')).openCharacters(app, store)),
  subflows: loadOnce(async () => (await import('./open-subflows.ts')).openSubflows()),
  keyRing: loadOnce(async () => (await import('./open-keys.ts')).openKeyRing(app, store)),
  removeForAll: async (id) => (await loadOwnership()).removeForAll(app, store, id),
  toasts,
};

void flows.load();

const target = document.getElementById('app');
if (target === null) throw new Error('the shell page has no #app');
mount(App, {
  target,
  props: {
    app,
    toasts,
    async openFlow(link: FlowLink, onWaiting: (waiting: Waiting) => void) {
      const known = recordOf(flows.find(link.flowId), link, Date.now());
      if (known === null) throw new Error('the address opens nothing');
      const isReplaced = store.get('weft:owner-secrets') !== null;
      const record = isReplaced ? await (await loadOwnership()).ownRecord(store, known) : known;
      if (record.mine && link.secret !== '') app.router.replace(flowHref(record));
      return (await loadOpenFlow()).openFlow(app, record, openDatabase, onWaiting);
    },
    async openRun(route: RunRoute) {
      // Its files and the page's come side by side.
      const worker = route.screen === 'run' ? startWorker() : null;
      try {
        return await (await loadOpenRun()).openRun(app, route, worker);
      } catch (caught) {
        worker?.terminate();
        throw caught;
      }
    },
  },
});
