import type { FlowDocument } from '#shared/graph/document.ts';
import { browserClock } from './adapters/browser-clock.ts';
import { createDocStore, createMemoryDocStore, type DocStore } from './adapters/doc-store.ts';
import type { PageDatabase } from './adapters/page-database.ts';
import { createTabChannel } from './adapters/tab-channel.ts';
import { createDocSync } from './collab/doc-sync.ts';
import { compactUpdates, createFlowDoc } from './collab/document.ts';
import type { FlowDoc } from './collab/flow-doc.ts';
import { createEngineClient } from './engine/client.ts';
import { nodeDefinitions } from './engine/node-definitions.ts';
import type { AppState } from './state/app-state.ts';
import { createFlowEditor, type FlowEditor } from './state/flow-editor.ts';
import { registerFlowCommands } from './state/flow-commands.ts';
import type { FlowRecord } from './state/flow-record.ts';
import { FlowSession } from './state/flow-session.svelte.ts';
import { createDelayed } from './state/flow/delayed.ts';
import { lastRunOf } from './state/last-run.ts';
import { thumbnailOf } from './state/thumbnail.ts';

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

/** Opens a flow of this browser: document from the store, engine in its worker, commands taken on. */
export async function openFlow(
  app: AppState,
  record: FlowRecord,
  openDatabase: OpenDatabase,
): Promise<OpenFlow> {
  const doc = createFlowDoc(record.id);
  const editor = createFlowEditor({
    doc,
    definitions: nodeDefinitions(),
    providers: () => app.providers.list,
  });
  const sync = createDocSync({
    doc,
    store: await docStore(openDatabase, record.id),
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
  const session = new FlowSession({
    editor,
    engine,
    providers: app.providers,
    session: app.session,
    clock: browserClock,
    openSharing: async () =>
      (await import('./open-sharing.ts')).openSharing({ app, record, editor, engine: engine.api }),
    onRun: (run) => {
      const lastRun = lastRunOf(run, browserClock.now());
      if (lastRun) app.flows.update(record.id, { lastRun });
    },
  });
  const stopListing = keepListed(app, record.id, editor);
  const giveBackCommands = registerFlowCommands(app.commands, session, sync.flush);
  void session.open();
  return Object.freeze({
    session,
    flush: sync.flush,
    close() {
      giveBackCommands();
      stopListing();
      session.close();
      sync.close();
      doc.close();
    },
  });
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
