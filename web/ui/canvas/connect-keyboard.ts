import { chosenTarget } from './pull-target.ts';
import type { Point } from '#shared/graph/document.ts';
import type { CanvasPorts, PortRef } from './canvas-flow.ts';

/**
 * Pulling a thread with the keyboard: C takes a port of the focused node, arrows choose where it goes, Enter ties it.
 * A state and pure steps; the canvas draws it and speaks it.
 */

export interface PullTarget extends PortRef {
  readonly nodeName: string;
  readonly portLabel: string;
}

export interface KeyboardPull {
  readonly from: PortRef;
  /** Other ports of the same node that a thread could start from; C again takes the next. */
  readonly starts: readonly PortRef[];
  /** Ports that fit, in the order of the walk. */
  readonly targets: readonly PullTarget[];
  /** −1 = nothing chosen yet. */
  readonly at: number;
}

/** The ports of a node that a thread can start from: outputs first. Ghosts count as inputs. */
function startPorts(nodeId: string, ports: CanvasPorts): readonly PortRef[] {
  return [
    ...ports.outputs.map((port): PortRef => ({ nodeId, handle: port.id, side: 'output' })),
    ...ports.inputs.map((port): PortRef => ({ nodeId, handle: port.id, side: 'input' })),
  ];
}

export interface PullSource {
  readonly nodeIds: readonly string[];
  readonly portsOf: (nodeId: string) => CanvasPorts;
  readonly nameOf: (nodeId: string) => string;
  /** null = fits. */
  readonly canConnect: (
    source: string,
    sourceHandle: string,
    target: string,
    targetHandle: string,
  ) => string | null;
  readonly positionOf: (nodeId: string) => Point;
  /** The nodes at which a thread from here would close a circle. */
  readonly circle: (from: PortRef) => ReadonlySet<string>;
}

/** Counted for a node that lies against the flow's direction, canvas px: it comes after all others. */
const AGAINST_PX = 1e6;

/** All ports that a thread from `from` may end in without closing a circle: along the flow first (right of an output, left of an input), then the nearest. */
function pullTargets(from: PortRef, flow: PullSource): readonly PullTarget[] {
  const origin = flow.positionOf(from.nodeId);
  const away = (nodeId: string) => {
    const place = flow.positionOf(nodeId);
    const ahead = (place.x - origin.x) * (from.side === 'output' ? 1 : -1);
    return Math.hypot(place.x - origin.x, place.y - origin.y) + (ahead > 0 ? 0 : AGAINST_PX);
  };
  const circle = flow.circle(from);
  const others = flow.nodeIds
    .filter((id) => id !== from.nodeId && !circle.has(id))
    .sort((a, b) => away(a) - away(b));
  return others.flatMap((nodeId) => {
    const ports = flow.portsOf(nodeId);
    const side = from.side === 'output' ? 'input' : 'output';
    return (side === 'input' ? ports.inputs : ports.outputs)
      .filter((port) => fits(from, { nodeId, handle: port.id, side }, flow))
      .map((port) => ({
        nodeId,
        handle: port.id,
        side,
        nodeName: flow.nameOf(nodeId),
        portLabel: port.label,
      }));
  });
}

function fits(from: PortRef, to: PortRef, flow: PullSource): boolean {
  const [source, target] = from.side === 'output' ? [from, to] : [to, from];
  return flow.canConnect(source.nodeId, source.handle, target.nodeId, target.handle) === null;
}

/** Starts a pull from the first port that finds an end; from the first port at all when none does; null without ports. */
export function beginPull(nodeId: string, flow: PullSource): KeyboardPull | null {
  const starts = startPorts(nodeId, flow.portsOf(nodeId));
  const first = starts[0];
  if (first === undefined) return null;
  for (const from of starts) {
    const targets = pullTargets(from, flow);
    if (targets.length > 0) return { from, starts, targets, at: 0 };
  }
  return { from: first, starts, targets: [], at: -1 };
}

/** C again: the next port of the same node. */
export function nextStart(pull: KeyboardPull, flow: PullSource): KeyboardPull {
  const index = pull.starts.findIndex(
    (start) => start.handle === pull.from.handle && start.side === pull.from.side,
  );
  const from = pull.starts[(index + 1) % pull.starts.length] ?? pull.from;
  const targets = pullTargets(from, flow);
  return { ...pull, from, targets, at: targets.length > 0 ? 0 : -1 };
}

export function stepPull(pull: KeyboardPull, step: 1 | -1): KeyboardPull {
  if (pull.targets.length === 0) return pull;
  return { ...pull, at: (pull.at + step + pull.targets.length) % pull.targets.length };
}

/** The thread that Enter would tie; null when nothing is chosen. */
export function pulledThread(
  pull: KeyboardPull,
): { readonly source: PortRef; readonly target: PortRef } | null {
  const chosen = chosenTarget(pull);
  if (chosen === null) return null;
  return pull.from.side === 'output'
    ? { source: pull.from, target: chosen }
    : { source: chosen, target: pull.from };
}

/** What a screen reader hears while choosing. */
export function spokenPull(pull: KeyboardPull, portLabel: string): string {
  const chosen = chosenTarget(pull);
  if (chosen === null)
    return `Thread from ${portLabel}. No port of another node fits. C takes the next port, Escape lets go.`;
  const place = `${pull.at + 1} of ${pull.targets.length}`;
  return `Thread from ${portLabel} to ${chosen.nodeName}, ${chosen.portLabel}, ${place}. Enter ties it, arrows choose, Escape lets go.`;
}
