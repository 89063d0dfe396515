import type { Edge, Node, Viewport } from '@xyflow/svelte';
import type { FlowEdge, FlowNode, Point, Size } from '#shared/graph/document.ts';
import type { PortType } from '#shared/graph/handles.ts';
import type { CanvasEditor } from './canvas-flow.ts';
import { threadPath } from './edge-path.ts';
import { createElementCache, type CanvasEdge, type CanvasNode } from './flow-elements.ts';
import { createFarThreads, type FarPath, type FarThread } from './far-threads.ts';
import { flowOrder } from './flow-order.ts';
import { isOnTile, threadEnd } from './node-ends.ts';
import { holdsNodes } from './holds-nodes.ts';
import { nodeSize, WIDE_NODE_WIDTH_PX } from './node-size.ts';
import { boundsOf, expand, intersects, type Rect } from './rect.ts';
import {
  chunksOf,
  createTileIndex,
  distanceAt,
  shownRect,
  tileWindow,
  windowKey,
  windowOfKey,
} from './tiles.ts';

/** Neighbours of dragged nodes that are kept on the canvas, so that their threads follow. */
const MAX_NEIGHBOURS = 60;
const NOTHING: ReadonlyMap<string, Point> = new Map();

const NOWHERE: Rect = { x: 0, y: 0, width: 0, height: 0 };
/** Side of the squares in which nodes are drawn together from afar, canvas px. */
const CHUNK_PX = 1_024;

export interface TileChunk {
  readonly key: string;
  readonly nodeIds: readonly string[];
}

export interface DrawnThread {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly type: PortType;
  readonly path: string;
}

export interface ViewportMover {
  readonly go: (viewport: Viewport, durationInMs: number) => void;
  /** From client px to canvas px. */
  readonly toCanvas: (client: Point) => Point;
}

/**
 * What Svelte Flow gets to see: the nodes and threads of the tiles around the viewport, as plain arrays that keep the
 * identity of whatever did not change. Drags live here until they end; everything else is the editor's.
 */
export class CanvasView {
  readonly #editor: CanvasEditor;
  readonly #cache = createElementCache();

  size = $state.raw({ width: 0, height: 0 });
  viewport: Viewport = $state.raw({ x: 0, y: 0, zoom: 1 });
  /** Positions (relative to the parent) of nodes under the pointer. */
  dragged: ReadonlyMap<string, Point> = $state.raw(NOTHING);
  /** A group or note whose corner is being pulled. */
  resized: { readonly nodeId: string; readonly size: Size } | null = $state.raw(null);
  /** Nodes that must stay on the canvas whatever the viewport shows. */
  pinned: ReadonlySet<string> = $state.raw(new Set());

  /** The node under the pointer and the one with the focus: elements even where the others are drawn together. */
  hovered: string | null = $state(null);
  focused: string | null = $state(null);
  /** The thread under the pointer: Svelte Flow's, like those that are selected or follow a drag. */
  hoveredThread: string | null = $state(null);
  /** All nodes in view are elements, also from afar: while a box is drawn round them. */
  boxing = $state(false);

  /** Moves the viewport smoothly; null until Svelte Flow stands. */
  mover: ViewportMover | null = null;

