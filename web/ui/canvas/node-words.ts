import type { CanvasEditor, CanvasNodeView } from './canvas-flow.ts';
import { NODE_STATUS, spokenNode } from '../status/node-status.ts';

/** "Enhance", "Enhance and Wren", "Enhance, Wren and 2 more". */
export function listNames(names: readonly string[]): string {
  if (names.length <= 2) return names.join(' and ');
  const rest = names.length - 2;
  return `${names.slice(0, 2).join(', ')} and ${rest} more`;
}

/** A node as a screen reader says it: "Market story, Story Teller, writing, from Enhance and Wren". */
export function nodeWords(editor: CanvasEditor, nodeId: string, view: CanvasNodeView): string {
  const node = editor.nodeById.get(nodeId);
  if (node === undefined) return '';
  const kind = editor.definition(node.type)?.title ?? `unknown kind ${node.type}`;
  const sources = (editor.edgesByTarget.get(nodeId) ?? []).map((edge) => editor.nameOf(edge.source));
  const from = sources.length > 0 ? `, from ${listNames([...new Set(sources)])}` : '';
  const word = node.disabled ? 'disabled' : NODE_STATUS[view.status].word;
  return `${spokenNode({ name: editor.nameOf(nodeId), kind, status: view.status, word })}${from}`;
}
