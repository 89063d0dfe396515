import type { AppState } from '../../state/app-state.ts';
import type { FlowSession } from '../../state/flow-session.svelte.ts';

/** Selects a node and brings it into view, where the flow still has it. */
export function showNode(app: AppState, flow: FlowSession, nodeId: string): void {
  if (!flow.editor.nodeById.has(nodeId)) return;
  flow.editor.select({ nodes: [nodeId], edges: [] });
  app.commands.run('fit-selection');
}

/** Selects a node and opens its form. */
export function openInInspector(app: AppState, flow: FlowSession, nodeId: string): void {
  flow.editor.select({ nodes: [nodeId], edges: [] });
  app.preferences.set({ inspectorOpen: true });
}
