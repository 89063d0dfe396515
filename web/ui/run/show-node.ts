import { tick } from 'svelte';
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

/** Takes the keyboard into the inspector: to the first field of the form, else to whatever comes first. */
export async function focusInspector(): Promise<void> {
  await tick();
  const panel = document.querySelector('[data-inspector]');
  const place =
    panel?.querySelector('[data-field]') ?? panel?.querySelector('input, textarea, select, button');
  if (place instanceof HTMLElement) place.focus();
}
