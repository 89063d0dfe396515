import { proxy, releaseProxy, wrap } from 'comlink';
import type { EngineApi, EngineBatch, EngineOptions } from './api.ts';
import { knownPerson, type KnownPerson } from './known-person.ts';
import { startWorker } from './start-worker.ts';

/** The page's side of the engine. Makes the worker, tells it about the tab, hands its batches on. */
export interface EngineClient {
  readonly api: Omit<EngineApi, 'open' | 'page' | 'close'>;
  /** Called at most once per 16 ms with everything new. Returns its unsubscribe. */
  readonly onBatch: (listener: (batch: EngineBatch) => void) => () => void;
  /** Gives leases back and ends the worker. Idempotent; happens by itself when the page is left. */
  readonly close: () => void;
}

export interface EngineClientOptions extends Pick<
  EngineOptions,
  'flowId' | 'secret' | 'mayCreate' | 'personName'
> {
  /** The engine's worker, when it was started before this was fetched; its own from now on. */
  readonly worker?: Worker | undefined;
}

const HOST_KEY = 'weft:host';
const PERSON_KEY = 'weft:person';
const DEBUG_KEY = 'weft:debug';
const TRANSPORT_KEY = 'weft:transport';
/** Time for the worker to say goodbye to the relay before it is ended. */
const GOODBYE_MS = 500;

export function createEngineClient({
  worker = startWorker(),
  ...options
}: EngineClientOptions): EngineClient {
  const remote = wrap<EngineApi>(worker);
  const listeners = new Set<(batch: EngineBatch) => void>();
  const tell = (batch: EngineBatch) => {
    for (const listener of listeners) listener(batch);
  };
  const readPerson = () => readStored(localStorageOf(), PERSON_KEY);
  const debug = readStored(localStorageOf(), DEBUG_KEY) !== undefined;
  // Where the page has no sockets, nothing of it uses any.
  const isPolling =
    readStored(localStorageOf(), TRANSPORT_KEY) === 'polling' || typeof WebSocket === 'undefined';
  const transport = isPolling ? ('polling' as const) : undefined;
  const given = { ...options, hostId: hostIdOfTab(), debug, transport };
  let first: KnownPerson | null = null;
  const open = (known: KnownPerson) => {
    first = known;
    if (isClosed) return known.settle();
    void remote.open({ ...given, person: known.person }, proxy(tell));
  };

  const tellPage = () =>
    void remote.page({ visible: document.visibilityState === 'visible', online: navigator.onLine });
  const leave = () => void remote.close();
  // Back from the browser's page cache the worker has said goodbye: begin anew, as after a reload.
  const comeBack = (event: PageTransitionEvent) => {
    if (event.persisted) window.location.reload();
  };
  document.addEventListener('visibilitychange', tellPage);
  window.addEventListener('online', tellPage);
  window.addEventListener('offline', tellPage);
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', comeBack);
  tellPage();

  let isClosed = false;
  // Whatever is asked meanwhile waits in the worker until it has been opened.
  void knownPerson(readPerson, navigator.locks).then(open);
  return Object.freeze({
    api: Object.freeze({
      ...pick(remote),
      async connect() {
        const answer = await remote.connect();
        if (answer.ok) writeStored(localStorageOf(), PERSON_KEY, answer.session.person);
        first?.settle();
        return answer;
      },
    }),
    onBatch(listener: (batch: EngineBatch) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      document.removeEventListener('visibilitychange', tellPage);
      window.removeEventListener('online', tellPage);
      window.removeEventListener('offline', tellPage);
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('pageshow', comeBack);
      listeners.clear();
      first?.settle();
      leave();
      setTimeout(() => {
        remote[releaseProxy]();
        worker.terminate();
      }, GOODBYE_MS);
    },
  });
}

function pick(remote: ReturnType<typeof wrap<EngineApi>>): Omit<EngineClient['api'], 'connect'> {
  return {
    token: () => remote.token(),
    forgetToken: (token) => remote.forgetToken(token),
    providers: () => remote.providers(),
    listRuns: () => remote.listRuns(),
    start: (wish) => remote.start(wish),
    payBy: (payer) => remote.payBy(payer),
    branch: (wish) => remote.branch(wish),
    compareRuns: (one, other) => remote.compareRuns(one, other),
    compareStep: (one, other, nodeId) => remote.compareStep(one, other, nodeId),
    watch: (runId) => remote.watch(runId),
    unwatch: (runId) => remote.unwatch(runId),
    wish: (runId, wish) => remote.wish(runId, wish),
    output: (runId, nodeId) => remote.output(runId, nodeId),
    usable: (flow, demo) => remote.usable(flow, demo),
    exportRun: (runId, options) => remote.exportRun(runId, options),
    weighRun: (runId) => remote.weighRun(runId),
    blobText: (runId, hash) => remote.blobText(runId, hash),
    picture: (runId, hash) => remote.picture(runId, hash),
    runPictures: (runId) => remote.runPictures(runId),
    addPicture: (bytes) => remote.addPicture(bytes),
    flowPicture: (hash) => remote.flowPicture(hash),
    clearCache: () => remote.clearCache(),
  };
}

/** Storage may be forbidden; then the tab is a new host after each reload and the person is a new one. */
function localStorageOf(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function sessionStorageOf(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

function readStored(storage: Storage | null, key: string): string | undefined {
  return storage?.getItem(key) ?? undefined;
}

function writeStored(storage: Storage | null, key: string, value: string): void {
  try {
    storage?.setItem(key, value);
  } catch {
    // A full storage only costs the person a new identity next time.
  }
}

/** Of this tab, and the same after a reload: the relay gives such a host its run back at once. */
function hostIdOfTab(): string {
  const storage = sessionStorageOf();
  const known = readStored(storage, HOST_KEY);
  if (known !== undefined) return known;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const made = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  writeStored(storage, HOST_KEY, made);
  return made;
}
