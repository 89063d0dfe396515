import { chunkedGet } from '#shared/run/chunked.ts';
import type { HostFact } from '#shared/run/events.ts';
import type { NodeState, RunState } from '#shared/run/state.ts';
import { createLaneList, type LanePlace, type WaitingLane } from './lane-list.ts';

/**
 * Facts of runners that what follows stands on: they are told once, and the runner goes on when the relay has numbered
 * them. So whoever takes the run over knows all that a later effect was made from.
 */
export interface TellLanes {
  /** `isTold` = the node's state has this fact, or one that it may not follow. */
  readonly tell: (place: LanePlace, fact: HostFact, isTold: (node: NodeState) => boolean) => Promise<void>;
  /** The confirmed state of this node may have changed. */
  readonly advance: (index: number) => void;
  readonly advanceAll: () => void;
  /** No runner waits for this node's facts any more. */
  readonly abandon: (index: number) => void;
  readonly size: () => number;
}

interface Lane extends WaitingLane<void> {
  readonly isTold: (node: NodeState) => boolean;
}

export interface TellLanesOptions {
  readonly confirmed: () => RunState;
  /** With the host's own facts that are under way. */
  readonly node: (index: number) => NodeState | undefined;
  readonly record: (fact: HostFact, index: number) => void;
}

export function createTellLanes(options: TellLanesOptions): TellLanes {
  const lanes = createLaneList<Lane>();

  function advanceLane(lane: Lane): void {
    const node = chunkedGet(options.confirmed().nodes, lane.index);
    if (!lanes.isOpen(lane) || node?.round !== lane.round || !lane.isTold(node)) return;
    lanes.close(lane);
    lane.resolve();
  }

  return Object.freeze({
    tell: (place: LanePlace, fact: HostFact, isTold: (node: NodeState) => boolean) =>
      new Promise<void>((resolve, reject) => {
        const lane: Lane = { ...place, isTold, resolve, reject };
        lanes.add(lane);
        const node = options.node(place.index);
        if (node !== undefined && !isTold(node)) options.record(fact, place.index);
        advanceLane(lane);
      }),
    advance: (index: number) => void lanes.of(index).forEach(advanceLane),
    advanceAll: () => void lanes.all().forEach(advanceLane),
    abandon: lanes.abandon,
    size: lanes.size,
  });
}
