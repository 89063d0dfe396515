import type { AppState } from '../../state/app-state.ts';
import type { FlowEditor } from '../../state/flow-editor.ts';
import { newNodeId } from '../../state/new-id.ts';
import { makeSubflow, unpackSubflow } from '../../state/subflows/subflow-edits.ts';
import { ownSubflows } from './own-subflows.ts';
import { placeSubflow } from './place-subflow.ts';
import { saveSelectedSubflow } from './save-subflow.ts';
import type { SubflowAct } from './subflow-act.ts';
import { importSubflows } from './subflow-files.ts';
import { subflowGroup } from './subflow-items.ts';

/** Does it, and says why not where it cannot be done. */
export async function doSubflow(app: AppState, editor: FlowEditor, act: SubflowAct): Promise<void> {
  if (typeof act === 'object' && 'onrows' in act) {
    const items = await ownSubflows(app);
    act.onrows(subflowGroup(editor, items, act.from));
  } else if (typeof act === 'object') await placeSubflow(app, editor, act);
  else if (act === 'import') importSubflows(app);
  else {
    const text = await refusalOf(app, editor, act);
    if (text !== null) app.toasts.show({ status: 'failed', title: TITLES[act], text });
  }
}

type Edit = Extract<SubflowAct, 'make' | 'unpack' | 'save'>;
const TITLES: { readonly [act in Edit]: string } = {
  make: 'That is no subflow',
  unpack: 'That cannot be unpacked',
  save: 'The subflow was not saved',
};

async function refusalOf(app: AppState, editor: FlowEditor, act: Edit): Promise<string | null> {
  const core = {
    lookups: () => editor.lookups,
    selectedNodes: () => editor.selectedNodes,
    select: editor.select,
    edit: editor.edit,
    canEdit: () => !editor.readOnly,
    newId: newNodeId,
  };
  switch (act) {
    case 'make':
      return makeSubflow(core);
    case 'unpack':
      return unpackSubflow(core, editor.selection?.id ?? '');
    case 'save':
      return saveSelectedSubflow(app, editor);
    default:
      return act satisfies never;
  }
}
