import type { NodeState } from '#shared/run/state.ts';
import { money, plural } from './format.ts';

/** A few words beside a row's bars: what the cache saved, how often it was tried; null for nothing. */
export function laneNote(node: NodeState): string | null {
  const { savedMicroUsd } = node;
  if (node.source !== 'call' && savedMicroUsd !== null && savedMicroUsd > 0)
    return `saved ${money(savedMicroUsd)}`;
  const tries = Math.max(
    0,
    ...node.calls.filter((call) => call.round === node.round).map((call) => call.try),
  );
  return tries > 1 ? plural(tries, 'try', 'tries') : null;
}
