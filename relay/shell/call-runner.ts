import { hashBytes } from '#shared/hash.ts';
import type { CallEnd, CallRequest } from '#shared/run/call.ts';
import type { WeftError } from '#shared/run/errors.ts';
import type { HandedIn } from '../core/call-record.ts';
import type { RoomInput } from '../core/run-room.ts';
import type { SealedKey } from '../core/vault/vault-record.ts';
import { runHttpCall } from '../http/run-http-call.ts';
import { runCall, type RunCallDependencies } from '../providers/run-call.ts';
import type { OutboundFetch, RelayEnvironment, Timers } from '../providers/types.ts';
import type { RunStore } from '../storage/run-store.ts';
import { countOne } from './metrics.ts';
import type { PictureKeeper } from './picture-keeper.ts';
import type { Payment, Payments } from './vault-payments.ts';

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
  /** Left out where nobody counts. */
  readonly payments?: Payments | undefined;
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
      const payment = ports.payments?.begin(callId, request, handedIn !== undefined) ?? null;
      const onSent = async (): Promise<void> => {
        ports.give({ type: 'call.sent', callId });
        if (!isWanted()) throw new Error('The call was withdrawn.');
        payment?.sent();
        await ports.settled();
      };
      const { environment, timers, fetch, now } = ports;
      const common = { environment, timers, fetch, now, onSent, signal: controller.signal };
      const make = (asked: CallRequest, ringKey?: SealedKey): Promise<CallEnd> =>
        asked.kind === 'http'
          ? runHttpCall(asked, common)
          : runCall(asked, { ...common, ...modelPorts(ports, callId, isWanted), callId, handedIn, ringKey });
      const over = (tell: () => void): void => {
        if (!isWanted()) return;
        aborts.delete(callId);
        tell();
      };
      const ended = (end: CallEnd): void => {
        countOne('weft_calls_ended_total');
        payment?.ended(end);
        over(() => ports.give({ type: 'call.ended', callId, end }));
      };
      if (payment === null) return void make(request).then(ended);
      void paid(payment, controller.signal, make).then((outcome) =>
        'end' in outcome
          ? ended(outcome.end)
          : over(() => ports.give({ type: 'call.refused', callId, error: outcome.error })),
      );
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

/** Asks for the money, then makes the call; or says why there is none. */
async function paid(
  payment: Payment,
  signal: AbortSignal,
  make: (request: CallRequest, ringKey?: SealedKey) => Promise<CallEnd>,
): Promise<{ readonly end: CallEnd } | { readonly error: WeftError }> {
  const admission = await payment.reserve(signal);
  switch (admission.type) {
    case 'go':
      return { end: await make(admission.request, admission.key) };
    case 'end':
      return { end: admission.end };
    case 'stop':
      return { error: admission.error };
    default:
      return admission satisfies never;
  }
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
