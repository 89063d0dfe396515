import type { MenuItem } from '../kit/menu-item.ts';
import type { Alignment } from './canvas-flow.ts';
import type { CanvasActions } from './canvas-actions.ts';
import type { CanvasModel, MenuTarget } from './canvas-model.svelte.ts';

/** The rows of a context menu. Every one of them can be reached by keyboard or command as well. */
export function menuItems(
  canvas: CanvasModel,
  actions: CanvasActions,
  target: MenuTarget,
): readonly MenuItem[] {
  switch (target.kind) {
    case 'canvas':
      return canvasItems(canvas, actions, target);
    case 'edge':
      return edgeItems(canvas, target.edgeId, target.client);
    case 'node':
      return nodeItems(canvas, actions, target.nodeId);
    default:
      return target satisfies never;
  }
}

const line = (id: string): MenuItem => ({ type: 'separator', id });

function canvasItems(
  canvas: CanvasModel,
  actions: CanvasActions,
  target: MenuTarget & { kind: 'canvas' },
): MenuItem[] {
  const { editor } = canvas.flow;
  const look: MenuItem[] = [
    { id: 'fit', label: 'Fit flow', icon: 'maximize', shortcut: 'Shift+1', onselect: () => actions.fit() },
    { id: 'actual', label: 'Zoom to 100 %', onselect: actions.zoomActual },
  ];
  if (editor.readOnly) return look;
  return [
    {
      id: 'add',
      label: 'Add node…',
      icon: 'plus',
      shortcut: 'N',
      onselect: () => actions.openPicker(target.client),
    },
    { id: 'note', label: 'Add note', icon: 'sticky-note', onselect: () => editor.addNode('note', target.at) },
    {
      id: 'paste',
      label: 'Paste',
      icon: 'clipboard-paste',
      shortcut: 'Mod+V',
      onselect: () => void pasteAt(canvas, actions, target),
    },
    line('1'),
    { id: 'all', label: 'Select all', shortcut: 'Mod+A', onselect: editor.selectAll },
    ...look,
  ];
}

async function pasteAt(
  canvas: CanvasModel,
  actions: CanvasActions,
  target: MenuTarget & { kind: 'canvas' },
): Promise<void> {
  try {
    const text = await navigator.clipboard.readText();
    if (text.trim() !== '') await actions.pasteText(text, target.at);
    else await actions.pastePictures(await clipboardPictures(), target.at);
  } catch {
    // The browser asks the person, who may say no.
    canvas.host.complain('Paste needs your permission', 'Press Ctrl+V on the canvas instead.');
  }
}

async function clipboardPictures(): Promise<readonly File[]> {
  const items = await navigator.clipboard.read();
  const found = items.flatMap((item) => {
    const type = item.types.find((one) => one.startsWith('image/'));
    return type === undefined ? [] : [item.getType(type).then((blob) => new File([blob], '', { type }))];
  });
  return Promise.all(found);
}

function edgeItems(canvas: CanvasModel, edgeId: string, client: { x: number; y: number }): MenuItem[] {
  const { editor } = canvas.flow;
  const edge = editor.edgeById.get(edgeId);
  if (edge === undefined) return [];
  const from = editor.nameOf(edge.source);
  const to = editor.nameOf(edge.target);
  return [
    { type: 'heading', id: 'name', label: `${from} to ${to}` },
    {
      id: 'insert',
      label: 'Put a node in between…',
      icon: 'plus',
      onselect: () => {
        const at = canvas.view.mover?.toCanvas(client) ?? { x: 0, y: 0 };
        canvas.picker = {
          client,
          at,
          from: { nodeId: edge.source, handle: edge.sourceHandle, side: 'output' },
          into: edgeId,
        };
      },
    },
    {
      id: 'remove',
      label: 'Remove thread',
      icon: 'trash-2',
      danger: true,
      shortcut: 'Delete',
      onselect: () => editor.removeEdge(edgeId),
    },
  ].filter((item) => !editor.readOnly || item.id === 'name') as MenuItem[];
}

function nodeItems(canvas: CanvasModel, actions: CanvasActions, nodeId: string): MenuItem[] {
  const { flow } = canvas;
  const { editor } = flow;
  const node = editor.nodeById.get(nodeId);
  if (node === undefined) return [];
  const runs = (editor.definition(node.type)?.kind ?? null) !== null;
  const many = editor.selectedNodes.size > 1;
  const runItems: MenuItem[] = [
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
    line('run'),
  ];
  const open: MenuItem = {
    id: 'open',
    label: 'Open in inspector',
    icon: 'settings-2',
    shortcut: 'Enter',
    onselect: () => canvas.host.inspect(nodeId),
  };
  if (editor.readOnly) return [open];
  return [
    ...(runs && !many ? runItems : []),
    ...(many
      ? []
      : [
          open,
          {
            id: 'rename',
            label: 'Rename',
            icon: 'pencil',
            shortcut: 'F2',
            onselect: () => void (canvas.renaming = nodeId),
          } satisfies MenuItem,
        ]),
    ...(node.type === 'consistentCharacter' && !many ? keepItems(canvas) : []),
    ...editItems(canvas, nodeId, runs),
    ...(many ? [alignItems(canvas)] : threadItems(canvas, nodeId)),
    line('end'),
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
  if (node?.type === 'group') {
    items.push({
      id: 'ungroup',
      label: 'Ungroup',
      icon: 'ungroup',
      shortcut: 'Mod+Shift+G',
      onselect: editor.ungroup,
    });
  }
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
      line('align'),
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
