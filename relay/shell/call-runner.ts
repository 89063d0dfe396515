import { hashBytes } from '#shared/hash.ts';
import type { CallRequest } from '#shared/run/call.ts';
import type { HandedIn } from '../core/call-record.ts';
import type { RoomInput } from '../core/run-room.ts';
import { runHttpCall } from '../http/run-http-call.ts';
import { runCall, type RunCallDependencies } from '../providers/run-call.ts';
import type { OutboundFetch, RelayEnvironment, Timers } from '../providers/types.ts';
import type { RunStore } from '../storage/run-store.ts';
import { countOne } from './metrics.ts';
import type { PictureKeeper } from './picture-keeper.ts';

/** Makes the calls that a room decides on and tells it what becomes of them. */
export interface CallRunner {
  /** @param handedIn given for a call that its provider has already: nothing is sent, one asks for it [RK8]. */
  start(callId: string, request: CallRequest, handedIn?: HandedIn): void;
  /** A call that is not at work is none to abort. */
  abort(callId: string): void;
  /** Sends nothing of a call that says that it is about to be sent, and tells nothing of how it ended. */
  withdraw(callId: string): void;
}

interface CallRunnerPorts {
  readonly store: RunStore;
  readonly keeper: Pick<PictureKeeper, 'get' | 'put'>;
  /** The flow that this is a run of. */
  readonly flowId: () => string | null;
  readonly environment: RelayEnvironment;
  readonly timers: Timers;
  readonly fetch: OutboundFetch;
  readonly now: () => number;
  give(input: RoomInput): void;
  /** Resolves when everything given so far is stored. */
  settled(): Promise<void>;
}

export function createCallRunner(ports: CallRunnerPorts): CallRunner {
  const aborts = new Map<string, AbortController>();
  return Object.freeze({
    start(callId: string, request: CallRequest, handedIn?: HandedIn) {
      countOne('weft_calls_started_total');
      const controller = new AbortController();
      aborts.set(callId, controller);
      // The same call may have been started again after it was withdrawn.
      const isWanted = (): boolean => aborts.get(callId) === controller;
      // Stored directly before the request leaves; what cannot be stored is not sent [CA1].
      const onSent = async (): Promise<void> => {
        ports.give({ type: 'call.sent', callId });
        if (!isWanted()) throw new Error('The call was withdrawn.');
        await ports.settled();
      };
      const { environment, timers, fetch, now } = ports;
      const common = { environment, timers, fetch, now, onSent, signal: controller.signal };
      const ending =
        request.kind === 'http'
          ? runHttpCall(request, common)
          : runCall(request, { ...common, ...modelPorts(ports, callId, isWanted), callId, handedIn });
      void ending.then((end) => {
        countOne('weft_calls_ended_total');
        if (!isWanted()) return;
        aborts.delete(callId);
        ports.give({ type: 'call.ended', callId, end });
      });
    },
    abort(callId: string) {
      aborts.get(callId)?.abort();
    },
    withdraw(callId: string) {
      const controller = aborts.get(callId);
      aborts.delete(callId);
      controller?.abort();
    },
  });
}

type ModelPorts = Pick<RunCallDependencies, 'loadBlob' | 'storeBlob' | 'onTicket' | 'onDelta'>;

/** What a model's call needs besides: pictures, the provider's number, and whoever reads along. */
function modelPorts(ports: CallRunnerPorts, callId: string, isWanted: () => boolean): ModelPorts {
  return {
    async loadBlob(hash) {
      const flowId = ports.flowId();
      const own = await ports.store.blob(hash);
      return own ?? (flowId === null ? null : ports.keeper.get(flowId, hash));
    },
    // It is paid for: what the flow cannot take the run keeps itself [PI7].
    async storeBlob(bytes) {
      const hash = hashBytes(bytes);
      const flowId = ports.flowId();
      if (flowId !== null && (await ports.keeper.put(flowId, hash, bytes))) return hash;
      await ports.store.putBlob(hash, bytes);
      ports.give({ type: 'blob.stored', hash, bytes: bytes.byteLength });
      return hash;
    },
    // It is paid for by now: when the number cannot be stored one asks all the same.
    async onTicket(ticket) {
      if (!isWanted()) return;
      ports.give({ type: 'call.ticket', callId, ticket });
      await ports.settled().catch(() => undefined);
    },
    onDelta: (channel, text) => ports.give({ type: 'call.delta', callId, channel, text }),
  };
}
