import type { MenuItem } from '../kit/menu-item.ts';
import type { CanvasActions } from './canvas-actions.ts';
import type { Alignment } from './canvas-flow.ts';
import type { CanvasModel } from './canvas-model.svelte.ts';
import { separator } from './menu-separator.ts';

/** The rows of a node's menu, or of all that are selected with it. */
export function nodeItems(canvas: CanvasModel, actions: CanvasActions, nodeId: string): MenuItem[] {
  const { editor } = canvas.flow;
  const node = editor.nodeById.get(nodeId);
  if (node === undefined) return [];
  const runs = (editor.definition(node.type)?.kind ?? null) !== null;
  const many = editor.selectedNodes.size > 1;
  const open: MenuItem = {
    id: 'open',
    label: 'Open in inspector',
    icon: 'settings-2',
    shortcut: 'Enter',
    onselect: () => canvas.host.inspect(nodeId),
  };
  if (editor.readOnly) return [open];
  const rename: MenuItem = {
    id: 'rename',
    label: 'Rename',
    icon: 'pencil',
    shortcut: 'F2',
    onselect: () => void (canvas.renaming = nodeId),
  };
  return [
    ...(runs && !many ? runItems(canvas, nodeId) : []),
    ...(many ? [] : [open, rename]),
    ...(node.type === 'consistentCharacter' && !many ? keepItems(canvas) : []),
    ...editItems(canvas, nodeId, runs),
    ...(many ? [alignItems(canvas)] : threadItems(canvas, nodeId)),
    separator('end'),
    { id: 'fit', label: 'Fit selection', icon: 'maximize', onselect: actions.fitSelection },
    {
      id: 'delete',
      label: many ? `Delete ${editor.selectedNodes.size} nodes` : 'Delete',
      icon: 'trash-2',
      danger: true,
      shortcut: 'Delete',
      onselect: editor.removeSelection,
    },
  ];
}

function runItems(canvas: CanvasModel, nodeId: string): MenuItem[] {
  const { flow } = canvas;
  return [
    { id: 'only', label: 'Run this node', icon: 'play', onselect: () => flow.runOnly(nodeId) },
    {
      id: 'from',
      label: 'Run from here',
      icon: 'step-forward',
      shortcut: 'Shift+Enter',
      onselect: () => flow.runFrom(nodeId),
    },
    { id: 'upto', label: 'Run up to here', icon: 'skip-forward', onselect: () => flow.runUpTo(nodeId) },
    ...branchItems(canvas, nodeId),
    separator('run'),
  ];
}

/** Goes on from the run that is shown, where the node is part of it. */
function branchItems({ flow }: CanvasModel, nodeId: string): MenuItem[] {
  const { askBranch } = flow;
  if (askBranch === undefined || flow.run.node(nodeId).state === null) return [];
  return [
    {
      id: 'branch',
      label: 'Run again from here…',
      icon: 'git-fork',
      onselect: () => void askBranch(nodeId),
    },
  ];
}

function keepItems({ host }: CanvasModel): MenuItem[] {
  const { characters } = host;
  if (characters === undefined) return [];
  return [
    { id: 'keep', label: 'Save to my characters', icon: 'user-round', onselect: () => characters.keep() },
  ];
}

function editItems(canvas: CanvasModel, nodeId: string, runs: boolean): MenuItem[] {
  const { editor } = canvas.flow;
  const node = editor.nodeById.get(nodeId);
  const copy = () => void navigator.clipboard?.writeText(editor.copy());
  const items: MenuItem[] = [
    { id: 'copy', label: 'Copy', icon: 'copy', shortcut: 'Mod+C', onselect: copy },
    {
      id: 'duplicate',
      label: 'Duplicate',
      icon: 'copy',
      shortcut: 'Mod+D',
      onselect: () => void editor.duplicate(),
    },
    { id: 'group', label: 'Group', icon: 'group', shortcut: 'Mod+G', onselect: () => void editor.group() },
  ];
  if (node?.type === 'group') items.push(ungroupItem(editor));
  items.push(...subflowItems(canvas, node?.type === 'subflow' && editor.selectedNodes.size < 2));
  if (runs) {
    items.push({
      id: 'disable',
      label: 'Disabled',
      icon: 'power',
      shortcut: 'Mod+B',
      checked: node?.disabled ?? false,
      onselect: editor.toggleDisabled,
    });
  }
  if (node?.override !== undefined) {
    items.push({
      id: 'override',
      label: 'Use its own result again',
      icon: 'eraser',
      onselect: () => editor.clearOverride(nodeId),
    });
  }
  return items;
}

const ungroupItem = ({ ungroup }: CanvasModel['flow']['editor']): MenuItem => ({
  id: 'ungroup',
  label: 'Ungroup',
  icon: 'ungroup',
  shortcut: 'Mod+Shift+G',
  onselect: ungroup,
});

function subflowItems({ host }: CanvasModel, isOne: boolean): MenuItem[] {
  const { subflows } = host;
  if (subflows === undefined) return [];
  const make: MenuItem = {
    id: 'make-subflow',
    label: 'Make a subflow',
    icon: 'group',
    onselect: () => subflows('make'),
  };
  const unpack: MenuItem = {
    id: 'unpack',
    label: 'Unpack',
    icon: 'ungroup',
    onselect: () => subflows('unpack'),
  };
  const save: MenuItem = {
    id: 'save-subflow',
    label: 'Save to my subflows',
    icon: 'save',
    onselect: () => subflows('save'),
  };
  return isOne ? [unpack, save] : [make];
}

const ALIGNMENTS: readonly { readonly id: Alignment; readonly label: string }[] = [
  { id: 'left', label: 'Left edges' },
  { id: 'center', label: 'Centres' },
  { id: 'right', label: 'Right edges' },
  { id: 'top', label: 'Top edges' },
  { id: 'middle', label: 'Middles' },
  { id: 'bottom', label: 'Bottom edges' },
];

function alignItems(canvas: CanvasModel): MenuItem {
  const { editor } = canvas.flow;
  return {
    type: 'submenu',
    id: 'align',
    label: 'Align',
    icon: 'align-start-vertical',
    items: [
      ...ALIGNMENTS.map(({ id, label }): MenuItem => ({
        id: `align-${id}`,
        label,
        onselect: () => void editor.align(id),
      })),
      separator('align'),
      { id: 'spread-x', label: 'Space out in a row', onselect: () => void editor.distribute('horizontal') },
      { id: 'spread-y', label: 'Space out in a column', onselect: () => void editor.distribute('vertical') },
    ],
  };
}

/** Threads of a node by name: how the keyboard removes one. */
function threadItems(canvas: CanvasModel, nodeId: string): MenuItem[] {
  const { editor } = canvas.flow;
  const into = (editor.edgesByTarget.get(nodeId) ?? []).map((edge) => ({
    edge,
    label: `From ${editor.nameOf(edge.source)}`,
  }));
  const outOf = (editor.edgesBySource.get(nodeId) ?? []).map((edge) => ({
    edge,
    label: `To ${editor.nameOf(edge.target)}`,
  }));
  const all = [...into, ...outOf];
  if (all.length === 0) return [];
  return [
    {
      type: 'submenu',
      id: 'threads',
      label: 'Remove thread',
      icon: 'unplug',
      items: all.map(({ edge, label }) => ({
        id: edge.id,
        label,
        onselect: () => editor.removeEdge(edge.id),
      })),
    },
  ];
}
