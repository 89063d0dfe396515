import type { FlowDocument, FlowEdge, FlowNode, Point } from '#shared/graph/document.ts';
import type { PortType } from '#shared/graph/handles.ts';
import type { DocWriter, FlowDoc, TransactOptions, UndoState } from '../collab/flow-doc.ts';
import { reuse } from '../collab/reuse.ts';
import type { cycleOf } from '../engine/core/cycle.ts';
import type { NodeDefinition } from '../node-kit/types.ts';
import type { Border } from './editing/border.ts';
import { fittingTypes, type FittingType } from './editing/connect.ts';
import { absolutePosition, createLookups, nodeName, type FlowLookups } from './editing/lookups.ts';
import { portsOf, portType, type EditorPorts, type PortRef, type Side } from './editing/ports.ts';
import { handlesOnEdge } from './editing/wire-edits.ts';

/** Whether the document is safe in this browser. `at` = Date.now() of the last time something was stored. */
export type SavedState =
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved'; readonly at: number | null }
  | { readonly kind: 'failed'; readonly reason: string };

export interface Selection {
  readonly nodes?: Iterable<string> | undefined;
  readonly edges?: Iterable<string> | undefined;
}

interface CachedPorts {
  readonly node: FlowNode | undefined;
  readonly nodes: FlowDocument['nodes'];
  readonly edges: FlowDocument['edges'];
  readonly ports: EditorPorts;
}

const NOTHING: ReadonlySet<string> = new Set();
const NONE: readonly string[] = [];

/**
 * One open flow as the screen reads it: the document, what is selected, and questions about both. Editing operations
 * are added by createFlowEditor.
 */
export class EditorState {
  readonly #doc: FlowDoc;
  #definitions = $state.raw() as ReadonlyMap<string, NodeDefinition>;
  readonly #unsubscribe: () => void;
  readonly #ports = new Map<string, CachedPorts>();
  readonly #listeners = new Set<() => void>();

  #document = $state.raw() as FlowDocument;
  #undo = $state.raw() as UndoState;
  #selectedNodes = $state.raw(NOTHING);
  #selectedEdges = $state.raw(NOTHING);
  /** True for people who may look only. */
  readOnly = $state(false);
  /** Set by whoever stores the document. */
  saved = $state.raw<SavedState>({ kind: 'saved', at: null });

  /** Set by whoever fetched it; null = no cycle is known. */
  findCycle: typeof cycleOf | null = $state.raw(null);

  /** Set with it; null = threads over the edge of a container are not looked at. */
  border: Border | null = null;

