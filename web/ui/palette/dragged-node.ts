/** Media type of a node dragged out of the palette; its value is the node's type. */
export const DRAGGED_NODE = 'application/x-weft-node';

// A browser hides what is dragged until it is dropped, and only one thing can be dragged at a time.
let type: string | null = null;

/** The type under the pointer; null while none is dragged. */
export function draggedNodeType(): string | null {
  return type;
}

export function startNodeDrag(event: DragEvent, nodeType: string): void {
  type = nodeType;
  event.dataTransfer?.setData(DRAGGED_NODE, nodeType);
  if (event.dataTransfer) event.dataTransfer.effectAllowed = 'copy';
}

export function endNodeDrag(): void {
  type = null;
}
