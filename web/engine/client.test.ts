import { expose } from 'comlink';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineApi, EngineBatch, EngineOptions } from './api.ts';
import { createEngineClient } from './client.ts';

/** What the page's side said to the worker. */
interface Told {
  readonly opened: EngineOptions[];
  readonly pages: { visible: boolean; online: boolean }[];
  closes: number;
  terminated: number;
  reloads: number;
  tell: (batch: EngineBatch) => void;
}

const batch: EngineBatch = {
  ...{ entries: [], deltas: [], connection: null, clockOffsetMs: 5, hosting: [], notices: [] },
};
const ports: MessagePort[] = [];
let told: Told;
let document: EventTarget & { visibilityState: string };
let window: EventTarget & { localStorage: Storage | null; sessionStorage: Storage | null; location: object };
let navigator: { onLine: boolean; locks?: object };

/** A worker on the other end of a channel, as far as the page can tell. */
function fakeWorker(): new () => object {
  return function FakeWorker() {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    const api: Partial<EngineApi> = {
      open: async (options, listener) => {
        told.opened.push(options);
        told.tell = listener;
      },
      connect: async () => ({
        ok: true,
        session: { personId: 'ada', role: 'editor', person: 'the proof' },
      }),
      page: (state) => void told.pages.push(state),
      close: () => void (told.closes += 1),
    };
    expose(api, port2 as unknown as Parameters<typeof expose>[1]);
    return Object.assign(port1, { terminate: () => void (told.terminated += 1) });
  } as unknown as new () => object;
}

function memoryStorage(): Storage {
  const values = new Map<string, string>();
  return {
    get length() {
      return values.size;
    },
    clear: () => values.clear(),
    key: (index) => [...values.keys()][index] ?? null,
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

/** Locks of a browser, of which only one is asked for. */
function oneAfterAnother(): Pick<LockManager, 'request'> {
  let last: Promise<unknown> = Promise.resolve();
  const request = (_name: string, _options: object, work: () => unknown) => (last = last.then(work));
  return { request: request as LockManager['request'] };
}

const options = { flowId: 'flow', secret: 's', mayCreate: true, personName: 'Ada' };
const open = async () => {
  const before = told.opened.length;
  const client = createEngineClient(options);
  await vi.waitUntil(() => told.opened.length > before);
  return client;
};

beforeEach(() => {
  told = { opened: [], pages: [], closes: 0, terminated: 0, reloads: 0, tell: () => undefined };
  document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  window = Object.assign(new EventTarget(), {
    localStorage: memoryStorage(),
    sessionStorage: memoryStorage(),
    location: { reload: () => void (told.reloads += 1) },
  });
  navigator = { onLine: true };
  vi.stubGlobal('document', document);
  vi.stubGlobal('window', window);
  vi.stubGlobal('navigator', navigator);
  vi.stubGlobal('Worker', fakeWorker());
});

afterEach(() => {
  vi.unstubAllGlobals();
  for (const port of ports.splice(0)) port.close();
});

describe('engine client', () => {
  it('is the same host after a reload, and the same person', async () => {
    const client = await open();
    expect(told.opened[0]).toMatchObject({ ...options, debug: false });
    expect(told.opened[0]?.hostId).toMatch(/^[0-9a-f]{32}$/);
    expect(told.opened[0]).not.toHaveProperty('person', expect.anything());
    await client.api.connect();
    await open();
    expect(told.opened[1]).toMatchObject({ hostId: told.opened[0]?.hostId, person: 'the proof' });
  });

  it('is one person in two tabs of a first visit: the second waits for what the relay tells the first', async () => {
    navigator.locks = oneAfterAnother();
    const client = await open();
    window.sessionStorage = memoryStorage();
    createEngineClient(options);
    await client.api.connect();
    await vi.waitUntil(() => told.opened.length === 2);
    expect(told.opened.map(({ person }) => person)).toEqual([undefined, 'the proof']);
  });

  it('does not hold up the other tab when it is closed before the relay has answered', async () => {
    navigator.locks = oneAfterAnother();
    const client = await open();
    createEngineClient(options);
    client.close();
    await vi.waitUntil(() => told.opened.length === 2);
    expect(told.opened.map(({ person }) => person)).toEqual([undefined, undefined]);
  });

  it('is another host in another tab', async () => {
    await open();
    window.sessionStorage = memoryStorage();
    await open();
    expect(told.opened[1]?.hostId).not.toBe(told.opened[0]?.hostId);
  });

  it('works where storage is forbidden', async () => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('no', 'SecurityError');
      },
    });
    const client = await open();
    expect(await client.api.connect()).toMatchObject({ ok: true });
  });

  it('hands on the flags for frames and for the way to the relay', async () => {
    window.localStorage?.setItem('weft:debug', '1');
    window.localStorage?.setItem('weft:transport', 'polling');
    await open();
    expect(told.opened[0]).toMatchObject({ debug: true, transport: 'polling' });
  });

  it('tells the worker whether anybody looks and whether there is a network', async () => {
    await open();
    document.visibilityState = 'hidden';
    document.dispatchEvent(new Event('visibilitychange'));
    navigator.onLine = false;
    window.dispatchEvent(new Event('offline'));
    await vi.waitUntil(() => told.pages.length === 3);
    expect(told.pages).toEqual([
      { visible: true, online: true },
      { visible: false, online: true },
      { visible: false, online: false },
    ]);
  });

  it('lets listeners hear batches until they stop', async () => {
    const client = await open();
    const heard: EngineBatch[] = [];
    const stop = client.onBatch((news) => heard.push(news));
    told.tell(batch);
    await vi.waitUntil(() => heard.length === 1);
    stop();
    told.tell({ ...batch, clockOffsetMs: 6 });
    await client.api.connect();
    expect(heard).toEqual([batch]);
  });

  it('gives leases back when the page is left, and begins anew when it comes back from the page cache', async () => {
    await open();
    window.dispatchEvent(new Event('pagehide'));
    await vi.waitUntil(() => told.closes === 1);
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }));
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    expect(told.reloads).toBe(1);
  });

  it('lets the worker say goodbye before it ends it, once', async () => {
    const client = await open();
    client.close();
    client.close();
    await vi.waitUntil(() => told.closes === 1);
    expect(told.terminated).toBe(0);
    await vi.waitUntil(() => told.terminated === 1, { timeout: 2_000 });
    document.dispatchEvent(new Event('visibilitychange'));
    expect(told.pages).toHaveLength(1);
  });
});
