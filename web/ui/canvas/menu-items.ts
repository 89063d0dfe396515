import type { MenuItem } from '../kit/menu-item.ts';
import type { CanvasActions } from './canvas-actions.ts';
import type { CanvasModel, MenuTarget } from './canvas-model.svelte.ts';
import { separator } from './menu-separator.ts';
import { nodeItems } from './node-menu-items.ts';

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
    separator('1'),
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
