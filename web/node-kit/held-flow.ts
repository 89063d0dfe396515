import type { FlowEdge, FlowNode } from '#shared/graph/document.ts';
import type { JsonObject } from '#shared/json.ts';
import type { PortDefinition } from './types.ts';

/** What a subflow holds: steps under short names of their own, and its ports. '' in a thread = the subflow itself. */
export interface HeldFlow {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
  readonly inputs: readonly PortDefinition[];
  readonly outputs: readonly PortDefinition[];
}

export const SUBFLOW_TYPE = 'subflow';

const EMPTY: HeldFlow = { nodes: [], edges: [], inputs: [], outputs: [] };
const read = new Map<string, HeldFlow>();

/** What stands in the config of a subflow. What is no step, thread or port is left out; the check before a run says so. */
export function heldFlow({ flow }: JsonObject): HeldFlow {
  const text = String(flow);
  let held = read.get(text);
  if (held === undefined) {
    if (read.size > 99) read.clear();
    read.set(text, (held = parse(text)));
  }
  return held;
}

function parse(text: string): HeldFlow {
  try {
    const { nodes, edges, inputs, outputs } = JSON.parse(text) as HeldFlow;
    return {
      nodes: named(nodes).filter(({ config }) => config),
      edges: named(edges),
      inputs: named(inputs),
      outputs: named(outputs),
    };
  } catch {
    return EMPTY;
  }
}

/** Whatever stands in the text. */
const named = <T extends { readonly id: string }>(list: readonly (T | null)[] | undefined): readonly T[] =>
  Array.isArray(list) ? list.filter((item) => typeof item?.id === 'string') : [];
