import { z } from 'zod/mini';
import type { RoomConfig } from '../../../relay/core/room-config.ts';
import type { LinkEnd } from '../../../relay/core/link-ends.ts';
import type { FlowEffect } from '../../../relay/core/flow/flow-step.ts';
import type { StoredFlow } from '../../../relay/core/flow/stored-flow.ts';
import type { KeeperRequest } from '../../../relay/shell/picture-keeper.ts';
import type { OutboundFetch, RelayEnvironment } from '../../../relay/providers/types.ts';
import type { Random } from '../kernel/random.ts';
import type { WorldClock } from '../kernel/world-clock.ts';
import { createSimFlowRoom, type SimFlowRoom } from './sim-flow-room.ts';
import { createSimRoom, type PartyRoom, type RoomWatch, type SimRoom } from './sim-room.ts';
import { createSimSigner, type SimSigner } from './sim-signer.ts';

/** The key with which run ids are made; the same for ever, as in a relay that is started again. */
export const SIM_KEY = 'the simulation has no secrets: 0123456789';

export type PartyKind = 'run' | 'flow';

/** Before or after the next write of any room, or after a write by which a run is sealed. */
export type KillMoment = 'before' | 'after' | 'after-the-end';

/** A client's end of a socket, as the relay sees it. */
export interface Peer {
  readonly roomId: string;
  readonly message: (frame: string) => void;
  readonly closed: (code: number) => void;
}

/** The relay as a whole: one process with a room for every run and flow, until it is killed. */
export interface SimRelay {
  readonly clock: WorldClock;
  readonly random: Random;
  readonly signer: SimSigner;
  readonly environment: RelayEnvironment;
  readonly peers: Map<string, Peer>;
  readonly room: (runId: string) => SimRoom;
  readonly flowRoom: (flowId: string) => SimFlowRoom;
  readonly party: (kind: PartyKind, id: string) => PartyRoom;
  readonly storedHead: (runId: string) => number;
  /** kill -9 of one room or of everything (null); requests under way are told by `onKilled`. */
  readonly kill: (roomId: string | null) => void;
  readonly onKilled: Set<(roomId: string | null) => void>;
  /** Writes fail from now on, or work again. */
  readonly failStorage: (isFailing: boolean) => void;
  /** The last moment at which writes failed; 0 = never. */
  readonly storageFailedAt: () => number;
  /** The next write of this kind is followed (or preceded) by a kill. */
  readonly killAtWrite: (moment: KillMoment | null) => void;
}

export interface SimRelayOptions {
  readonly clock: WorldClock;
  readonly random: Random;
  readonly config: RoomConfig;
  readonly environment: RelayEnvironment;
  readonly provider: OutboundFetch;
  readonly watch: RoomWatch;
  readonly onFlowWoke: (stored: StoredFlow | null) => void;
}

/** What a browser reports when a connection broke without a close frame. */
const ABNORMAL = 1006;

export function createSimRelay(options: SimRelayOptions): SimRelay {
  const { clock, random, environment } = options;
  const runs = new Map<string, SimRoom>();
  const flows = new Map<string, SimFlowRoom>();
  const peers = new Map<string, Peer>();
  const onKilled = new Set<(roomId: string | null) => void>();
  const signer = createSimSigner();
  const faults = { isFailing: false, failedAt: 0, killAt: null as KillMoment | null };

  function kill(roomId: string | null): void {
    for (const [id, room] of [...runs, ...flows]) if (roomId === null || id === roomId) room.kill();
    for (const [id, peer] of peers) {
      if (roomId !== null && peer.roomId !== roomId) continue;
      peers.delete(id);
      peer.closed(ABNORMAL);
    }
    for (const listener of onKilled) listener(roomId);
  }
  const portsOf = (roomId: string) => ({
    ...{ clock, signer, random: random.fork(roomId) },
    isStorageFailing: () => faults.isFailing,
    onWrite(moment: 'before' | 'after') {
      const isEnd = moment === 'after' && (runs.get(roomId)?.isSealed() ?? false);
      if (faults.killAt !== moment && !(isEnd && faults.killAt === 'after-the-end')) return;
      faults.killAt = null;
      kill(random.chance(0.5) ? null : roomId);
    },
    send: (id: string, frame: string) => peers.get(id)?.message(frame),
    close(id: string, code: number) {
      const peer = peers.get(id);
      peers.delete(id);
      peer?.closed(code);
    },
  });
  const relay: SimRelay = {
    ...{ clock, random, environment, peers, onKilled, kill, signer },
    room(runId) {
      const { config, watch, provider } = options;
      const report = ({ flowId, summary }: { flowId: string; summary: unknown }) =>
        reportTo(relay.flowRoom(flowId), summary);
      const askFlow = ({ flowId, method, path, body }: KeeperRequest) =>
        relay.flowRoom(flowId).request({ method, parts: path.split('/').slice(1), body, grant: null });
      const more = { environment, config, watch, provider, report, askFlow };
      const made = (): SimRoom => createSimRoom(runId, { ...portsOf(runId), ...more });
      return kept(runs, runId, made);
    },
    flowRoom(flowId) {
      const push = (effect: Extract<FlowEffect, { type: 'push' }>) =>
        pushTo(relay.room(effect.runId), effect);
      const { limits } = options.config;
      const more = { limits, key: SIM_KEY, push, onWoke: options.onFlowWoke };
      return kept(flows, flowId, () => createSimFlowRoom(flowId, { ...portsOf(flowId), ...more }));
    },
    party: (kind, id) => (kind === 'run' ? relay.room(id) : relay.flowRoom(id)),
    storedHead: (runId) => runs.get(runId)?.storedHead() ?? 0,
    storageFailedAt: () => (faults.isFailing ? clock.now() : faults.failedAt),
    failStorage(isFailing) {
      if (faults.isFailing) faults.failedAt = clock.now();
      faults.isFailing = isFailing;
    },
    killAtWrite(moment) {
      faults.killAt = moment;
    },
  };
  return relay;
}

function kept<Room>(rooms: Map<string, Room>, id: string, make: () => Room): Room {
  const room = rooms.get(id) ?? make();
  rooms.set(id, room);
  return room;
}

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const endsSchema = z.object({ ended: z.array(z.object({ linkId: z.string(), at: z.number() })) });

/** As relay/shell/report-run.ts: best effort. */
async function reportTo(room: SimFlowRoom, summary: unknown): Promise<readonly LinkEnd[]> {
  const request = { method: 'POST', parts: ['report'], body: json({ summary }), grant: null };
  const answer = await room.request(request).catch(() => null);
  const told = answer === null ? null : endsSchema.safeParse(await answer.json().catch(() => null));
  return told?.data?.ended ?? [];
}

/** As relay/shell/push-link.ts. */
async function pushTo(
  room: SimRoom,
  { flowId, linkId, at }: Extract<FlowEffect, { type: 'push' }>,
): Promise<boolean> {
  const body = json({ flowId, ends: [{ linkId, at }] });
  const answer = await room
    .request({ method: 'POST', parts: ['revoke'], body, grant: null })
    .catch(() => null);
  return answer?.status === 204 || answer?.status === 404;
}
