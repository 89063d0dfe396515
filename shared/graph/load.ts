import { z } from 'zod/mini';
import { weftError, type WeftError } from '../run/errors.ts';
import { LIMITS } from '../protocol/limits.ts';
import {
  FLOW_FORMAT_VERSION,
  flowEdgeSchema,
  flowNodeSchema,
  flowSettingsSchema,
  NODE_MEMBERS,
  SETTINGS_MEMBERS,
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
  type FlowSettings,
} from './document.ts';
import { foreignFormat } from './foreign-format.ts';
import { mendParents } from './mend-parents.ts';
import { migrate } from './migrate.ts';
import { readMembers } from './read-members.ts';

/** Something that was wrong in a file and has been mended; shown to the person who opened it. */
export interface Repair {
  readonly kind:
    | 'duplicate-node'
    | 'dangling-edge'
    | 'duplicate-edge-id'
    | 'missing-parent'
    | 'parent-circle'
    | 'bad-node'
    | 'bad-edge'
    | 'bad-member'
    | 'bad-settings';
  readonly message: string;
}

interface Refused {
  readonly ok: false;
  readonly error: WeftError;
}

export type LoadResult =
  { readonly ok: true; readonly document: FlowDocument; readonly repairs: readonly Repair[] } | Refused;

const outlineSchema = z.object({
  formatVersion: z._default(z.int().check(z.minimum(0)), FLOW_FORMAT_VERSION),
  id: z.string().check(z.minLength(1), z.maxLength(100)),
  name: z._default(z.string().check(z.maxLength(200)), 'Untitled flow'),
  nodes: z.array(z.unknown()),
  edges: z._default(z.array(z.unknown()), []),
  settings: z.optional(z.unknown()),
});

function refuse(message: string): Refused {
  return { ok: false, error: weftError('not-a-flow', message) };
}

