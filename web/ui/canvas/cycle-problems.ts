import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { CanvasEditor } from './canvas-flow.ts';
import { listNames } from './node-words.ts';

/** What a node on a cycle says while the flow is edited; nothing for all others. */
export function cycleProblems(editor: CanvasEditor, nodeId: string): readonly WeftError[] {
  if (!editor.cycle.includes(nodeId)) return [];
  const others = editor.cycle.filter((id) => id !== nodeId).map(editor.nameOf);
  const message =
    others.length === 0
      ? 'This step waits for itself. Remove the thread from it to itself.'
      : `This step and ${listNames(others)} wait for each other. Remove one of the threads between them.`;
  return [weftError('cycle', message, { nodeIds: editor.cycle })];
}
