import type { FlowDocument } from '#shared/graph/document.ts';
import { WeftFailure } from '#shared/run/errors.ts';
import { browserClock } from './adapters/browser-clock.ts';
import { createDocStore, createMemoryDocStore, type DocStore } from './adapters/doc-store.ts';
import { browserStorage, createLocalStore } from './adapters/local-store.ts';
import type { PageDatabase } from './adapters/page-database.ts';
import { createTabChannel } from './adapters/tab-channel.ts';
import { createDocSync } from './collab/doc-sync.ts';
import { compactUpdates, createFlowDoc } from './collab/document.ts';
import type { FlowDoc } from './collab/flow-doc.ts';
import type { ConnectionHealth } from './engine/api.ts';
import { createEngineClient, type EngineClient } from './engine/client.ts';
import { nodeDefinitions } from './engine/node-definitions.ts';
import type { AppState } from './state/app-state.ts';
import { createFlowEditor, type FlowEditor } from './state/flow-editor.ts';
import { registerFlowCommands } from './state/flow-commands.ts';
import { flowHref, type FlowRecord } from './state/flow-record.ts';
import { FlowSession } from './state/flow-session.svelte.ts';
import { createDelayed } from './state/flow/delayed.ts';
import { keepPayer, keptPayer } from './state/keys/kept-payer.ts';
import { lastRunOf } from './state/last-run.ts';
import { thumbnailOf } from './state/thumbnail.ts';
import { isEditingRole } from './state/together/together.svelte.ts';

/**
 * The second composition, of one open flow: a chunk of its own, so that the home page carries neither CRDT nor engine.
 * Only main.ts imports it, lazily.
 */

/** How long after a change the list of flows learns of it. */
const LIST_DELAY_MS = 1_000;

export type OpenDatabase = () => Promise<PageDatabase>;

export interface OpenFlow {
  readonly session: FlowSession;
  /** Stores what is not stored yet. */
  readonly flush: () => Promise<void>;
  readonly close: () => void;
}

/** What opening a flow waits for: its document, where this browser has none yet. */
export type Waiting = 'for-the-relay' | 'for-the-flow';

const loadTogether = () => import('./open-together.ts');
/** What the editor itself needs first has come by then. */
const TOGETHER_AFTER_MS = 300;
/** After this long a part that did not come is asked for again. */
const RELOAD_MS = 5_000;

const LOST: ConnectionHealth = {
  ...{ state: 'lost', latencyMs: null, reconnects: 0, gaps: 0, queued: 0, lastSeenAt: null, error: null },
};

const pause = (delayInMs: number) =>
  new Promise<void>((resolve) => void browserClock.after(delayInMs, resolve));

/** After the editor; the relay may be gone by then, so it is tried until it comes, and said meanwhile. */
async function loadTogetherLater({ session }: AppState): ReturnType<typeof loadTogether> {
  await pause(TOGETHER_AFTER_MS);
  for (;;) {
    try {
      return await loadTogether();
    } catch {
      session.setHealth(LOST);
      await pause(RELOAD_MS);
    }
  }
}

/**
 * Opens a flow: document from the store, engine in its worker, connection to its room, commands taken on. A flow that
 * this browser has never seen is waited for; it is listed once the relay has let this browser in.
 * @throws WeftFailure when there is nothing to show and the relay does not let this link in.
 */
export async function openFlow(
  app: AppState,
  record: FlowRecord,
  openDatabase: OpenDatabase,
  onWaiting: (waiting: Waiting) => void,
): Promise<OpenFlow> {
  const doc = createFlowDoc(record.id);
  const editor = createFlowEditor({
    doc,
    definitions: nodeDefinitions(),
    providers: () => app.providers.list,
    // Whoever came by somebody's link edits when the relay says that the link allows it.
    readOnly: !record.mine && (record.role === undefined || !isEditingRole(record.role)),
  });
  const store = await docStore(openDatabase, record.id);
  const forgetDocument = () => store.remove();
  const sync = createDocSync({
    doc,
    store,
    channel: createTabChannel(`weft:flow:${record.id}`),
    merge: compactUpdates,
    onState: (state) =>
      (editor.saved = state.kind === 'saved' ? { kind: 'saved', at: browserClock.now() } : state),
  });
  await sync.open();
  if (record.seed !== null) {
    doc.load(record.seed);
    await sync.flush();
    if (editor.saved.kind === 'saved') app.flows.update(record.id, { seed: null });
  }
  const engine = createEngineClient({
    flowId: record.id,
    secret: record.secret,
    mayCreate: record.mine,
    personName: app.session.person.name,
  });
  const session = sessionOf({ app, record, editor, engine, forgetDocument });
  const opened = session.open();
  // A flow that is here already can be worked on before the others are seen; any other is waited for.
  const together = doc.isEmpty() ? loadTogether() : opened.then(() => loadTogetherLater(app));
  const joining = joinRoom(together, { app, record, doc, flow: session, engine: engine.api, onWaiting });
  const room = await joining.catch((caught: unknown) => {
    sync.close();
    doc.close();
    throw caught;
  });
  const stopListing = keepListed(app, record.id, editor);
  const giveBackCommands = registerFlowCommands(app.commands, session, sync.flush);
  return Object.freeze({
    session,
    flush: sync.flush,
    close() {
      giveBackCommands();
      stopListing();
      room.close();
      session.close();
      sync.close();
      doc.close();
    },
  });
}

