import { bug, type PlantedBug } from './planted-bug.ts';

/** Bugs of containers and their iterations. */
export const ITERATION_BUGS: readonly PlantedBug[] = [
  bug(
    'the iteration is left out of the ids of calls',
    'web/engine/call-lanes.ts',
    '      nodeId,\n      iterationPath: [],',
    "      nodeId: nodeId.replace(/@.*$/, ''),\n      iterationPath: [],",
  ),
  bug(
    'results of items are put together in another order',
    'web/engine/iteration-lanes.ts',
    'results[turn - from] = {',
    'results[until - 1 - turn] = {',
  ),
  bug(
    'a loop goes round once more than it may',
    'web/nodes/loop/run.ts',
    'turn <= most; turn += 1',
    'turn <= most + 1; turn += 1',
  ),
  bug(
    'more items are begun at once than may be',
    'web/engine/core/iteration-counts.ts',
    'Math.min(iterations.parallel, iterations.count)',
    'Math.min(iterations.parallel + 1, iterations.count)',
  ),
];
