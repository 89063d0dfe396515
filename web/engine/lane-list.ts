import { WeftFailure, type WeftError } from '#shared/run/errors.ts';
import type { RunState } from '#shared/run/state.ts';
import type { Clock, RunBlobs, RunConnection } from './ports.ts';

/** Where an effect of a runner stands: the ordinal-th of its kind, in a round of a node of the plan. */
export interface LanePlace {
  readonly index: number;
  readonly round: number;
  readonly ordinal: number;
}

/** What lanes need whose effects the relay records. */
export interface LaneOptions {
  readonly runId: string;
  readonly epoch: number;
  readonly connection: RunConnection;
  readonly blobs: RunBlobs;
  readonly clock: Clock;
  readonly confirmed: () => RunState;
  readonly onStale: (error: WeftError) => void;
}

/** A runner that waits for an effect. */
export interface WaitingLane<Result> extends LanePlace {
  readonly resolve: (result: Result) => void;
  readonly reject: (failure: WeftFailure) => void;
}

/** The lanes that runners wait in, by node. A lane leaves when it is answered, fails or is abandoned. */
export interface LaneList<Lane> {
  readonly add: (lane: Lane) => void;
  readonly isOpen: (lane: Lane) => boolean;
  readonly of: (index: number) => readonly Lane[];
  readonly all: () => readonly Lane[];
  readonly close: (lane: Lane) => void;
  /** Does nothing to a lane that is closed. */
  readonly fail: (lane: Lane, error: WeftError) => void;
  readonly abandon: (index: number) => void;
  /** Nodes with lanes. */
  readonly size: () => number;
}

export function createLaneList<Lane extends WaitingLane<never>>(): LaneList<Lane> {
  const lanes = new Map<number, readonly Lane[]>();
  const of = (index: number): readonly Lane[] => lanes.get(index) ?? [];
  const isOpen = (lane: Lane): boolean => of(lane.index).includes(lane);

  function close(lane: Lane): void {
    const left = of(lane.index).filter((other) => other !== lane);
    if (left.length > 0) lanes.set(lane.index, left);
    else lanes.delete(lane.index);
  }

  return Object.freeze({
    add: (lane: Lane) => void lanes.set(lane.index, [...of(lane.index), lane]),
    isOpen,
    of,
    all: () => [...lanes.values()].flat(),
    close,
    fail(lane: Lane, error: WeftError) {
      if (!isOpen(lane)) return;
      close(lane);
      lane.reject(new WeftFailure(error));
    },
    abandon: (index: number) => void lanes.delete(index),
    size: () => lanes.size,
  });
}
