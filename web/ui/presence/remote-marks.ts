import type { NodeDefinition } from '../../node-kit/types.ts';
import type { Who } from '../kit/who.ts';

/** What others have selected, drawn round the node. */
export interface RemoteMark {
  readonly nodeId: string;
  /** Of the first who selected it. */
  readonly who: Who;
  /** `Imani`, `Imani, Tomas`, `Imani · editing notes`. */
  readonly words: string;
}

interface Selecting {
  readonly name: string;
  readonly colour: Who;
  readonly selection: readonly string[];
  readonly editing: { readonly nodeId: string; readonly field: string | null } | null;
}

interface Nodes {
  readonly nodeById: ReadonlyMap<string, { readonly type: string }>;
  readonly definition: (type: string) => Pick<NodeDefinition, 'fields'> | null;
}

/** Nodes marked for one person: more at once says nothing more. */
const MARKS_EACH = 60;

/** One mark for each selected node that is there, in the order of the people. */
export function remoteMarks(people: readonly Selecting[], nodes: Nodes): readonly RemoteMark[] {
  const marks = new Map<string, { who: Who; names: string[]; doing: string }>();
  for (const { name, colour, selection, editing } of people) {
    for (const nodeId of selection.slice(0, MARKS_EACH)) {
      const node = nodes.nodeById.get(nodeId);
      if (node === undefined) continue;
      const mark = marks.get(nodeId) ?? { who: colour, names: [], doing: '' };
      marks.set(nodeId, mark);
      mark.names.push(name);
      if (editing?.nodeId === nodeId) mark.doing ||= doingWords(nodes.definition(node.type), editing.field);
    }
  }
  return [...marks].map(([nodeId, { who, names, doing }]) => ({
    nodeId,
    who,
    words: names.join(', ') + (doing === '' ? '' : ` · ${doing}`),
  }));
}

/** The field by its label, in the middle of a sentence. */
function doingWords(definition: Pick<NodeDefinition, 'fields'> | null, field: string | null): string {
  if (field === null) return 'renaming';
  const label = definition?.fields.find(({ key }) => key === field)?.label;
  return label === undefined ? 'editing' : `editing ${label.charAt(0).toLocaleLowerCase()}${label.slice(1)}`;
}
