import type { Point } from '#shared/graph/document.ts';
import { misfit } from '#shared/graph/handles.ts';
import type { CanvasModel } from './canvas-model.svelte.ts';
import { threadBounds, threadDistance } from './edge-path.ts';
import { threadEnd } from './node-ends.ts';
import { expand } from './rect.ts';

/** How near to a thread counts as on it, in screen px. */
const REACH_PX = 18;

/** The thread under a canvas point that a node of this type could be put into; null for none. O(threads shown). */
export function threadUnder(canvas: CanvasModel, point: Point, type: string | null): string | null {
  const { view } = canvas;
  const { editor } = canvas.flow;
  const ports = type === null ? undefined : editor.definition(type)?.ports({});
  if (ports === undefined || ports.inputs.length === 0 || ports.outputs.length === 0) return null;
  const reach = REACH_PX / view.zoom;
  let best: { id: string; distance: number } | null = null;
  for (const { id } of view.edges) {
    const edge = editor.edgeById.get(id);
    const source = edge && view.boxes.get(edge.source);
    const target = edge && view.boxes.get(edge.target);
    if (!edge || !source || !target) continue;
    const carried = editor.edgeType(id);
    const takes = ports.inputs.some((input) => misfit(carried, input.type) === null);
    const gives = ports.outputs.some((output) => misfit(output.type, carried) === null);
    if (!takes || !gives) continue;
    const ends = {
      from: threadEnd(source, editor.portsOf(edge.source), edge.sourceHandle, 'output', 'near'),
      to: threadEnd(target, editor.portsOf(edge.target), edge.targetHandle, 'input', 'near'),
    };
    const box = expand(threadBounds(ends), reach);
    if (point.x < box.x || point.y < box.y || point.x > box.x + box.width || point.y > box.y + box.height)
      continue;
    const distance = threadDistance(ends, point);
    if (distance <= reach && distance < (best?.distance ?? Infinity)) best = { id, distance };
  }
  return best?.id ?? null;
}
