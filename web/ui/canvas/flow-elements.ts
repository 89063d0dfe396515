import { Position, type Edge, type Node, type NodeHandle } from '@xyflow/svelte';
import type { FlowEdge, FlowNode, Point, Size } from '#shared/graph/document.ts';
import type { CanvasPorts } from './canvas-flow.ts';
import { threadEnd } from './node-ends.ts';
import type { Rect } from './rect.ts';

/**
 * Svelte Flow's nodes and edges, made from the document's and kept while nothing about them changes: it re-adopts only
 * objects that are new to it. Sizes and handle places are given, so that nothing has to be measured.
 */

export type CanvasNode = Node<Record<string, never>, 'frame'>;
export type CanvasEdge = Edge<Record<string, never>, 'thread'>;

/** Side of the hit area round a port. */
export const PORT_HIT_PX = 24;
const NO_DATA: Record<string, never> = Object.freeze({});

export interface NodeFacts {
  readonly node: FlowNode;
  readonly ports: CanvasPorts;
  readonly box: Rect;
  readonly position: Point;
  readonly selected: boolean;
  readonly hasParent: boolean;
  readonly near: boolean;
  readonly dragging: boolean;
  readonly draggable: boolean;
  /** Other nodes lie in it. */
  readonly holds: boolean;
}

/** Id of the hidden words that name a node for screen readers. */
export function nodeWordsId(nodeId: string): string {
  return `node-words-${nodeId}`;
}

function handlesOf({ ports, box }: NodeFacts): NodeHandle[] {
  const half = PORT_HIT_PX / 2;
  const size = { width: PORT_HIT_PX, height: PORT_HIT_PX };
  const handle = (id: string, side: 'input' | 'output'): NodeHandle => {
    const { x, y } = threadEnd({ ...box, x: 0, y: 0 }, ports, id, side, 'near');
    const ends =
      side === 'input'
        ? ({ type: 'target', position: Position.Left } as const)
        : ({ type: 'source', position: Position.Right } as const);
    return { ...size, ...ends, id, x: x - half, y: y - half };
  };
  return [
    ...ports.inputs.map(({ id }) => handle(id, 'input')),
    ...ports.outputs.map(({ id }) => handle(id, 'output')),
  ];
}

/** What holds others lies under the threads, nodes over them, the selected ones on top. */
function layer(facts: NodeFacts): number {
  if (facts.holds) return -1;
  return facts.selected || facts.dragging ? 1_000 : 2;
}

function buildNode(facts: NodeFacts): CanvasNode {
  const { node, box } = facts;
  const size = { width: box.width, height: box.height };
  return {
    id: node.id,
    type: 'frame',
    data: NO_DATA,
    position: facts.position,
    ...size,
    measured: size,
    handles: handlesOf(facts),
    selected: facts.selected,
    dragging: facts.dragging,
    draggable: facts.draggable,
    zIndex: layer(facts),
    domAttributes: { 'aria-labelledby': nodeWordsId(node.id) },
    ...(facts.hasParent && node.parent !== undefined ? { parentId: node.parent } : {}),
  };
}

function sameFacts(a: NodeFacts, b: NodeFacts): boolean {
  return (
    a.node === b.node &&
    a.ports === b.ports &&
    a.box.width === b.box.width &&
    a.box.height === b.box.height &&
    a.position.x === b.position.x &&
    a.position.y === b.position.y &&
    a.selected === b.selected &&
    a.hasParent === b.hasParent &&
    a.near === b.near &&
    a.dragging === b.dragging &&
    a.draggable === b.draggable
  );
}

export interface ElementCache {
  readonly nodeFor: (facts: NodeFacts) => CanvasNode;
  readonly edgeFor: (edge: FlowEdge, selected: boolean) => CanvasEdge;
  /** What was made last for this id. */
  readonly node: (nodeId: string) => CanvasNode | undefined;
  readonly size: (node: FlowNode, ports: CanvasPorts, make: () => Size) => Size;
}

export function createElementCache(): ElementCache {
  const nodes = new Map<string, { facts: NodeFacts; made: CanvasNode }>();
  const edges = new Map<string, { edge: FlowEdge; selected: boolean; made: CanvasEdge }>();
  const sizes = new WeakMap<FlowNode, { ports: CanvasPorts; size: Size }>();
  return Object.freeze({
    nodeFor(facts: NodeFacts) {
      const known = nodes.get(facts.node.id);
      if (known && sameFacts(known.facts, facts)) return known.made;
      const made = buildNode(facts);
      nodes.set(facts.node.id, { facts, made });
      return made;
    },
    edgeFor(edge: FlowEdge, selected: boolean) {
      const known = edges.get(edge.id);
      if (known && known.edge === edge && known.selected === selected) return known.made;
      const made: CanvasEdge = { ...edge, type: 'thread', data: NO_DATA, selected };
      edges.set(edge.id, { edge, selected, made });
      return made;
    },
    node: (nodeId: string) => nodes.get(nodeId)?.made,
    size(node: FlowNode, ports: CanvasPorts, make: () => Size) {
      const known = sizes.get(node);
      if (known?.ports === ports) return known.size;
      const size = make();
      sizes.set(node, { ports, size });
      return size;
    },
  });
}
