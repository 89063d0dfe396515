import * as Y from 'yjs';
import type { DocMaps } from './doc-schema.ts';
import type { UndoState } from './flow-doc.ts';

/** Edits of one kind that follow each other this closely are one undo step. */
const CAPTURE_TIMEOUT_MS = 500;

/** Undo and redo of what this browser's person did; changes of others are never taken back. */
export interface DocUndo {
  /** Called before an edit; decides whether it joins the step before. */
  begin(label: string, merge: string | undefined): void;
  undo(): void;
  redo(): void;
  state(): UndoState;
  stopCapturing(): void;
  onChange(listener: () => void): void;
  close(): void;
}

export function createDocUndo(maps: DocMaps, origin: object): DocUndo {
  const manager = new Y.UndoManager([maps.meta, maps.nodes, maps.edges], {
    captureTimeout: CAPTURE_TIMEOUT_MS,
    trackedOrigins: new Set([origin]),
  });
  let lastMerge: string | undefined;
  let label = '';
  manager.on('stack-item-added', (event) => {
    if (event.type === 'undo' && !manager.redoing) event.stackItem.meta.set('label', label);
    else event.stackItem.meta.set('label', manager.currStackItem?.meta.get('label') ?? label);
  });
  const labelOf = (stack: readonly { readonly meta: Map<unknown, unknown> }[]): string | null => {
    const value = stack.at(-1)?.meta.get('label');
    return typeof value === 'string' ? value : null;
  };
  const stop = () => {
    manager.stopCapturing();
    lastMerge = undefined;
  };
  return Object.freeze({
    begin(nextLabel: string, merge: string | undefined) {
      if (merge === undefined || merge !== lastMerge) manager.stopCapturing();
      lastMerge = merge;
      label = nextLabel;
    },
    undo() {
      stop();
      manager.undo();
    },
    redo() {
      stop();
      manager.redo();
    },
    state: () => ({
      canUndo: manager.undoStack.length > 0,
      canRedo: manager.redoStack.length > 0,
      undoLabel: labelOf(manager.undoStack),
      redoLabel: labelOf(manager.redoStack),
    }),
    stopCapturing: stop,
    onChange(listener: () => void) {
      manager.on('stack-item-added', listener);
      manager.on('stack-item-popped', listener);
      manager.on('stack-cleared', listener);
    },
    close: () => manager.destroy(),
  });
}
