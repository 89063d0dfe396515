import type { Point } from '#shared/graph/document.ts';
import type { Ends } from './connect.ts';
import { absolutePosition, ancestors, nodeName, type FlowLookups } from './lookups.ts';
import type { AddNodeOptions } from './node-edits.ts';
import { insideOf, isInner } from './ports.ts';

/** What is asked only where something is inside a container: fetched with the forecast, once the flow is on the screen. */

/**
 * Between a container and what is inside it threads go by its inner ports, and nothing inside leads out past them: it could
 * not say which iteration is meant. Ends as the engine nests them.
 */
function refusal(lookups: FlowLookups, { source, sourceHandle, target, targetHandle }: Ends): string | null {
  const around = (id: string) => ancestors(lookups, id).filter((each) => insideOf(lookups, each));
  const [from, to] = [around(source), around(target)];
  const isItem = isInner(lookups, { nodeId: source, handle: sourceHandle, side: 'output' });
  const isResult = isInner(lookups, { nodeId: target, handle: targetHandle, side: 'input' });
  const begin = isItem ? [source, ...from] : from;
  const end = isResult ? [target, ...to] : to;
  const past =
    begin.find((container) => !end.includes(container)) ??
    (isItem === to.includes(source) ? undefined : source) ??
    (isResult === from.includes(target) ? undefined : target);
  const node = past === undefined ? undefined : lookups.nodeById.get(past);
  return node
    ? `What is inside “${nodeName(lookups, node)}” is tied to its inner ports, and nothing else is.`
    : null;
}

/** Where a new node goes: what hangs on an inner port stands in its container. */
function place(
  lookups: FlowLookups,
  position: Point,
  options: AddNodeOptions,
): readonly [Point, AddNodeOptions] {
  const from = options.connectFrom;
  if (!from || !isInner(lookups, from)) return [position, options];
  const { x, y } = absolutePosition(lookups, from.nodeId);
  return [
    { x: position.x - x, y: position.y - y },
    { ...options, parent: from.nodeId },
  ];
}

export const border = Object.freeze({ refusal, place });

export type Border = typeof border;
