import type { FlowEdge, FlowNode, Point } from '#shared/graph/document.ts';
import { absolutePosition, ancestors, withContents, type FlowLookups } from './lookups.ts';

/** The clipboard: steps and the threads among them as plain JSON text that can be pasted into any flow, chat or file. */

export const CLIP_VERSION = 1;

/** What a clip or a file offers for pasting; ids are those of where it came from. */
export interface Clip {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
}

/** The chosen nodes with what is inside their groups, threads among them, positions made absolute where the group stays. */
export function takeClip(lookups: FlowLookups, nodeIds: Iterable<string>): Clip {
  const taken = withContents(lookups, nodeIds);
  const nodes = lookups.document.nodes.filter((node) => taken.has(node.id));
  return {
    nodes: nodes.map((node) => (node.parent && !taken.has(node.parent) ? freed(lookups, node) : node)),
    edges: lookups.document.edges.filter((edge) => taken.has(edge.source) && taken.has(edge.target)),
  };
}

function freed(lookups: FlowLookups, node: FlowNode): FlowNode {
  const { parent: _parent, ...rest } = node;
  return { ...rest, position: absolutePosition(lookups, node.id) };
}

export function clipText(clip: Clip): string {
  return JSON.stringify(
    { weft: 'clip', version: CLIP_VERSION, nodes: clip.nodes, edges: clip.edges },
    null,
    2,
  );
}

/** The clip under new ids, moved so that its top left corner is at `at` (or by `offset` when there is no place). */
export function renewed(
  clip: Clip,
  newId: () => string,
  place: { readonly at: Point } | { readonly offset: Point },
): Clip {
  const ids = new Map(clip.nodes.map((node) => [node.id, newId()]));
  const free = clip.nodes.filter((node) => node.parent === undefined);
  const offset = 'offset' in place ? place.offset : offsetTo(free, place.at);
  return {
    nodes: clip.nodes.map((node) => {
      const { parent, ...rest } = node;
      const moved = {
        ...rest,
        id: ids.get(node.id) ?? newId(),
        position:
          parent === undefined
            ? { x: node.position.x + offset.x, y: node.position.y + offset.y }
            : node.position,
      };
      return parent === undefined ? moved : { ...moved, parent: ids.get(parent) };
    }),
    edges: clip.edges.map((edge) => ({
      ...edge,
      id: newId(),
      source: ids.get(edge.source) ?? edge.source,
      target: ids.get(edge.target) ?? edge.target,
    })),
  };
}

function offsetTo(nodes: readonly FlowNode[], at: Point): Point {
  const left = Math.min(...nodes.map((node) => node.position.x));
  const top = Math.min(...nodes.map((node) => node.position.y));
  return Number.isFinite(left) && Number.isFinite(top) ? { x: at.x - left, y: at.y - top } : { x: 0, y: 0 };
}

/** The chosen nodes that are not inside another chosen one: the ones that a move, a group or an alignment is about. */
export function topmost(lookups: FlowLookups, nodeIds: ReadonlySet<string>): readonly FlowNode[] {
  return lookups.document.nodes.filter(
    (node) => nodeIds.has(node.id) && !ancestors(lookups, node.id).some((id) => nodeIds.has(id)),
  );
}
