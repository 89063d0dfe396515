import type { RunView } from '../../state/run-view.svelte.ts';

/** What a node was called when the run began; its id when the run does not know it. */
export function planName(run: RunView, nodeId: string): string {
  const plan = run.run?.plan;
  const index = plan?.indexOf.get(nodeId);
  return (index === undefined ? undefined : plan?.plan.nodes[index]?.label) ?? nodeId;
}
