import { blobRefSchema } from '#shared/run/output.ts';
import type { FlowNode } from '#shared/graph/document.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import type { CanvasNodeView } from './canvas-flow.ts';

/** Where the bytes of a picture are. */
export type PictureOwner = 'run' | 'flow';

/** A node whose output is a picture before all: its card keeps the picture's room, whatever stands in it. */
export function isPictureNode(definition: NodeDefinition | null): boolean {
  return definition?.outputKeys[0] === 'image';
}

/** The picture that a card shows: what the node put out, else what a person put into one of its fields. */
export function pictureOf(
  node: FlowNode,
  definition: NodeDefinition,
  view: Pick<CanvasNodeView, 'output' | 'status'>,
): { readonly hash: string; readonly owner: PictureOwner } | null {
  const own = ownPicture(node, definition);
  const made = view.output?.image?.blob;
  // A picture that was put in after the run is newer than what the run has.
  if (made !== undefined && made !== own && !(own !== null && view.status === 'stale'))
    return { hash: made, owner: 'run' };
  return own === null ? null : { hash: own, owner: 'flow' };
}

/** The hash of the picture in the node's own field; null when it has none. */
export function ownPicture(node: FlowNode, definition: NodeDefinition): string | null {
  const field = definition.fields.find(({ type }) => type === 'image');
  const ref = field && blobRefSchema.safeParse(node.config[field.key]);
  return ref?.success === true ? ref.data.blob : null;
}
