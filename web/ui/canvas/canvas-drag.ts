import type { CanvasModel } from './canvas-model.svelte.ts';
import { holdsMiddle, type Rect } from './rect.ts';

/** Where dragged nodes would land, and the one edit that a drag becomes. */
export function createDragEnd(canvas: CanvasModel) {
  const { view } = canvas;
  const { editor } = canvas.flow;

  /** The box of a dragged node where it is now. */
  function boxNow(nodeId: string): Rect | null {
    const box = view.boxes.get(nodeId);
    const position = view.dragged.get(nodeId);
    const node = editor.nodeById.get(nodeId);
    if (!box || !position || !node) return null;
    return { ...box, x: box.x + position.x - node.position.x, y: box.y + position.y - node.position.y };
  }

  /** Groups do not go into groups, and a node that travels with its group stays in it. */
  function groupUnder(nodeId: string): string | null | undefined {
    const node = editor.nodeById.get(nodeId);
    const box = boxNow(nodeId);
    if (!node || !box || node.type === 'group') return undefined;
    if (node.parent !== undefined && view.dragged.has(node.parent)) return undefined;
    const groups = editor.document.nodes.filter(
      (other) => other.type === 'group' && !view.dragged.has(other.id),
    );
    const holder = groups.findLast((group) => {
      const frame = view.boxes.get(group.id);
      return frame !== undefined && holdsMiddle(frame, box);
    });
    return holder?.id ?? null;
  }

  const move = () => {
    const [first] = view.dragged.keys();
    const target = first === undefined ? undefined : groupUnder(first);
    const current = first === undefined ? undefined : editor.nodeById.get(first)?.parent;
    canvas.dropGroupId = target != null && target !== current ? target : null;
  };

  const end = () => {
    const parents = new Map<string, string | null>();
    for (const nodeId of view.dragged.keys()) {
      const target = groupUnder(nodeId);
      if (target === undefined || target === (editor.nodeById.get(nodeId)?.parent ?? null)) continue;
      parents.set(nodeId, target);
    }
    canvas.dropGroupId = null;
    editor.dropNodes(view.endDrag(), parents);
  };

  return Object.freeze({ move, end });
}
