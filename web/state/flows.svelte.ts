import type { FlowDocument } from '#shared/graph/document.ts';
import type { Repair } from '#shared/graph/load.ts';
import type { WeftError } from '#shared/run/errors.ts';
import { flowHref, type FlowRecord, type FlowStore } from './flow-record.ts';
import { newFlowId, newNodeId, newSecret } from './new-id.ts';

export { flowHref, type FlowRecord } from './flow-record.ts';

export type OpenedFile =
  | { readonly ok: true; readonly href: string; readonly repairs: readonly Repair[] }
  | { readonly ok: false; readonly error: WeftError };

export interface FlowsOptions {
  readonly store: FlowStore;
  readonly now: () => number;
  /** Reads a flow file; loaded when first needed. */
  readonly readFile: (
    text: string,
  ) => Promise<
    | { readonly ok: true; readonly document: FlowDocument; readonly repairs: readonly Repair[] }
    | { readonly ok: false; readonly error: WeftError }
  >;
  /** The document of a stored flow; null when there is none. */
  readonly readDocument: (id: string) => Promise<FlowDocument | null>;
  /** Forgets a flow's document. */
  readonly removeDocument: (id: string) => Promise<void>;
  /** Tells other tabs that the list changed; optional. */
  readonly onChanged?: (() => void) | undefined;
}

/** The flows of this browser, newest first. */
export class Flows {
  readonly #options: FlowsOptions;
  readonly #removed = new Map<string, FlowRecord>();
  #items = $state.raw<readonly FlowRecord[]>([]);
  #state = $state<'loading' | 'ready' | 'failed'>('loading');
  #loaded: Promise<void> | null = null;

  constructor(options: FlowsOptions) {
    this.#options = options;
  }

  get items(): readonly FlowRecord[] {
    return this.#items;
  }
  /** 'failed' = this browser keeps nothing: flows live as long as the page. */
  get state(): 'loading' | 'ready' | 'failed' {
    return this.#state;
  }

  /** Reads the list once; later calls wait for the first. */
  load = (): Promise<void> => (this.#loaded ??= this.#load());

  find = (id: string): FlowRecord | null => this.#items.find((record) => record.id === id) ?? null;

  /** A new empty flow; its address. */
  create = async (name = 'Untitled flow'): Promise<string> =>
    this.#add(await emptyDocument(newFlowId(), name));

  /** A copy of a document under new ids: templates, forks, files. Its address. */
  createFrom = (document: FlowDocument, name?: string): Promise<string> =>
    this.#add(renewedFlow(document, newFlowId(), name));

  openFile = async (text: string): Promise<OpenedFile> => {
    const read = await this.#options.readFile(text);
    if (!read.ok) return read;
    return { ok: true, href: await this.createFrom(read.document), repairs: read.repairs };
  };

  duplicate = async (id: string): Promise<string> => {
    const record = this.find(id);
    const document = record?.seed ?? (await this.#options.readDocument(id)) ?? (await emptyDocument(id, ''));
    return this.createFrom(document, `${record?.name ?? document.name} (copy)`);
  };

  rename = (id: string, name: string): void => {
    this.update(id, { name: name.trim().slice(0, 200) || 'Untitled flow' });
  };

  /** Changes what the list knows of a flow; unknown ids are ignored. */
  update = (id: string, change: Partial<Omit<FlowRecord, 'id'>>): void => {
    const record = this.find(id);
    if (record) void this.#put({ ...record, ...change });
  };

  /** Takes in a flow that was opened by a link, or by another link than before. */
  join = (record: FlowRecord): Promise<void> => this.#put({ ...record, updatedAt: this.#options.now() });

  /** Takes a flow out of the list. It can be had back until the page is left or another is removed for good. */
  remove = (id: string): void => {
    const record = this.find(id);
    if (record === null) return;
    this.#removed.set(id, record);
    this.#items = this.#items.filter((each) => each.id !== id);
    void this.#keep(() => this.#options.store.remove(id));
  };

  undoRemove = (id: string): void => {
    const record = this.#removed.get(id);
    this.#removed.delete(id);
    if (record) void this.#put(record);
  };

  /** Forgets the documents of removed flows; called when the page is left. */
  forgetRemoved = (): void => {
    for (const id of this.#removed.keys()) void this.#keep(() => this.#options.removeDocument(id));
    this.#removed.clear();
  };

  async #add(document: FlowDocument): Promise<string> {
    const now = this.#options.now();
    const { id, name } = document;
    const base = { id, name, secret: newSecret(), createdAt: now, updatedAt: now, mine: true };
    const record: FlowRecord = { ...base, lastRun: null, thumbnail: null, seed: document };
    await this.#put(record);
    return flowHref(record);
  }

  async #load(): Promise<void> {
    try {
      const stored = await this.#options.store.all();
      const known = new Set(this.#items.map((record) => record.id));
      this.#items = sorted([...this.#items, ...stored.filter((record) => !known.has(record.id))]);
      this.#state = 'ready';
    } catch {
      this.#state = 'failed'; // the list lives in memory
    }
  }

  async #put(record: FlowRecord): Promise<void> {
    this.#items = sorted([...this.#items.filter((each) => each.id !== record.id), record]);
    await this.#keep(() => this.#options.store.put(record));
  }

  async #keep(write: () => Promise<void>): Promise<void> {
    try {
      await write();
      this.#options.onChanged?.();
    } catch {
      this.#state = 'failed'; // said on the home page; the list goes on in memory
    }
  }
}

/** Imported when needed: the document's schema would weigh on the home page. */
async function emptyDocument(id: string, name: string): Promise<FlowDocument> {
  return (await import('#shared/graph/document.ts')).emptyFlow(id, name);
}

function sorted(items: readonly FlowRecord[]): readonly FlowRecord[] {
  return items.toSorted((a, b) => b.updatedAt - a.updatedAt);
}

/** The same flow under new ids, so that a copy never shares outputs that count by node with its original. */
export function renewedFlow(document: FlowDocument, id: string, name = document.name): FlowDocument {
  const ids = new Map(document.nodes.map((node) => [node.id, newNodeId()]));
  const idOf = (old: string) => ids.get(old) ?? old;
  return {
    ...document,
    id,
    name,
    nodes: document.nodes.map((node) =>
      node.parent === undefined
        ? { ...node, id: idOf(node.id) }
        : { ...node, id: idOf(node.id), parent: idOf(node.parent) },
    ),
    edges: document.edges.map((edge) => ({
      ...edge,
      id: newNodeId(),
      source: idOf(edge.source),
      target: idOf(edge.target),
    })),
  };
}
