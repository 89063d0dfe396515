import type { FlowNode } from '#shared/graph/document.ts';
import { heldFlow } from '../../node-kit/held-flow.ts';
import type { FlowEditor } from '../../state/flow-editor.ts';
import { countSteps } from '../../state/subflows/held-steps.ts';
import { plural } from '../run/format.ts';

const MOST_NAMES = 6;

/** What a subflow holds, in a line: “3 steps: First, Second, Third”. */
export function stepWords(editor: Pick<FlowEditor, 'definition'>, flow: string): string {
  const { nodes } = heldFlow({ flow });
  const names = stepNames(editor, nodes);
  const shown = names.length > MOST_NAMES ? [...names.slice(0, MOST_NAMES), '…'] : names;
  return `${plural(countSteps(nodes), 'step')}: ${shown.join(', ')}`;
}

/** What the steps are called, notes left out. */
export function stepNames(
  { definition }: Pick<FlowEditor, 'definition'>,
  nodes: readonly FlowNode[],
): readonly string[] {
  return nodes
    .filter(({ type }) => definition(type)?.kind !== null)
    .map(({ label, type }) => label ?? definition(type)?.title ?? type);
}
