import { LIMITS } from '#shared/protocol/limits.ts';
import type { RunSummary } from '#shared/protocol/messages.ts';
import { createFlow, makeLink, type FlowRecord } from '../../../relay/core/flow/flow-record.ts';
import { upsertRun } from '../../../relay/core/flow/run-list.ts';
import { revokeLink } from '../../../relay/auth/flow-links.ts';
import type { RoomConfig } from '../../../relay/core/room-config.ts';
import type { OutboundFetch, RelayEnvironment } from '../../../relay/providers/types.ts';
import type { Role } from '#shared/protocol/roles.ts';
import type { Random } from '../kernel/random.ts';
import { createActor, type WorldClock } from '../kernel/world-clock.ts';
import { createSimRoom, type RoomWatch, type SimRoom } from './sim-room.ts';
import { createSimSigner, type SimSigner } from './sim-signer.ts';

/** A flow with its links and its runs, as its room keeps them. */
export interface SimFlow {
  record: FlowRecord;
  runs: readonly RunSummary[];
}

/** A client's end of a socket, as the relay sees it. */
export interface Peer {
  readonly connectionId: string;
  readonly runId: string;
  readonly message: (frame: string) => void;
  readonly closed: (code: number) => void;
}

/** The relay as a whole: one process with a room for every run, until it is killed. */
export interface SimRelay {
  readonly clock: WorldClock;
  readonly random: Random;
  readonly signer: SimSigner;
  readonly environment: RelayEnvironment;
  readonly flows: Map<string, SimFlow>;
  readonly rooms: Map<string, SimRoom>;
  readonly peers: Map<string, Peer>;
  readonly room: (runId: string) => SimRoom;
  readonly addLink: (flowId: string, role: Role, secret: string, runId?: string) => string;
  readonly revoke: (flowId: string, linkId: string) => void;
  /** kill -9 of everything; requests under way are told by `onKilled`. */
  readonly kill: (runId: string | null) => void;
  /** Told which room was killed, null = all of them. */
  readonly onKilled: Set<(runId: string | null) => void>;
  /** Writes fail from now on, or work again. */
  failStorage: (isFailing: boolean) => void;
  /** The last moment at which writes failed; 0 = never. */
  readonly storageFailedAt: () => number;
  /** The next write on any room's disk is followed (or preceded) by a kill. */
  killAtWrite: (moment: 'before' | 'after' | null) => void;
}

export interface SimRelayOptions {
  readonly clock: WorldClock;
  readonly random: Random;
  readonly config: RoomConfig;
  readonly environment: RelayEnvironment;
  readonly provider: OutboundFetch;
  readonly watch: RoomWatch;
}

export function createSimRelay(options: SimRelayOptions): SimRelay {
  const { clock, random, environment } = options;
  const flows = new Map<string, SimFlow>();
  const rooms = new Map<string, SimRoom>();
  const peers = new Map<string, Peer>();
  const onKilled = new Set<(runId: string | null) => void>();
  const reports = createActor('reports');
  let isFailing = false;
  let failedAt = 0;
  let killAt: 'before' | 'after' | null = null;

  function flowOf(flowId: string): SimFlow {
    const flow = flows.get(flowId);
    if (flow === undefined) throw new Error(`no flow ${flowId}`);
    return flow;
  }
  function kill(runId: string | null): void {
    for (const [id, room] of rooms) if (runId === null || id === runId) room.kill();
    for (const [id, peer] of peers) {
      if (runId !== null && peer.runId !== runId) continue;
      peers.delete(id);
      peer.closed(ABNORMAL);
    }
    for (const listener of onKilled) listener(runId);
  }
  function makeRoom(runId: string): SimRoom {
    return createSimRoom(runId, {
      ...{ clock, random: random.fork(runId), environment, signer: relay.signer },
      ...{ config: options.config, watch: options.watch, provider: options.provider },
      isStorageFailing: () => isFailing,
      onWrite(moment) {
        if (killAt !== moment) return;
        killAt = null;
        kill(random.chance(0.5) ? null : runId);
      },
      send: (id, frame) => peers.get(id)?.message(frame),
      close(id, code) {
        const peer = peers.get(id);
        peers.delete(id);
        peer?.closed(code);
      },
      report: ({ flowId, summary }) =>
        void clock.after(random.next() * 5, reports, () => {
          const flow = flowOf(flowId);
          flow.runs = upsertRun(flow.runs, summary).runs;
        }),
    });
  }
  const relay: SimRelay = {
    ...{ clock, random, environment, flows, rooms, peers, onKilled, kill },
    signer: createSimSigner(),
    room(runId) {
      const room = rooms.get(runId) ?? makeRoom(runId);
      rooms.set(runId, room);
      return room;
    },
    addLink(flowId, role, secret, runId) {
      const flow = flowOf(flowId);
      const linkId = `link-${flow.record.links.length + 1}`;
      const link = makeLink(
        { linkId, role, secret, name: role, endsAt: null, ...(runId === undefined ? {} : { runId }) },
        clock.now(),
      );
      flow.record = { ...flow.record, links: [...flow.record.links, link] };
      return linkId;
    },
    revoke(flowId, linkId) {
      const flow = flowOf(flowId);
      flow.record = { ...flow.record, links: revokeLink(flow.record.links, linkId, clock.now()) };
    },
    storageFailedAt: () => (isFailing ? clock.now() : failedAt),
    failStorage(failing) {
      if (isFailing) failedAt = clock.now();
      isFailing = failing;
    },
    killAtWrite(moment) {
      killAt = moment;
    },
  };
  return relay;
}

/** What a browser reports when a connection broke without a close frame. */
const ABNORMAL = 1006;

/** Makes a flow as `POST /api/flows` does. @returns its answer's status. */
export function makeFlow(relay: SimRelay, body: { flowId: string; ownerSecret: string }): number {
  const existing = relay.flows.get(body.flowId);
  const made = createFlow(existing?.record ?? null, { ...body, linkId: 'link-1' }, relay.clock.now());
  if (made.outcome === 'taken') return 409;
  if (made.outcome === 'created') relay.flows.set(body.flowId, { record: made.flow, runs: [] });
  return made.outcome === 'created' ? 201 : 200;
}

/** How long a token of a link lives from now, relay time in ms. */
export function tokenEnd(now: number, linkEndsAt: number | null): number {
  return Math.min(now + LIMITS.tokenMs, linkEndsAt ?? Number.POSITIVE_INFINITY);
}
