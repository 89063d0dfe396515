import { tick } from 'svelte';
import type { AppState } from '../../state/app-state.ts';
import type { FlowSession } from '../../state/flow-session.svelte.ts';

/** Selects a node and brings it into view, where the flow still has it. */
export function showNode(app: AppState, flow: FlowSession, nodeId: string): void {
  const shown = inFlow(flow, nodeId);
  if (!flow.editor.nodeById.has(shown)) return;
  flow.editor.select({ nodes: [shown], edges: [] });
  app.commands.run('fit-selection');
}

/** The node of the flow; for one that an iteration made the one it was made of, which shows that iteration then. */
function inFlow({ editor, run }: FlowSession, nodeId: string): string {
  return editor.nodeById.has(nodeId) ? nodeId : run.followNode(nodeId);
}

/** Selects a node and opens its form. */
export function openInInspector(app: AppState, flow: FlowSession, nodeId: string): void {
  flow.editor.select({ nodes: [inFlow(flow, nodeId)], edges: [] });
  app.preferences.set({ inspectorOpen: true });
}

/** Frames to wait for a form that is still being fetched: about a second. */
const FRAMES = 60;

/** Takes the keyboard into the inspector: to a field of the form, else to its first, else to whatever comes first. */
export async function focusInspector(field?: string): Promise<void> {
  await tick();
  for (let frame = 0; frame < FRAMES; frame += 1) {
    const panel = document.querySelector('[data-inspector]');
    const isThere = panel?.querySelector('input, textarea, select') && !panel.querySelector('[data-loading]');
    if (panel && isThere) return focusIn(panel, field);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

const FOCUSABLE = 'input, textarea, select, button, [tabindex="0"]';

function focusIn(panel: Element, field: string | undefined): void {
  const named = field === undefined ? null : panel.querySelector(`[data-field="${CSS.escape(field)}"]`);
  const place = named ?? panel.querySelector('[data-field]') ?? panel;
  const target = place.matches(FOCUSABLE) ? place : place.querySelector(FOCUSABLE);
  if (target instanceof HTMLElement) target.focus();
}