interface SessionParts {
  readonly app: AppState;
  readonly record: FlowRecord;
  readonly editor: FlowEditor;
  readonly engine: EngineClient;
  readonly forgetDocument: () => Promise<void>;
}

function sessionOf({ app, record, editor, engine, forgetDocument }: SessionParts): FlowSession {
  const store = createLocalStore(browserStorage());
  return new FlowSession({
    editor,
    engine,
    providers: app.providers,
    session: app.session,
    clock: browserClock,
    role: record.mine ? 'owner' : record.role,
    async takeShared() {
      await forgetDocument();
      location.reload();
    },
    openSharing: async (flow) =>
      (await import('./open-sharing.ts')).openSharing({ app, record, flow, engine: engine.api }),
    openPictures: async (flow) => (await import('./open-pictures.ts')).openPictures(flow),
    async openKeys(flow) {
      const [{ openFlowKeys }, ring] = await Promise.all([import('./open-keys.ts'), app.keyRing()]);
      return openFlowKeys({ flowId: record.id, flow, ring, engine: engine.api });
    },
    payer: keptPayer(store, record.id),
    onPayer: (payer) => keepPayer(store, record.id, payer),
    onRun: (run) => {
      const lastRun = lastRunOf(run, browserClock.now());
      if (lastRun) app.flows.update(record.id, { lastRun });
    },
  });
}

interface Joining {
  readonly app: AppState;
  readonly record: FlowRecord;
  readonly doc: FlowDoc;
  readonly flow: FlowSession;
  readonly engine: EngineClient['api'];
  readonly onWaiting: (waiting: Waiting) => void;
}

/** Connects, and waits for the room's document where there is none here. */
async function joinRoom(
  together: ReturnType<typeof loadTogether>,
  { app, record, doc, flow, engine, onWaiting }: Joining,
): Promise<{ readonly close: () => void }> {
  let settle: { readonly resolve: () => void; readonly reject: (failure: WeftFailure) => void } | null = null;
  const arrived = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // Whoever opens a flow that is here already does not wait, and hears of a refusal on the screen.
  arrived.catch(() => undefined);
  const opening = together.then(({ openTogether }) =>
    openTogether({
      ...{ flowId: record.id, doc, flow, engine },
      onFirst() {
        const role = flow.role ?? undefined;
        // Whoever opens the owner's own link on another device owns the flow there too.
        const mine = record.mine || role === 'owner';
        const listed = app.flows.find(record.id);
        if (listed === null || listed.secret !== record.secret) {
          const { name } = flow.editor.document;
          void app.flows.join({ ...record, role, mine, name, thumbnail: thumbnailOf(flow.editor) });
        }
        if (listed !== null && (listed.role !== role || listed.mine !== mine))
          app.flows.update(record.id, { role, mine });
        if (mine && !record.mine && app.router.route.screen === 'editor')
          app.router.replace(flowHref({ ...record, mine }));
        settle?.resolve();
      },
      onTrouble(error, isFinal) {
        if (isFinal) settle?.reject(new WeftFailure(error));
        else onWaiting('for-the-relay');
      },
      note: (error) => app.session.note({ id: 'together', error }),
    }),
  );
  if (!doc.isEmpty()) {
    // The editor opens at once, whatever becomes of the connection.
    return { close: () => void opening.then((room) => room.close()) };
  }
  onWaiting('for-the-flow');
  try {
    await Promise.all([opening, arrived]);
  } catch (caught) {
    void opening.then((room) => room.close()).catch(() => undefined);
    flow.close();
    throw caught;
  }
  return opening;
}

/** Name, time and picture of the flow in the home page's list follow the document. */
function keepListed(app: AppState, flowId: string, editor: FlowEditor): () => void {
  const update = () =>
    app.flows.update(flowId, {
      name: editor.document.name,
      updatedAt: browserClock.now(),
      thumbnail: thumbnailOf(editor),
    });
  const later = createDelayed(browserClock, LIST_DELAY_MS, update);
  const stop = editor.onChange(later.ask);
  if (app.flows.find(flowId)?.thumbnail == null) app.flows.update(flowId, { thumbnail: thumbnailOf(editor) });
  return () => {
    stop();
    later.cancel();
  };
}

/** The stored changes of a flow; in memory where the browser has no database. */
async function docStore(openDatabase: OpenDatabase, flowId: string): Promise<DocStore> {
  try {
    await openDatabase();
    return createDocStore(openDatabase, flowId);
  } catch {
    return createMemoryDocStore();
  }
}

/** The stored document of a flow; null when nothing is stored. */
export async function readStoredDocument(
  openDatabase: OpenDatabase,
  flowId: string,
): Promise<FlowDocument | null> {
  const updates = await createDocStore(openDatabase, flowId).load();
  if (updates.length === 0) return null;
  const doc: FlowDoc = createFlowDoc(flowId);
  doc.applyUpdate(compactUpdates(updates));
  const document = doc.snapshot();
  doc.close();
  return document;
}
