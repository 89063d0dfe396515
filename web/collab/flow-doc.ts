import type { FlowDocument, FlowEdge, FlowNode, FlowSettings } from '#shared/graph/document.ts';
import type { JsonValue } from '#shared/json.ts';

/**
 * The flow document as the rest of the page sees it: immutable snapshots out, named edits in. Nothing outside
 * web/collab knows that a CRDT stands behind it.
 */

/** Members of a node that an edit may set; `undefined` takes an optional one away. The config has its own call. */
export type NodePatch = Partial<
  Pick<
    FlowNode,
    'type' | 'version' | 'label' | 'position' | 'size' | 'parent' | 'disabled' | 'asks' | 'override'
  >
>;

export type EdgePatch = Partial<Omit<FlowEdge, 'id'>>;

/** The edits inside one transaction. Ids that are not there are ignored: somebody else may just have removed them. */
export interface DocWriter {
  /** Appends a node; an existing id is replaced in its place. */
  addNode(node: FlowNode): void;
  patchNode(nodeId: string, patch: NodePatch): void;
  /** One key of a node's config; merges with edits of other keys by others. `undefined` removes the key. */
  setConfig(nodeId: string, key: string, value: JsonValue | undefined): void;
  /** Only the node; its threads are the caller's business. */
  removeNode(nodeId: string): void;
  addEdge(edge: FlowEdge): void;
  patchEdge(edgeId: string, patch: EdgePatch): void;
  removeEdge(edgeId: string): void;
  setName(name: string): void;
  /** Sets the given keys; `undefined` removes one. */
  patchSettings(patch: Partial<FlowSettings>): void;
  /** Everything but the id gives way to this document. */
  replace(document: FlowDocument): void;
}

export interface TransactOptions {
  /**
   * Edits that follow each other under the same key within 500 ms become one undo step (typing, nudging). Without a
   * key every edit is a step of its own.
   */
  readonly merge?: string | undefined;
}

export interface UndoState {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Label of the step that undo would take back; null when there is none. */
  readonly undoLabel: string | null;
  readonly redoLabel: string | null;
}

export interface FlowDoc {
  /** Unchanged nodes and edges keep their identity from one snapshot to the next; so does an unchanged document. */
  snapshot(): FlowDocument;
  /** Called after every transaction that changed the snapshot or the undo state. Returns its unsubscribe. */
  subscribe(listener: () => void): () => void;
  transact(label: string, edit: (write: DocWriter) => void, options?: TransactOptions): void;
  /**
   * Fills an empty document. Equal documents loaded in two places are one and the same change, so two tabs may both do
   * it. Not an undo step. Does nothing when the document has content.
   */
  load(document: FlowDocument): void;
  /** True while nothing was ever written. */
  isEmpty(): boolean;
  undo(): void;
  redo(): void;
  undoState(): UndoState;
  /** The next edit starts a new undo step, whatever its merge key. */
  stopCapturing(): void;
  /** Everything, or what a reader with this state vector lacks. */
  encode(sinceStateVector?: Uint8Array): Uint8Array;
  stateVector(): Uint8Array;
  /** Takes in changes made elsewhere; never undone here. @throws RangeError or Error when the bytes are no update. */
  applyUpdate(update: Uint8Array): void;
  /** The same for what the relay sent: `onRemoteUpdate` tells of what was new in it, so that it is stored here too. */
  applyRemote(update: Uint8Array): void;
  onRemoteUpdate(listener: (update: Uint8Array) => void): () => void;
  /** Changes made here (edits, undo, load), to be stored and sent. */
  onLocalUpdate(listener: (update: Uint8Array) => void): () => void;
  close(): void;
}
