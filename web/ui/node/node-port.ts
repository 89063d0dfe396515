import type { PortType } from '#shared/graph/handles.ts';

/** A port as a node draws it. `add` is the dashed ghost that makes another persona port. */
export type NodePort = {
  /** Handle id in the flow document. */
  readonly id: string;
  readonly label: string;
  readonly type: PortType;
  readonly state: 'free' | 'wired' | 'add';
  /** While a thread is being pulled: whether it may end here. */
  readonly fit?: 'fits' | 'nofit' | undefined;
  /** Drawn inside the frame of a container, not on its card. */
  readonly inner?: true | undefined;
};

/** Ports of one 20 px row: an input at the left edge, an output at the right. */
export type NodePortRow = { readonly input?: NodePort | undefined; readonly output?: NodePort | undefined };

const FIRST_PORT_Y_PX = 62;
const PORT_ROW_PX = 20;

/** Centre of a port's row, in px from the node's top. */
export function portY(row: number): number {
  return FIRST_PORT_Y_PX + PORT_ROW_PX * row;
}

/** Inputs and outputs side by side, in their own order. */
export function portRows(inputs: readonly NodePort[], outputs: readonly NodePort[]): readonly NodePortRow[] {
  const [left, right] = [inputs, outputs].map((list) => list.filter((port) => !port.inner)) as [
    NodePort[],
    NodePort[],
  ];
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => ({
    input: left[index],
    output: right[index],
  }));
}
