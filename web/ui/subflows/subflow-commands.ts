import { SUBFLOW_TYPE } from '../../node-kit/held-flow.ts';
import type { FlowEditor } from '../../state/flow-editor.ts';
import { foldSteps } from '../../state/subflows/fold-steps.ts';

export interface SubflowCommand {
  readonly id: string;
  readonly act: 'make' | 'unpack' | 'save' | 'import';
  readonly label: string;
  readonly group: 'edit' | 'file';
  readonly icon: string;
  /** Why it cannot be done with what is selected. */
  readonly disabledReason?: string | undefined;
}

/** What the palette of commands offers for subflows: only what the selection is about. O(nodes + edges). */
export function subflowCommands(editor: FlowEditor): readonly SubflowCommand[] {
  const { selection, selectedNodes, readOnly, lookups } = editor;
  const isOne = selection?.type === SUBFLOW_TYPE;
  const commands: SubflowCommand[] = [];
  if (!readOnly && selectedNodes.size > 0 && !isOne) {
    const folded = foldSteps(lookups, selectedNodes);
    const disabledReason = folded.ok ? undefined : folded.reason;
    commands.push({
      id: 'subflow-make',
      act: 'make',
      label: 'Make a subflow',
      group: 'edit',
      icon: 'group',
      disabledReason,
    });
  }
  if (!readOnly && isOne)
    commands.push({
      id: 'subflow-unpack',
      act: 'unpack',
      label: 'Unpack subflow',
      group: 'edit',
      icon: 'ungroup',
    });
  if (isOne)
    commands.push({
      id: 'subflow-save',
      act: 'save',
      label: 'Save to my subflows',
      group: 'edit',
      icon: 'save',
    });
  return [
    ...commands,
    { id: 'subflow-import', act: 'import', label: 'Import subflows…', group: 'file', icon: 'upload' },
  ];
}
