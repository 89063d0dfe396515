import { tick } from 'svelte';
import type { AppState } from '../../state/app-state.ts';
import type { FlowSession } from '../../state/flow-session.svelte.ts';
import type { CanvasHost } from '../canvas/canvas-model.svelte.ts';
import { loadEditorPart } from './editor-parts.ts';
import type { Screen } from './screen.svelte.ts';

const FOCUSABLE = 'input, textarea, select, button, [tabindex="0"]';

/** What the canvas asks of the page: the inspector, the keys, a message. */
export function createEditorHost(app: AppState, flow: FlowSession, screen: Screen): CanvasHost {
  async function inspect(nodeId: string, field?: string): Promise<void> {
    flow.editor.select({ nodes: [nodeId], edges: [] });
    app.preferences.set({ inspectorOpen: true });
    await loadEditorPart('Inspector');
    await tick();
    const panel = document.querySelector('[data-inspector]');
    const named = field === undefined ? null : panel?.querySelector(`[data-field="${CSS.escape(field)}"]`);
    const place = named ?? panel?.querySelector('[data-field]') ?? panel;
    const target = place?.matches(FOCUSABLE) ? place : place?.querySelector(FOCUSABLE);
    if (target instanceof HTMLElement) target.focus();
  }
  return Object.freeze({
    inspect: (nodeId: string, field?: string) => void inspect(nodeId, field),
    openKeys: () => {
      screen.keysOpen = true;
    },
    complain: (title: string, text: string) => {
      app.toasts.show({ status: 'failed', title, text });
    },
  });
}
