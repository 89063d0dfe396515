/** What page and worker of the bench have to agree on. */
export const STREAMS = 50;
export const NODES = 200;
export const TOKENS_PER_SECOND = 100;
export const RUN_ID = 'bench';

/** Nodes of the grid that stand in the window at 55 %: they are the ones that write. */
export function streamingNodes(nodeIds: readonly string[], rows: number): readonly string[] {
  return nodeIds.filter((_, index) => index % rows < 6).slice(0, STREAMS);
}
