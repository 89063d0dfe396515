import { hashBytes } from '#shared/hash.ts';
import { chunkedGet } from '#shared/run/chunked.ts';
import { toWeftError, weftError, type ErrorCode } from '#shared/run/errors.ts';
import type { FileType } from '#shared/run/file-type.ts';
import { effectId } from '#shared/run/ids.ts';
import { planNode } from '#shared/run/plan-index.ts';
import { findWriting } from '#shared/run/select-file.ts';
import type { RunFile, RunState } from '#shared/run/state.ts';
import { createLaneList, type LaneOptions, type LanePlace, type WaitingLane } from './lane-list.ts';
import type { CommandAck } from './ports.ts';

/**
 * The journalled files of runners, beside their calls: what the log tells of is answered at once, what is new is uploaded
 * and asked for. Like a call, no file is asked for before the relay has recorded that the node runs [HO1].
 */
export interface FileLanes {
  /** Resolves with the file as this effect wrote it. @throws WeftFailure when it could not be written */
  readonly open: (place: LanePlace, wish: FileEffect) => Promise<RunFile>;
  /** The confirmed state of this node may have changed. */
  readonly advance: (index: number) => void;
  readonly advanceAll: () => void;
  /** No runner waits for this node's files any more. */
  readonly abandon: (index: number) => void;
  readonly size: () => number;
}

export interface FileEffect {
  readonly name: string;
  readonly mediaType: FileType;
  /** The bytes themselves, or the hash of a picture that the run or this browser has. */
  readonly content: Uint8Array | string;
}

interface Lane extends WaitingLane<RunFile>, FileEffect {
  readonly blob: string;
  isSent: boolean;
  /** The bytes of a picture have been brought into the run by this lane. */
  isBrought: boolean;
}

const SEND_AGAIN_MS = 1_000;
/** Nothing was written: the same wish may be fulfilled later. */
const PASSING: readonly ErrorCode[] = [
  'run-paused',
  'run-sealed',
  'out-of-turn',
  'too-many-commands',
  'storage-failed',
  'relay-unreachable',
];

export function createFileLanes(options: LaneOptions): FileLanes {
  const lanes = createLaneList<Lane>();
  const { isOpen, close, fail } = lanes;

  function advanceLane(lane: Lane): void {
    const run = options.confirmed();
    const node = chunkedGet(run.nodes, lane.index);
    if (run.plan === null || node?.phase !== 'running' || node.round !== lane.round) return;
    const id = idOf(lane, planNode(run.plan.plan, lane.index).id);
    const written = findWriting(run, id);
    if (written === null) return send(lane, id, run);
    const { file, version } = written;
    const isSame =
      version.blob === lane.blob &&
      version.mediaType === lane.mediaType &&
      (version.asked ?? file.name) === lane.name;
    if (!isSame) return fail(lane, NONDETERMINISTIC);
    close(lane);
    lane.resolve(file);
  }

  const idOf = ({ round, ordinal }: Lane, nodeId: string): string =>
    effectId({ runId: options.runId, nodeId, iterationPath: [], round, ordinal, try: 1 });

  function send(lane: Lane, id: string, run: RunState): void {
    if (lane.isSent || run.phase !== 'running' || run.plan === null) return;
    lane.isSent = true;
    const nodeId = planNode(run.plan.plan, lane.index).id;
    void upload(lane)
      .then(async () => {
        if (!isOpen(lane)) return;
        const { name, mediaType, blob, round } = lane;
        const data = { epoch: options.epoch, effectId: id, nodeId, round, name, mediaType, blob };
        const ack = await options.connection.send({ type: 'file.put', data });
        if (!ack.ok) refused(lane, ack);
      })
      .catch((caught: unknown) => fail(lane, toWeftError(caught)));
  }

  /** A picture came in from a node of this run and is there; where it is not, the second attempt brings it along. */
  async function upload({ content, isBrought }: Lane): Promise<void> {
    if (typeof content !== 'string') await options.blobs.put(content);
    else if (isBrought) await options.blobs.keep(content);
  }

  function refused(lane: Lane, { error = UNEXPLAINED }: CommandAck): void {
    if (error.code === 'stale-epoch') return options.onStale(error);
    if (!isOpen(lane)) return;
    const mayBring = error.code === 'blob-missing' && typeof lane.content === 'string' && !lane.isBrought;
    if (!mayBring && !PASSING.includes(error.code)) return fail(lane, error);
    const again = () => {
      lane.isSent = false;
      lane.isBrought ||= mayBring;
      if (isOpen(lane)) advanceLane(lane);
    };
    if (mayBring) again();
    else options.clock.after(error.retryAfterMs ?? SEND_AGAIN_MS, again);
  }

  return Object.freeze({
    open: (place: LanePlace, wish: FileEffect) =>
      new Promise<RunFile>((resolve, reject) => {
        const blob = typeof wish.content === 'string' ? wish.content : hashBytes(wish.content);
        const lane: Lane = { ...place, ...wish, blob, isSent: false, isBrought: false, resolve, reject };
        lanes.add(lane);
        advanceLane(lane);
      }),
    advance: (index: number) => void lanes.of(index).forEach(advanceLane),
    advanceAll: () => void lanes.all().forEach(advanceLane),
    abandon: lanes.abandon,
    size: lanes.size,
  });
}

const NONDETERMINISTIC = weftError(
  'nondeterministic-runner',
  'This node wrote something else than before it was interrupted. Run the node again.',
  { retryable: true },
);
const UNEXPLAINED = weftError('internal', 'The relay refused a file without a reason. Run the node again.', {
  retryable: true,
});