/** Where in the file the first problem is: `nodes[3].position`. */
function place(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index ? '.' : ''}${String(step)}`))
    .join('');
}

/**
 * Reads a flow from parsed JSON: migrates older formats, mends what can be mended and reports it, refuses what is not a
 * flow with the reason and the place, other tools' files by their name. A file with nodes never becomes an empty flow.
 * Nodes of unknown type pass untouched.
 */
export function loadFlow(input: unknown): LoadResult {
  const read = readOutline(input);
  if (!read.ok) return read;
  const { raw } = read;
  const repairs: Repair[] = [];
  const nodes = readNodes(raw.nodes, repairs);
  if (nodes.length === 0 && raw.nodes.length > 0)
    return refuse(
      `This file is not a flow: none of its nodes can be read. ${repairs[0]?.message ?? ''}`.trim(),
    );
  const edges = readEdges(raw.edges, new Set(nodes.map((node) => node.id)), repairs);
  const document = {
    formatVersion: FLOW_FORMAT_VERSION,
    id: raw.id,
    name: raw.name,
    nodes: mendParents(nodes, repairs),
    edges,
    settings: readSettings(raw.settings, repairs),
  };
  return { ok: true, document, repairs };
}

/** The file as a whole, of whose nodes and threads nothing is known yet. */
function readOutline(
  input: unknown,
): { readonly ok: true; readonly raw: z.infer<typeof outlineSchema> } | Refused {
  const foreign = foreignFormat(input);
  if (foreign !== null)
    return refuse(`This is not a flow of Weft: it is ${foreign}. Weft opens its own .flow.json files.`);
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return refuse('This file is not a flow: it holds no object with nodes. Choose a .flow.json file.');
  const outline = outlineSchema.safeParse(migrate(input as Record<string, unknown>));
  if (!outline.success) {
    const issue = outline.error.issues[0];
    return refuse(
      `This file is not a flow: ${place(issue?.path ?? []) || 'the file'} is missing or of the wrong kind.`,
    );
  }
  const raw = outline.data;
  if (raw.formatVersion > FLOW_FORMAT_VERSION)
    return refuse(
      'This flow was saved by a newer Weft. Reload the page to get the newest version, then open it again.',
    );
  if (raw.nodes.length <= LIMITS.nodesPerFlow) return { ok: true, raw };
  const message = `This flow has ${raw.nodes.length} nodes; Weft opens up to ${LIMITS.nodesPerFlow}.`;
  return { ok: false, error: weftError('too-many-nodes', message) };
}

const KNOWN_OF_NODES: ReadonlySet<string> = new Set(NODE_MEMBERS);
const KNOWN_SETTINGS: ReadonlySet<string> = new Set(SETTINGS_MEMBERS);
const LEFT_OUT = ' could not be read; it was left out.';

/** Field by field: what is wrong in one costs that one. */
function readSettings(raw: unknown, repairs: Repair[]): FlowSettings {
  if (raw === undefined) return {};
  const read = readMembers(flowSettingsSchema, KNOWN_SETTINGS, raw);
  const dropped = read.ok ? read.dropped.map((member) => ['settings', member]) : [['settings']];
  for (const path of dropped) repairs.push({ kind: 'bad-settings', message: `${place(path)}${LEFT_OUT}` });
  return read.ok ? read.value : {};
}

function readNodes(items: readonly unknown[], repairs: Repair[]): FlowNode[] {
  const nodes = new Map<string, FlowNode>();
  items.forEach((item, index) => {
    const read = readMembers(flowNodeSchema, KNOWN_OF_NODES, item);
    if (!read.ok) {
      const where = place(['nodes', index, ...read.path]);
      repairs.push({ kind: 'bad-node', message: `${where} could not be read; the node was left out.` });
      return;
    }
    for (const member of read.dropped)
      repairs.push({ kind: 'bad-member', message: `${place(['nodes', index, member])}${LEFT_OUT}` });
    const node = read.value;
    const id = freeId(node.id, nodes);
    if (id !== node.id)
      repairs.push({
        kind: 'duplicate-node',
        message: `Node ${node.id} appears twice; the second one is ${id} now, without threads.`,
      });
    nodes.set(id, { ...node, id });
  });
  return [...nodes.values()];
}

/** The id itself where nothing has it, else with a number behind it that is free. */
function freeId(id: string, taken: ReadonlyMap<string, unknown>): string {
  let free = id;
  // A file may say one id thousands of times: the numbers that are surely taken are not tried one by one.
  for (let number = 2; taken.has(free); number = Math.max(number, taken.size) + 1)
    free = `${id.slice(0, 90)}-${number}`;
  return free;
}

function readEdges(items: readonly unknown[], nodeIds: ReadonlySet<string>, repairs: Repair[]): FlowEdge[] {
  const edges = new Map<string, FlowEdge>();
  items.forEach((item, index) => {
    const parsed = flowEdgeSchema.safeParse(item);
    if (!parsed.success) {
      const where = place(['edges', index, ...(parsed.error.issues[0]?.path ?? [])]);
      repairs.push({ kind: 'bad-edge', message: `${where} could not be read; the thread was left out.` });
      return;
    }
    const edge = parsed.data;
    if (!nodeIds.has(edge.source) || !nodeIds.has(edge.target)) {
      repairs.push({
        kind: 'dangling-edge',
        message: `Thread ${edge.id} led to a node that is not there; it was left out.`,
      });
      return;
    }
    const first = edges.get(edge.id);
    if (first !== undefined && isSameThread(first, edge)) {
      repairs.push({ kind: 'duplicate-edge-id', message: `Thread ${edge.id} is there twice; one was kept.` });
      return;
    }
    const id = freeId(edge.id, edges);
    if (id !== edge.id)
      repairs.push({
        kind: 'duplicate-edge-id',
        message: `Thread id ${edge.id} appears twice; the second one is ${id} now.`,
      });
    edges.set(id, { ...edge, id });
  });
  return [...edges.values()];
}

const isSameThread = (one: FlowEdge, other: FlowEdge): boolean =>
  one.source === other.source &&
  one.target === other.target &&
  one.sourceHandle === other.sourceHandle &&
  one.targetHandle === other.targetHandle;
