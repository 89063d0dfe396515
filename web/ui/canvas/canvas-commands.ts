import type { CommandId } from '../../state/shortcuts.ts';
import type { CanvasActions } from './canvas-actions.ts';
import { placeForNew } from './canvas-moves.ts';
import type { CanvasKeys } from './canvas-keys.ts';
import type { CanvasModel } from './canvas-model.svelte.ts';

/** One command that the canvas takes on. */
export interface CanvasCommand {
  readonly run: () => void;
  readonly disabledReason?: () => string | null;
}

const READ_ONLY = 'You can read this flow, but not change it.';

/** The page's commands that need the canvas: looking, adding, walking. */
export function canvasCommands(
  canvas: CanvasModel,
  actions: CanvasActions,
  keys: CanvasKeys,
): { readonly [id in CommandId]?: CanvasCommand } {
  const { editor } = canvas.flow;
  const mayEdit = () => (editor.readOnly ? READ_ONLY : null);
  const one = () => (editor.selectedNodes.size === 1 ? [...editor.selectedNodes][0] : undefined);
  /** Keys like Tab and Enter only mean the canvas while the focus is in it. */
  const inside = () =>
    document.activeElement?.closest('[data-canvas]') ? null : 'Only while the canvas has the focus.';
  return {
    'add-node': { run: () => actions.openPicker(null), disabledReason: mayEdit },
    'add-note': { run: () => void editor.addNode('note', placeForNew(canvas)), disabledReason: mayEdit },
    'fit-view': { run: () => actions.fit() },
    'fit-selection': { run: actions.fitSelection },
    'zoom-in': { run: actions.zoomIn },
    'zoom-out': { run: actions.zoomOut },
    'zoom-actual': { run: actions.zoomActual },
    rename: {
      run: () => void (canvas.renaming = one() ?? null),
      disabledReason: () => mayEdit() ?? (one() === undefined ? 'Select one step first.' : null),
    },
    'next-node': { run: () => keys.walk(1), disabledReason: () => inside() ?? keys.walkRefusal(1) },
    'previous-node': { run: () => keys.walk(-1), disabledReason: () => inside() ?? keys.walkRefusal(-1) },
    'open-inspector': {
      run: () => keys.open(),
      disabledReason: () => inside() ?? (keys.nodeId() === null ? 'Select one step first.' : null),
    },
    'pull-thread': {
      run: () => void keys.pull(),
      disabledReason: () => mayEdit() ?? (keys.nodeId() === null ? 'Select one step first.' : null),
    },
    'follow-back': { run: () => keys.follow('back') },
    'follow-forward': { run: () => keys.follow('forward') },
    'next-waiting': { run: actions.nextWaiting },
  };
}
