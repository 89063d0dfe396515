import { heldFlow, SUBFLOW_TYPE } from '../../node-kit/held-flow.ts';
import { fittingHandle } from '../../state/editing/connect.ts';
import type { SavedSubflow } from '../../state/subflows/saved-subflow.ts';
import type { CanvasEditor, PortRef } from '../canvas/canvas-flow.ts';
import type { CommandGroup, CommandItem } from '../kit/command-item.ts';
import { stepNames } from './step-words.ts';

type Types = Pick<CanvasEditor, 'definition' | 'portsOf' | 'readOnly'>;

/** Prefix of the id of a subflow of one's own, in lists of steps to add. */
const PREFIX = 'subflow:';

/** The subflow that a row means. */
export const subflowOf = (row: string): string => row.slice(PREFIX.length);

/** One's own subflows as a group of a list; no group where there are none. `from` leaves what a thread from there fits. */
export function subflowGroup(
  editor: Types,
  items: readonly SavedSubflow[],
  from: PortRef | null | undefined,
): readonly CommandGroup[] {
  const shown = editor.readOnly ? [] : items.filter(({ flow }) => !from || fits(editor, flow, from));
  return shown.length === 0
    ? []
    : [{ id: 'subflows', label: 'My subflows', items: shown.map((each) => subflowItem(editor, each)) }];
}

export function subflowItem(editor: Types, { id, name, flow }: SavedSubflow): CommandItem {
  const { nodes, inputs, outputs } = heldFlow({ flow });
  const words = stepNames(editor, nodes).join(' ');
  return {
    id: `${PREFIX}${id}`,
    label: name,
    icon: 'group',
    keywords: `subflow ${words.slice(0, 400)}`,
    ports: [inputs[0], outputs[0]].flatMap((port) => (port === undefined ? [] : [port.type])),
  };
}

function fits(editor: Types, flow: string, from: PortRef): boolean {
  const definition = editor.definition(SUBFLOW_TYPE);
  const ports = editor.portsOf(from.nodeId)[from.side === 'output' ? 'outputs' : 'inputs'];
  const type = ports.find(({ id: handle }) => handle === from.handle)?.type ?? null;
  return (
    definition !== null && type !== null && fittingHandle(definition, type, from.side, { flow }) !== null
  );
}
