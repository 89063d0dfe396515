import type { FlowEditor } from '../../state/flow-editor.ts';
import { newNodeId } from '../../state/new-id.ts';
import { makeSubflow, unpackSubflow } from '../../state/subflows/subflow-edits.ts';

/** What is done with the selected steps: one of them, or several out of one. null = done, else why not. */
export function doSubflow(editor: FlowEditor, act: 'make' | 'unpack'): string | null {
  const core = {
    lookups: () => editor.lookups,
    selectedNodes: () => editor.selectedNodes,
    select: editor.select,
    edit: editor.edit,
    canEdit: () => !editor.readOnly,
    newId: newNodeId,
  };
  return act === 'make' ? makeSubflow(core) : unpackSubflow(core, editor.selection?.id ?? '');
}
