import { nodeOfLine, type OutlineLine } from '#shared/run/select-outline.ts';
import type { AppState } from '../../state/app-state.ts';
import type { FlowSession } from '../../state/flow-session.svelte.ts';
import { showNode } from '../run/show-node.ts';

/** Selects what a line of the run's outline stands for: its step; of an item its container, which shows that item then. */
export function showLine(app: AppState, flow: FlowSession, line: OutlineLine): void {
  if (line.kind === 'step') return showNode(app, flow, line.key);
  const plan = flow.run.run?.plan;
  if (plan != null) flow.run.followNode(nodeOfLine(plan, line));
  showNode(app, flow, line.containerId);
}
