import { z } from 'zod/mini';
import { FLOW_FORMAT_VERSION, type FlowEdge, type FlowNode, type Point } from '#shared/graph/document.ts';
import { loadFlow, type Repair } from '#shared/graph/load.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { absolutePosition, ancestors, withContents, type FlowLookups } from './lookups.ts';

/** The clipboard: steps and the threads among them as plain JSON text that can be pasted into any flow, chat or file. */

export const CLIP_VERSION = 1;

/** What a clip or a file offers for pasting; ids are those of where it came from. */
export interface Clip {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
}

export type ClipResult =
  | { readonly ok: true; readonly clip: Clip; readonly repairs: readonly Repair[] }
  | { readonly ok: false; readonly error: WeftError };

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

const envelopeSchema = z.object({ weft: z.literal('clip'), version: z.number() });

/** Reads a clip, or a whole flow file; anything else is refused with what it seems to be. */
export function readClip(text: string): ClipResult {
  if (text.length > LIMITS.flowFileBytes) return refuse('The clipboard holds too much to be Weft steps.');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refuse(
      'The clipboard holds plain text, not steps. Copy steps in Weft, or a flow file, and paste again.',
    );
  }
  const foreign = foreignFormat(json);
  if (foreign !== null) return refuse(`This is ${foreign}. Weft reads its own steps and flow files only.`);
  const envelope = envelopeSchema.safeParse(json);
  if (envelope.success && envelope.data.version > CLIP_VERSION)
    return refuse('These steps were copied from a newer Weft. Reload the page, then paste again.');
  const input = envelope.success
    ? { ...(json as object), formatVersion: FLOW_FORMAT_VERSION, id: 'clip', name: 'Clip' }
    : json;
  const loaded = loadFlow(input);
  if (!loaded.ok) return loaded;
  const { nodes, edges } = loaded.document;
  return { ok: true, clip: { nodes, edges }, repairs: loaded.repairs };
}

function refuse(message: string): ClipResult {
  return { ok: false, error: weftError('not-a-flow', message) };
}

/** What JSON of other tools is called, so that the person knows why it is refused; null when it may be Weft's. */
function foreignFormat(json: unknown): string | null {
  if (typeof json !== 'object' || json === null) return 'JSON that holds no steps';
  const has = (key: string) => Object.hasOwn(json, key);
  if (has('weft')) return null;
  if (has('nodes') && has('connections')) return 'an n8n workflow';
  if (has('last_node_id') || has('last_link_id')) return 'a ComfyUI workflow';
  if (has('nodes')) return null;
  if (has('data') && (has('endpoint_name') || has('is_component'))) return 'a Langflow flow';
  if (has('flow') && has('cache')) return 'a ChainForge flow';
  if (has('workflow') && has('kind')) return 'a Dify workflow';
  return Array.isArray(json) ? 'a list, not a flow' : 'JSON that holds no steps';
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
