import type { FlowEdge } from '#shared/graph/document.ts';
import type { FlowSession } from '../../state/flow-session.svelte.ts';
import type { MenuItem } from '../kit/menu-item.ts';
import type { OutlineActs } from './outline-acts.ts';

/** Everything that can be done with a row. */
export function rowMenu(flow: FlowSession, nodeId: string, acts: OutlineActs): readonly MenuItem[] {
  const { editor } = flow;
  const node = editor.nodeById.get(nodeId);
  if (node === undefined) return [];
  const runs = editor.definition(node.type)?.kind !== null;
  const locked = editor.readOnly ? 'You can read this flow, but not change it.' : undefined;
  return [
    {
      id: 'open',
      label: 'Open in inspector',
      icon: 'panel-right',
      shortcut: 'Enter',
      onselect: () => acts.open(nodeId),
    },
    ...(runs ? runItems(flow, nodeId, acts) : []),
    { type: 'separator', id: 'edit' },
    {
      id: 'rename',
      label: 'Rename',
      icon: 'pencil',
      shortcut: 'F2',
      disabledReason: locked,
      onselect: () => acts.rename(nodeId),
    },
    ...(runs ? wireItems(flow, nodeId, acts, locked) : []),
    { type: 'separator', id: 'end' },
    {
      id: 'delete',
      label: 'Delete',
      icon: 'trash-2',
      shortcut: 'Delete',
      danger: true,
      disabledReason: locked,
      onselect: () => acts.remove(nodeId),
    },
  ];
}

function runItems(flow: FlowSession, nodeId: string, acts: OutlineActs): readonly MenuItem[] {
  const disabledReason = flow.runDisabledReason ?? undefined;
  return [
    {
      id: 'read',
      label: 'Read output',
      icon: 'message-square-text',
      shortcut: 'R',
      onselect: () => acts.read(nodeId),
    },
    { type: 'separator', id: 'run' },
    {
      id: 'only',
      label: 'Run this step',
      icon: 'play',
      disabledReason,
      onselect: () => void flow.runOnly(nodeId),
    },
    {
      id: 'from',
      label: 'Run from here',
      icon: 'step-forward',
      shortcut: 'Shift+Enter',
      disabledReason,
      onselect: () => void flow.runFrom(nodeId),
    },
    {
      id: 'upto',
      label: 'Run up to here',
      icon: 'arrow-right-to-line',
      disabledReason,
      onselect: () => void flow.runUpTo(nodeId),
    },
  ];
}

function wireItems(
  flow: FlowSession,
  nodeId: string,
  acts: OutlineActs,
  locked: string | undefined,
): readonly MenuItem[] {
  const { editor } = flow;
  const threads = [...(editor.edgesByTarget.get(nodeId) ?? []), ...(editor.edgesBySource.get(nodeId) ?? [])];
  const disabled = editor.nodeById.get(nodeId)?.disabled === true;
  const toggle: MenuItem = {
    id: 'toggle',
    label: disabled ? 'Enable' : 'Disable',
    icon: 'circle-slash',
    disabledReason: locked,
    onselect: () => acts.toggle(nodeId),
  };
  const connect: MenuItem = {
    id: 'connect',
    label: 'Connect…',
    icon: 'plug',
    shortcut: 'C',
    disabledReason: locked,
    onselect: () => acts.connect(nodeId),
  };
  if (threads.length === 0 || locked !== undefined) return [connect, toggle];
  const items = threads.map((edge) => disconnectItem(flow, nodeId, edge, acts));
  return [connect, { type: 'submenu', id: 'disconnect', label: 'Disconnect', icon: 'unplug', items }, toggle];
}

function disconnectItem(flow: FlowSession, nodeId: string, edge: FlowEdge, acts: OutlineActs): MenuItem {
  const { editor } = flow;
  const words = threadWords(flow, nodeId, edge);
  return {
    id: edge.id,
    label: words,
    onselect() {
      editor.removeEdge(edge.id);
      acts.say(`Thread ${words} removed.`);
    },
  };
}

/** "from Enhance, text" or "to Proofread, text": the other end of a thread as seen from a node. */
function threadWords(flow: FlowSession, nodeId: string, edge: FlowEdge): string {
  const { editor } = flow;
  const incoming = edge.target === nodeId;
  const ports = incoming ? editor.portsOf(nodeId).inputs : editor.portsOf(edge.target).inputs;
  const port = ports.find(({ id }) => id === edge.targetHandle)?.label ?? edge.targetHandle;
  return incoming
    ? `from ${editor.nameOf(edge.source)}, ${port}`
    : `to ${editor.nameOf(edge.target)}, ${port}`;
}
