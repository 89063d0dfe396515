import type { Point } from '#shared/graph/document.ts';
import { misfit } from '#shared/graph/handles.ts';
import type { CanvasModel } from './canvas-model.svelte.ts';
import { threadBounds, threadDistance } from './edge-path.ts';
import { threadEnd } from './node-ends.ts';
import { expand } from './rect.ts';

/** How near to a thread counts as on it, in screen px. */
const REACH_PX = 18;
/** Half the width of a thread for the pointer, canvas px. */
const TOUCH_PX = 11;

/** The thread under a canvas point that a node of this type could be put into; null for none. O(threads shown). */
export function threadUnder(canvas: CanvasModel, point: Point, type: string | null): string | null {
  const { editor } = canvas.flow;
  const ports = type === null ? undefined : editor.definition(type)?.ports({});
  if (ports === undefined || ports.inputs.length === 0 || ports.outputs.length === 0) return null;
  const canTake = (edgeId: string) => {
    const carried = editor.edgeType(edgeId);
    const takes = ports.inputs.some((input) => misfit(carried, input.type) === null);
    return takes && ports.outputs.some((output) => misfit(output.type, carried) === null);
  };
  return nearestThread(canvas, { point, reach: REACH_PX / canvas.view.zoom, fits: canTake });
}

/** The thread that a press at this canvas point means; null for none. */
export function threadAt(canvas: CanvasModel, point: Point): string | null {
  return nearestThread(canvas, { point, reach: TOUCH_PX, fits: () => true });
}

function nearestThread(
  canvas: CanvasModel,
  { point, reach, fits }: { point: Point; reach: number; fits: (edgeId: string) => boolean },
): string | null {
  const { view } = canvas;
  const { editor } = canvas.flow;
  let best: { id: string; distance: number } | null = null;
  for (const edge of view.nearEdges) {
    const source = view.boxes.get(edge.source);
    const target = view.boxes.get(edge.target);
    if (!source || !target || !fits(edge.id)) continue;
    const ends = {
      from: threadEnd(source, editor.portsOf(edge.source), edge.sourceHandle, 'output', 'near'),
      to: threadEnd(target, editor.portsOf(edge.target), edge.targetHandle, 'input', 'near'),
    };
    const box = expand(threadBounds(ends), reach);
    if (point.x < box.x || point.y < box.y || point.x > box.x + box.width || point.y > box.y + box.height)
      continue;
    const distance = threadDistance(ends, point);
    if (distance <= reach && distance < (best?.distance ?? Infinity)) best = { id: edge.id, distance };
  }
  return best?.id ?? null;
}
