import { frozenNodes } from '#shared/run/frozen-nodes.ts';
import type { PlanNode } from '#shared/run/plan.ts';
import type { RunState } from '#shared/run/state.ts';

/** More than this are not laid out at once. */
export const MOST_OUTPUTS = 24;

/**
 * The steps whose results are those of the run: those that nothing follows, and those that make pictures, because
 * nothing that follows shows them. In the plan's order. O(nodes).
 */
export function finalNodes(run: RunState, makesPicture: (node: PlanNode) => boolean): readonly PlanNode[] {
  const { plan } = run;
  if (plan === null) return [];
  // What iterations made has come together in their container.
  return frozenNodes(plan.plan).filter(
    (node, index) => (plan.successors[index]?.length ?? 0) === 0 || makesPicture(node),
  );
}

/** Results in two columns: the longest is set large and first, the others go where there is more room. */
export function inColumns<T extends { readonly length: number }>(
  results: readonly T[],
): readonly [left: readonly T[], right: readonly T[]] {
  const longest = results.reduce((most, each) => Math.max(most, each.length), -1);
  const first = results.findIndex(({ length }) => length === longest);
  const left = results.slice(first, first + 1);
  const right: T[] = [];
  let [leftLength, rightLength] = [longest, 0];
  for (const result of results) {
    if (result === left[0]) continue;
    const length = result.length + HEAD_CHARACTERS;
    if (rightLength <= leftLength) {
      right.push(result);
      rightLength += length;
    } else {
      left.push(result);
      leftLength += length;
    }
  }
  return [left, right];
}

/** A card without its text is as high as this many characters. */
const HEAD_CHARACTERS = 120;
