import { SUBFLOW_TYPE } from '../../node-kit/held-flow.ts';
import type { AppState } from '../../state/app-state.ts';
import type { FlowEditor } from '../../state/flow-editor.ts';
import { newNode } from '../../state/editing/node-edits.ts';
import { refusedSteps, SAVED_AS } from '../../state/subflows/held-steps.ts';
import type { SubflowPlace } from './subflow-act.ts';
import { subflowOf } from './subflow-items.ts';

/**
 * Puts a copy of a subflow of one's own into the flow: from then on the step is the flow's, and neither follows the
 * other. What cannot come in is said.
 * @returns the step's id; null when it did not come in.
 */
export async function placeSubflow(
  app: AppState,
  editor: FlowEditor,
  { row, at, from, into, onadded }: SubflowPlace,
): Promise<string | null> {
  const refuse = (name: string, text: string): null => {
    app.toasts.show({ status: 'failed', title: `${name} was not added`, text });
    return null;
  };
  const id = subflowOf(row);
  const saved = (await app.subflows()).find(id);
  if (saved === null) return refuse('The subflow', 'It is no longer among your subflows.');
  const definition = editor.definition(SUBFLOW_TYPE);
  if (definition === null || editor.readOnly) return null;
  const copy = { config: { flow: saved.flow, [SAVED_AS]: id }, label: saved.name };
  const error = refusedSteps([newNode(id, definition, at, copy)], editor.document.nodes);
  if (error !== null) return refuse(saved.name, error.message);
  const put = into === undefined ? null : editor.insertOnEdge(SUBFLOW_TYPE, into, undefined, copy);
  const nodeId = put ?? editor.addNode(SUBFLOW_TYPE, at, from ? { ...copy, connectFrom: from } : copy);
  if (nodeId !== null) onadded?.(nodeId);
  return nodeId;
}
