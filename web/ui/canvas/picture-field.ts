import type { CanvasSession } from './canvas-flow.ts';

/** The first field of a node that takes a picture; null when none does. */
export function pictureField({ editor }: CanvasSession, nodeId: string): string | null {
  const node = editor.nodeById.get(nodeId);
  const definition = node ? editor.definition(node.type) : null;
  return definition?.fields.find(({ type }) => type === 'image')?.key ?? null;
}
