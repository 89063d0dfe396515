import type { FlowNode } from '#shared/graph/document.ts';
import { followers } from '../../state/editing/followers.ts';
import type { CanvasModel } from './canvas-model.svelte.ts';
import { holdsNodes } from './holds-nodes.ts';
import { holdsMiddle, type Rect } from './rect.ts';

/** Where dragged nodes would land, and the one edit that a drag becomes. */
export function createDragEnd(canvas: CanvasModel) {
  const { view } = canvas;
  const { editor } = canvas.flow;
  /** Characters that go along with what is dragged, without being held. */
  let along: ReadonlySet<string> = new Set();

  /** The box of a dragged node where it is now. */
  function boxNow(nodeId: string): Rect | null {
    const box = view.boxes.get(nodeId);
    const position = view.dragged.get(nodeId);
    const node = editor.nodeById.get(nodeId);
    if (!box || !position || !node) return null;
    return { ...box, x: box.x + position.x - node.position.x, y: box.y + position.y - node.position.y };
  }

  const holds = (node: FlowNode): boolean => holdsNodes(node, editor.definition(node.type));

  /** Groups do not go into groups, nothing goes into itself, and a node that travels with its group stays in it. */
  function groupUnder(nodeId: string): string | null | undefined {
    const node = editor.nodeById.get(nodeId);
    const box = boxNow(nodeId);
    if (!node || !box || node.type === 'group') return undefined;
    if (node.parent !== undefined && view.dragged.has(node.parent)) return undefined;
    const groups = editor.document.nodes.filter(
      (other) => holds(other) && !view.dragged.has(other.id) && !isWithin(other, nodeId),
    );
    // The innermost of those that lie in one another.
    const holders = groups.filter((group) => {
      const frame = view.boxes.get(group.id);
      return frame !== undefined && holdsMiddle(frame, box);
    });
    const holder = holders.findLast((group) => !holders.some((other) => isWithin(other, group.id)));
    return holder?.id ?? null;
  }

  /** Whether a node lies in the other, however deep. */
  function isWithin(node: FlowNode, outerId: string): boolean {
    const seen = new Set<string>();
    for (let at = node.parent; at !== undefined && !seen.has(at); at = editor.nodeById.get(at)?.parent) {
      if (at === outerId) return true;
      seen.add(at);
    }
    return false;
  }

  /** Shows what goes along where it will be. */
  function takeAlong(): void {
    const held = new Map([...view.dragged].filter(([id]) => !along.has(id)));
    const going = followers(editor, held);
    if (going.length === 0) return;
    along = new Set(going.map(({ id }) => id));
    for (const { id, position } of going) held.set(id, position);
    view.dragged = held;
  }

  const move = () => {
    takeAlong();
    const [first] = view.dragged.keys();
    const target = first === undefined ? undefined : groupUnder(first);
    const current = first === undefined ? undefined : editor.nodeById.get(first)?.parent;
    canvas.dropGroupId = target != null && target !== current ? target : null;
  };

  const end = () => {
    const parents = new Map<string, string | null>();
    for (const nodeId of view.dragged.keys()) {
      const target = along.has(nodeId) ? undefined : groupUnder(nodeId);
      if (target === undefined || target === (editor.nodeById.get(nodeId)?.parent ?? null)) continue;
      parents.set(nodeId, target);
    }
    canvas.dropGroupId = null;
    along = new Set();
    editor.dropNodes(view.endDrag(), parents);
  };

  return Object.freeze({ move, end });
}
