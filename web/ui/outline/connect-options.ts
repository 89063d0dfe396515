import type { EditorPort } from '../../state/editing/ports.ts';
import type { FlowEditor } from '../../state/flow-editor.ts';

/** A step to which a thread could go. */
export interface TargetOption {
  readonly id: string;
  readonly label: string;
  /** Heading in the list. */
  readonly group: 'Fits' | 'Does not fit';
  readonly fits: boolean;
}

type Connecting = Pick<FlowEditor, 'document' | 'portsOf' | 'canConnect' | 'nameOf'>;

/** All other steps that take something, those that fit first, each in the flow's order. */
export function targetOptions(editor: Connecting, source: string, handle: string): readonly TargetOption[] {
  const options = editor.document.nodes.flatMap(({ id }): TargetOption[] => {
    const { inputs } = editor.portsOf(id);
    if (id === source || inputs.length === 0) return [];
    const fits = inputs.some((port) => editor.canConnect(source, handle, id, port.id) === null);
    return [{ id, label: editor.nameOf(id), group: fits ? 'Fits' : 'Does not fit', fits }];
  });
  return [...options.filter(({ fits }) => fits), ...options.filter(({ fits }) => !fits)];
}

/** An input: "text, wired already", "Character, a new one". */
export function portLabel(port: EditorPort): string {
  const type = port.label.toLowerCase() === port.type ? '' : `, ${port.type}`;
  switch (port.state) {
    case 'add':
      return `${port.label}, a new one`;
    case 'wired':
      return `${port.label}${type}, wired already`;
    case 'free':
      return `${port.label}${type}`;
    default:
      return port.state satisfies never;
  }
}
