/** Calls that were accepted and wait for their turn: first come first served among the calls of a node, nodes in turn. */
export interface CallQueue {
  add(call: QueuedCall): void;
  remove(callId: string): boolean;
  /** Takes the next call that the limits allow; null when none may start. The caller tells `ended` when it is over. */
  next(): QueuedCall | null;
  ended(callId: string): void;
  /** A call that is at work already and never waited here: it counts. */
  occupy(call: QueuedCall): void;
  /** A call that was taken and has not been sent waits again, before all that never had their turn. */
  putBack(callId: string): boolean;
  readonly waiting: () => readonly QueuedCall[];
  /** Nodes with calls that wait: cheap, and 0 when nothing does. */
  readonly size: () => number;
}

export interface QueuedCall {
  readonly callId: string;
  readonly nodeId: string;
  readonly provider: string;
}

export interface QueueLimits {
  readonly callsPerRun: number;
  readonly callsPerProviderAndFlow: number;
}

export function createCallQueue(limits: QueueLimits): CallQueue {
  // A Map keeps the order of insertion: a node that got its turn is put in again, behind the others.
  const nodes = new Map<string, QueuedCall[]>();
  const atWork = new Map<string, QueuedCall>();
  const returned: QueuedCall[] = [];
  const busy = (provider: string): number =>
    [...atWork.values()].filter((call) => call.provider === provider).length;
  const mayStart = ({ provider }: QueuedCall): boolean => busy(provider) < limits.callsPerProviderAndFlow;
  const take = (nodeId: string, calls: QueuedCall[], call: QueuedCall): QueuedCall => {
    nodes.delete(nodeId);
    const rest = calls.filter((other) => other !== call);
    if (rest.length > 0) nodes.set(nodeId, rest);
    atWork.set(call.callId, call);
    return call;
  };
  return Object.freeze({
    add(call: QueuedCall) {
      const calls = nodes.get(call.nodeId);
      if (calls) calls.push(call);
      else nodes.set(call.nodeId, [call]);
    },
    remove(callId: string) {
      const position = returned.findIndex((call) => call.callId === callId);
      if (position >= 0) return returned.splice(position, 1).length > 0;
      for (const [nodeId, calls] of nodes) {
        const rest = calls.filter((call) => call.callId !== callId);
        if (rest.length === calls.length) continue;
        if (rest.length > 0) nodes.set(nodeId, rest);
        else nodes.delete(nodeId);
        return true;
      }
      return false;
    },
    next() {
      if (atWork.size >= limits.callsPerRun) return null;
      const again = returned.find(mayStart);
      if (again) {
        returned.splice(returned.indexOf(again), 1);
        atWork.set(again.callId, again);
        return again;
      }
      for (const [nodeId, calls] of nodes) {
        const call = calls.find(mayStart);
        if (call) return take(nodeId, calls, call);
      }
      return null;
    },
    ended(callId: string) {
      atWork.delete(callId);
    },
    occupy(call: QueuedCall) {
      atWork.set(call.callId, call);
    },
    putBack(callId: string) {
      const call = atWork.get(callId);
      if (call === undefined) return false;
      atWork.delete(callId);
      returned.push(call);
      return true;
    },
    size: () => returned.length + nodes.size,
    waiting: () => [...returned, ...[...nodes.values()].flat()],
  });
}