  readonly zoom = $derived(this.viewport.zoom);
  readonly distance = $derived(distanceAt(this.viewport.zoom));
  /** Absolute boxes of all nodes, as in the document. */
  readonly boxes: ReadonlyMap<string, Rect> = $derived.by(() => this.#boxes());
  readonly #index = $derived(createTileIndex(this.boxes));
  readonly #windowKey = $derived(windowKey(tileWindow({ ...this.viewport, ...this.size })));
  readonly order = $derived.by(() => flowOrder(this.#editor.document, (id) => this.placeOf(id)));

  readonly nodes: CanvasNode[] = $derived.by(() => this.#nodes());
  /** Threads with both ends on the canvas; none from afar, where they are drawn by the tile. */
  readonly nearEdges: readonly FlowEdge[] = $derived.by(() => this.#nearEdges());
  readonly edges: CanvasEdge[] = $derived.by(() => this.#edges());
  readonly #threadById = $derived(new Map(this.#threads().map((thread) => [thread.id, thread])));
  /** Those of the near threads that nobody touches. */
  readonly drawnThreads: readonly DrawnThread[] = $derived.by(() => this.#drawnThreads());
  readonly #shownIds: ReadonlySet<string> = $derived(new Set(this.nodes.map((node) => node.id)));
  readonly #farThreads = $derived.by(() => createFarThreads([...this.#threadById.values()]));
  readonly farPaths: readonly FarPath[] = $derived.by(() => this.#farPaths());
  readonly #drawn = $derived(
    chunksOf(
      [...this.boxes].filter(([id]) => this.#isDrawn(id)),
      CHUNK_PX,
    ),
  );
  /** Nodes that are drawn together, by squares near the viewport; none up close. */
  readonly tileChunks: readonly TileChunk[] = $derived.by(() => this.#tileChunks());

  constructor(editor: CanvasEditor) {
    this.#editor = editor;
  }

  placeOf = (nodeId: string): Point => this.boxes.get(nodeId) ?? { x: 0, y: 0 };

  /** Whether the node is an element of Svelte Flow at the moment. */
  isShown = (nodeId: string): boolean => this.#shownIds.has(nodeId);

  /** The node whose tile lies under a canvas point, from afar; null up close, where every node is an element. */
  tileAt = (point: Point): string | null => {
    if (this.distance !== 'tile') return null;
    const around = this.#index.idsIn({ ...point, width: 1, height: 1 });
    const isHit = (id: string) => this.#isDrawn(id) && isOnTile(this.boxes.get(id) ?? NOWHERE, point);
    return around.findLast(isHit) ?? null;
  };

  /** The box of the shown part, in canvas px. */
  shown = (): Rect => shownRect({ ...this.viewport, ...this.size });

  bounds = (nodeIds?: Iterable<string>): Rect | null => {
    if (nodeIds === undefined) return boundsOf(this.boxes.values());
    return boundsOf([...nodeIds].flatMap((id) => this.boxes.get(id) ?? []));
  };

  /** Svelte Flow's wish to replace the nodes: selection goes to the editor, positions are kept here until drag end. */
  acceptNodes = (next: Node[]): void => {
    const selected = new Set(this.#editor.selectedNodes);
    let moved: Map<string, Point> | null = null;
    let selectionChanged = false;
    for (const node of next) {
      const known = this.#cache.node(node.id);
      if (known === undefined || known === node) continue;
      if (node.selected !== undefined && node.selected !== selected.has(node.id)) {
        selectionChanged = true;
        if (node.selected) selected.add(node.id);
        else selected.delete(node.id);
      }
      if (node.position.x !== known.position.x || node.position.y !== known.position.y) {
        moved ??= new Map(this.dragged);
        moved.set(node.id, node.position);
      }
    }
    if (moved) this.dragged = moved;
    if (selectionChanged) {
      this.#editor.select({ nodes: [...selected], edges: [...this.#editor.selectedEdges] });
    }
  };

  acceptEdges = (next: Edge[]): void => {
    const selected = new Set(this.#editor.selectedEdges);
    let changed = false;
    for (const edge of next) {
      if (!this.#editor.edgeById.has(edge.id) || (edge.selected ?? false) === selected.has(edge.id)) continue;
      changed = true;
      if (edge.selected) selected.add(edge.id);
      else selected.delete(edge.id);
    }
    if (changed) this.#editor.select({ nodes: [...this.#editor.selectedNodes], edges: [...selected] });
  };

  /** The moves of a drag that ends now; the local positions are forgotten. */
  endDrag = (): readonly { readonly id: string; readonly position: Point }[] => {
    const moves = [...this.dragged].map(([id, position]) => ({ id, position }));
    this.dragged = NOTHING;
    return moves;
  };

  /** Absolute boxes with a drag in them: a moved group takes its nodes along. */
  #boxes(): ReadonlyMap<string, Rect> {
    const editor = this.#editor;
    const boxes = new Map<string, Rect>();
    const placing = new Set<string>();
    const place = (node: FlowNode): Rect => {
      const known = boxes.get(node.id);
      if (known) return known;
      placing.add(node.id);
      const parent = node.parent === undefined ? undefined : editor.nodeById.get(node.parent);
      const origin = parent && !placing.has(parent.id) ? place(parent) : { x: 0, y: 0 };
      placing.delete(node.id);
      const ports = editor.portsOf(node.id);
      const size = this.#cache.size(node, ports, () => nodeSize(node, editor.definition(node.type), ports));
      const box = { x: origin.x + node.position.x, y: origin.y + node.position.y, ...size };
      boxes.set(node.id, box);
      return box;
    };
    for (const node of editor.document.nodes) place(node);
    return boxes;
  }

  #visibleIds(): ReadonlySet<string> {
    const editor = this.#editor;
    const near = this.#index.idsIn(windowOfKey(this.#windowKey));
    const together = this.distance === 'tile' && !this.boxing;
    const ids = new Set(together ? near.filter((id) => !this.#isDrawn(id)) : near);
    for (const id of [this.hovered, this.focused]) if (id !== null) ids.add(id);
    for (const id of editor.selectedNodes) ids.add(id);
    for (const id of this.pinned) ids.add(id);
    if (this.dragged.size > 0 && this.dragged.size <= MAX_NEIGHBOURS) {
      for (const id of this.dragged.keys()) {
        ids.add(id);
        for (const edge of editor.edgesByTarget.get(id) ?? []) ids.add(edge.source);
        for (const edge of editor.edgesBySource.get(id) ?? []) ids.add(edge.target);
      }
    }
    for (const id of [...ids]) {
      for (let up = editor.nodeById.get(id)?.parent; up !== undefined && !ids.has(up);) {
        ids.add(up);
        up = editor.nodeById.get(up)?.parent;
      }
    }
    return ids;
  }

  /** In the document's order, groups before what they hold. */
  #nodes(): CanvasNode[] {
    const editor = this.#editor;
    const shown = [...this.#visibleIds()].flatMap((id) => editor.nodeById.get(id) ?? []);
    const depth = (node: FlowNode): number => {
      const parent = node.parent === undefined ? undefined : editor.nodeById.get(node.parent);
      return parent === undefined ? 0 : 1 + (parent.parent === node.id ? 0 : depth(parent));
    };
    const sorted = shown.map((node) => ({ node, depth: node.parent === undefined ? 0 : depth(node) }));
    if (sorted.some((entry) => entry.depth > 0)) sorted.sort((a, b) => a.depth - b.depth);
    return sorted.map(({ node }) =>
      this.#cache.nodeFor({
        node,
        ports: editor.portsOf(node.id),
        box: this.boxOf(node.id),
        position: this.dragged.get(node.id) ?? node.position,
        selected: editor.selectedNodes.has(node.id),
        hasParent: node.parent !== undefined && editor.nodeById.has(node.parent),
        near: this.distance === 'near',
        dragging: this.dragged.has(node.id),
        draggable: !editor.readOnly,
        holds: holdsNodes(node, editor.definition(node.type)),
      }),
    );
  }

  /** With a corner that is being pulled. */
  boxOf = (nodeId: string): Rect => {
    const box = this.boxes.get(nodeId) ?? NOWHERE;
    return this.resized?.nodeId === nodeId ? { ...box, ...this.resized.size } : box;
  };

  /** Groups and notes are read from afar, too: they stay elements. */
  #isDrawn(nodeId: string): boolean {
    const node = this.#editor.nodeById.get(nodeId);
    if (node === undefined || node.type === 'note') return node === undefined;
    return !holdsNodes(node, this.#editor.definition(node.type));
  }

  #tileChunks(): readonly TileChunk[] {
    if (this.distance !== 'tile') return [];
    // A node reaches at most half a card over its square.
    const window = expand(windowOfKey(this.#windowKey), WIDE_NODE_WIDTH_PX);
    return [...this.#drawn].flatMap(([key, { rect, ids }]) =>
      intersects(window, rect) ? [{ key, nodeIds: ids }] : [],
    );
  }

  #nearEdges(): readonly FlowEdge[] {
    if (this.distance !== 'near') return [];
    const editor = this.#editor;
    return [...this.#shownIds].flatMap((id) =>
      (editor.edgesByTarget.get(id) ?? []).filter((edge) => this.#shownIds.has(edge.source)),
    );
  }

  #edges(): CanvasEdge[] {
    const editor = this.#editor;
    return this.nearEdges
      .filter((edge) => this.#isHandled(edge))
      .map((edge) => this.#cache.edgeFor(edge, editor.selectedEdges.has(edge.id)));
  }

  /** Selected, under the pointer, following a drag, or in reach of a selection box. */
  #isHandled(edge: FlowEdge): boolean {
    if (this.boxing || edge.id === this.hoveredThread || this.#editor.selectedEdges.has(edge.id)) return true;
    return this.dragged.size > 0 && (this.#isDragged(edge.source) || this.#isDragged(edge.target));
  }

  #isDragged(nodeId: string): boolean {
    const parent = this.#editor.nodeById.get(nodeId)?.parent;
    return this.dragged.has(nodeId) || (parent !== undefined && parent !== nodeId && this.#isDragged(parent));
  }

  #drawnThreads(): readonly DrawnThread[] {
    return this.nearEdges.flatMap((edge): DrawnThread[] => {
      const thread = this.#threadById.get(edge.id);
      if (thread === undefined || this.#isHandled(edge)) return [];
      const { id, source, target } = edge;
      return [{ id, source, target, type: thread.type, path: threadPath(thread.ends) }];
    });
  }

  #threads(): readonly FarThread[] {
    const editor = this.#editor;
    const { distance, boxes } = this;
    return editor.document.edges.flatMap((edge): FarThread[] => {
      const source = boxes.get(edge.source);
      const target = boxes.get(edge.target);
      if (!source || !target) return [];
      const from = threadEnd(source, editor.portsOf(edge.source), edge.sourceHandle, 'output', distance);
      const to = threadEnd(target, editor.portsOf(edge.target), edge.targetHandle, 'input', distance);
      return [{ id: edge.id, type: editor.edgeType(edge.id), ends: { from, to } }];
    });
  }

  #farPaths(): readonly FarPath[] {
    const drawn = new Set(this.nearEdges.map((edge) => edge.id));
    if (this.distance === 'near' && drawn.size === this.#editor.document.edges.length) return [];
    return this.#farThreads.within(windowOfKey(this.#windowKey), drawn);
  }
}
