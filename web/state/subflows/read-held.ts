import { z } from 'zod/mini';
import { FLOW_FORMAT_VERSION, type FlowNode } from '#shared/graph/document.ts';
import { PORT_TYPES } from '#shared/graph/handles.ts';
import { loadFlow } from '#shared/graph/load.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { SUBFLOW_TYPE } from '../../node-kit/held-flow.ts';
import { countSteps, holdsItself, MOST_CHARACTERS } from './held-steps.ts';

/** What a subflow holds, as it comes from elsewhere: everything is looked at before anything is taken. */

const text = z.string().check(z.minLength(1), z.maxLength(100));
/** '' = the subflow itself. */
const end = z.string().check(z.maxLength(100));
const portSchema = z.object({
  id: text,
  label: z.string().check(z.maxLength(200)),
  type: z.enum(PORT_TYPES),
  required: z.optional(z.boolean()),
});
const heldSchema = z.object({
  nodes: z.array(z.unknown()).check(z.minLength(1), z.maxLength(LIMITS.nodesPerFlow)),
  edges: z.array(z.object({ id: text, source: end, sourceHandle: text, target: end, targetHandle: text })),
  inputs: z.array(portSchema),
  outputs: z.array(portSchema),
});

/** Why a text is nothing that a subflow holds, as the end of a sentence; null when it is. `id` = under which it is saved. */
export function heldFault(flow: string, id: string): string | null {
  if (flow.length > MOST_CHARACTERS) return 'it holds too much for one subflow';
  const nodes = orNull(() => readNodes(flow));
  if (nodes === null) return 'what it holds is damaged';
  if (countSteps(nodes) > LIMITS.nodesPerFlow) return `it holds more than ${LIMITS.nodesPerFlow} steps`;
  const looped = holdsItself(nodes, new Set([id]));
  return looped === null ? null : `“${looped}” would hold itself`;
}

/** The steps of a text, those inside read as strictly; null when anything in it is not what it says. */
function readNodes(flow: string): readonly FlowNode[] | null {
  const read = heldSchema.safeParse(parsed(flow));
  if (!read.success) return null;
  const { nodes: raw, edges } = read.data;
  const loaded = loadFlow({
    formatVersion: FLOW_FORMAT_VERSION,
    id: 'held',
    name: '',
    nodes: raw,
    edges: [],
  });
  if (!loaded.ok || loaded.repairs.length > 0) return null;
  const { nodes } = loaded.document;
  const ids = new Set(['', ...nodes.map(({ id }) => id)]);
  if (edges.some(({ source, target }) => !ids.has(source) || !ids.has(target))) return null;
  const inside = nodes.filter(({ type }) => type === SUBFLOW_TYPE).map(({ config }) => config['flow']);
  return inside.every((each) => isEmpty(each) || readNodes(String(each)) !== null) ? nodes : null;
}

/** undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A subflow that nobody has made of anything yet. */
const isEmpty = (flow: unknown): boolean => flow === undefined || flow === '{}';

/** Brackets in brackets by the hundred thousand are more than the stack holds. */
function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (caught) {
    if (caught instanceof RangeError) return null;
    throw caught;
  }
}