  /** With the border as it is when it is asked for: that it has come has nothing made anew. */
  readonly lookups: FlowLookups = $derived(
    Object.defineProperty(createLookups(this.#document, this.#definitions), 'border', {
      get: () => this.border,
      enumerable: true,
    }),
  );
  /** Ids of the nodes of one cycle in the order of its threads; empty when there is none. */
  readonly cycle: readonly string[] = $derived(this.findCycle?.(this.#document, this.#definitions) ?? NONE);
  readonly selection: FlowNode | null = $derived(this.#onlySelected());

  constructor(doc: FlowDoc, definitions: ReadonlyMap<string, NodeDefinition>, readOnly: boolean) {
    this.#doc = doc;
    this.#definitions = definitions;
    this.#document = doc.snapshot();
    this.#undo = doc.undoState();
    this.readOnly = readOnly;
    this.#unsubscribe = doc.subscribe(this.#onDocument);
  }

  get document(): FlowDocument {
    return this.#document;
  }
  get nodeById(): ReadonlyMap<string, FlowNode> {
    return this.lookups.nodeById;
  }
  get edgeById(): ReadonlyMap<string, FlowEdge> {
    return this.lookups.edgeById;
  }
  get edgesByTarget(): ReadonlyMap<string, readonly FlowEdge[]> {
    return this.lookups.edgesByTarget;
  }
  get edgesBySource(): ReadonlyMap<string, readonly FlowEdge[]> {
    return this.lookups.edgesBySource;
  }
  get selectedNodes(): ReadonlySet<string> {
    return this.#selectedNodes;
  }
  get selectedEdges(): ReadonlySet<string> {
    return this.#selectedEdges;
  }
  get canUndo(): boolean {
    return this.#undo.canUndo && !this.readOnly;
  }
  get canRedo(): boolean {
    return this.#undo.canRedo && !this.readOnly;
  }
  get undoLabel(): string | null {
    return this.#undo.undoLabel;
  }
  get redoLabel(): string | null {
    return this.#undo.redoLabel;
  }
  /** All node types, in the order of the palette's catalogue. */
  get definitions(): ReadonlyMap<string, NodeDefinition> {
    return this.#definitions;
  }

  /** null = a type that this Weft does not know. */
  definition = (type: string): NodeDefinition | null => this.#definitions.get(type) ?? null;

  nameOf = (nodeId: string): string => {
    const node = this.lookups.nodeById.get(nodeId);
    return node ? nodeName(this.lookups, node) : nodeId;
  };

  /** The same object as before while nothing about the node's ports changed. */
  portsOf = (nodeId: string): EditorPorts => {
    const { nodes, edges } = this.#document;
    const node = this.lookups.nodeById.get(nodeId);
    const cached = this.#ports.get(nodeId);
    const hasNames = cached?.ports.inputs.some((port) => port.adapter && port.state === 'wired') ?? true;
    if (cached?.node === node && cached?.edges === edges && (!hasNames || cached.nodes === nodes))
      return cached.ports;
    const ports = reuse(cached?.ports, portsOf(this.lookups, nodeId));
    this.#ports.set(nodeId, { node, nodes, edges, ports });
    return ports;
  };

  /** What goes through a port; null when there is none of that name. */
  portType = (nodeId: string, handle: string, side: Side): PortType | null =>
    portType(this.lookups, { nodeId, handle, side });

  /** What a thread carries: the type of its target port, or of its source where the target takes anything. */
  edgeType = (edgeId: string): PortType => {
    const edge = this.lookups.edgeById.get(edgeId);
    if (edge === undefined) return 'any';
    const takes = this.portType(edge.target, edge.targetHandle, 'input');
    if (takes !== null && takes !== 'any') return takes;
    return this.portType(edge.source, edge.sourceHandle, 'output') ?? 'any';
  };

  /** Node types that fit a thread pulled from this port. */
  fittingTypes = (from: PortRef): readonly FittingType[] => fittingTypes(this.lookups, from);

  /** Whether a node of this type could be put into the thread. */
  fitsOnEdge = (type: string, edgeId: string): boolean => {
    const edge = this.lookups.edgeById.get(edgeId);
    return edge !== undefined && handlesOnEdge(this.lookups, edge, type) !== null;
  };

  absolutePosition = (nodeId: string): Point => absolutePosition(this.lookups, nodeId);

  /** Replaces the selection; ids that do not exist are left out. */
  select = (selection: Selection): void => {
    const { nodeById, edgeById } = this.lookups;
    this.#setSelection(
      new Set([...(selection.nodes ?? [])].filter((id) => nodeById.has(id))),
      new Set([...(selection.edges ?? [])].filter((id) => edgeById.has(id))),
    );
  };

  /** Adds a node to the selection or takes it out. */
  toggle = (nodeId: string): void => {
    const nodes = new Set(this.#selectedNodes);
    if (!nodes.delete(nodeId)) nodes.add(nodeId);
    this.select({ nodes, edges: this.#selectedEdges });
  };

  selectAll = (): void => this.select({ nodes: this.lookups.nodeById.keys() });

  clearSelection = (): void => this.#setSelection(NOTHING, NOTHING);

  undo = (): void => {
    if (this.canUndo) this.#doc.undo();
  };

  redo = (): void => {
    if (this.canRedo) this.#doc.redo();
  };

  /** The next edit of a field starts a new undo step; called when a field loses focus. */
  endTyping = (): void => this.#doc.stopCapturing();

  /** One undo step; tells whether it was allowed. For the operations of createFlowEditor. */
  edit = (label: string, change: (write: DocWriter) => void, options?: TransactOptions): boolean => {
    if (this.readOnly) return false;
    this.#doc.transact(label, change, options);
    return true;
  };

  /** Called after every change of the document. Returns its unsubscribe. */
  onChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  close = (): void => {
    this.#listeners.clear();
    this.#unsubscribe();
  };

  #onDocument = (): void => {
    const document = this.#doc.snapshot();
    const changed = document !== this.#document;
    this.#document = document;
    this.#undo = this.#doc.undoState();
    if (changed) for (const listener of this.#listeners) listener();
    const { nodeById, edgeById } = this.lookups;
    const lost =
      [...this.#selectedNodes].some((id) => !nodeById.has(id)) ||
      [...this.#selectedEdges].some((id) => !edgeById.has(id));
    if (lost) this.select({ nodes: this.#selectedNodes, edges: this.#selectedEdges });
  };

  #setSelection(nodes: ReadonlySet<string>, edges: ReadonlySet<string>): void {
    if (!sameMembers(nodes, this.#selectedNodes)) this.#selectedNodes = nodes;
    if (!sameMembers(edges, this.#selectedEdges)) this.#selectedEdges = edges;
  }

  #onlySelected(): FlowNode | null {
    const [id, second] = this.#selectedNodes;
    return id === undefined || second !== undefined ? null : (this.lookups.nodeById.get(id) ?? null);
  }
}

function sameMembers(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}
