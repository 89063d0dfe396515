import { hashJson } from '#shared/hash.ts';
import type { JsonObject } from '#shared/json.ts';
import type { CommandBody } from '#shared/protocol/messages.ts';
import type { CallEnd, CallRequest } from '#shared/run/call.ts';
import { weftError, type ErrorCode } from '#shared/run/errors.ts';
import type { Fact, HostRef, LogEntry } from '#shared/run/events.ts';
import type { Plan } from '#shared/run/plan.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { openApprovals } from '#shared/run/select-approval.ts';
import { findWriting } from '#shared/run/select-file.ts';
import { emptyRun, type RunState } from '#shared/run/state.ts';
import type { Clock, CommandAck, RunBlobs, RunConnection, RunConnectionEvents } from '../ports.ts';
import { answer, type FakeProvider, type ProviderAnswer } from './fake-provider.ts';
import { createMemoryBlobs } from './memory-blobs.ts';

/** The double of a run's room: numbers like the relay's. */

export interface RoomOptions {
  readonly clock: Clock;
  readonly plan: Plan;
  readonly runId?: string;
  readonly provider?: FakeProvider;
  /** Milliseconds from tab to relay, and as many back. */
  readonly linkMs?: number;
  /** What was stored before this room woke up; its open calls go on. Empty = a new run. */
  readonly log?: readonly LogEntry[];
}

/** A run room as far as a host can tell: numbers, epochs, a call journal, acknowledgements after storing. */
export interface TestRoom {
  readonly runId: string;
  readonly log: readonly LogEntry[];
  /** Every request that reached the provider, with its call. */
  readonly requests: readonly { readonly callId: string; readonly request: CallRequest }[];
  readonly blobs: RunBlobs;
  readonly state: () => RunState;
  /** Gives the lease to a host: epoch + 1. */
  readonly grant: (hostId: string) => number;
  readonly command: (command: CommandBody) => CommandAck;
  readonly connect: (events: Pick<RunConnectionEvents, 'entries'>, after: number) => RunConnection;
  /** Called with every entry once it is stored, before anyone is told. */
  onStored: (entry: LogEntry) => void;
}

const ok: CommandAck = { clientId: 'double', n: 1, ok: true };
const nack = (code: ErrorCode): CommandAck => ({
  ...ok,
  ok: false,
  error: weftError(code, code, { retryable: code === 'run-paused' }),
});

/** What may still be recorded while a run is paused. */
const RESULTS: ReadonlySet<string> = new Set([
  'execution.node.completed',
  'execution.node.failed',
  'metric.updated',
  'approval.requested',
  'approval.withdrawn',
  'agent.message',
  'agent.thinking',
  'agent.tool_call',
  'state.updated',
]);

export function createTestRoom(options: RoomOptions): TestRoom {
  const { clock, plan, linkMs = 0 } = options;
  const runId = options.runId ?? 'run-1';
  const blobs = createMemoryBlobs();
  const log: LogEntry[] = [];
  const requests: { callId: string; request: CallRequest }[] = [];
  const started = new Map<string, string>();
  const ended = new Set<string>();
  const readers = new Set<(entries: readonly LogEntry[]) => void>();
  let state = emptyRun(runId);
  let epoch = 0;
  /** The answer to the last append when it was refused: what follows it builds on facts that do not exist. */
  let appendRefusal: CommandAck | null = null;

  const room: TestRoom = {
    runId,
    log,
    requests,
    blobs,
    state: () => state,
    onStored: () => undefined,
    grant,
    command,
    connect,
  };

  function store(facts: readonly Fact[], by: number | null): void {
    const entries = facts.map((fact, index): LogEntry => {
      const common = { runId, seq: log.length + 1 + index, at: clock.now(), by: null };
      return by === null ? { ...fact, ...common } : { ...fact, ...common, epoch: by };
    });
    log.push(...entries);
    state = foldEntries(state, entries);
    for (const entry of entries) room.onStored(entry);
    for (const reader of readers) reader(entries);
  }

  function grant(hostId: string): number {
    epoch += 1;
    const host: HostRef = { hostId, personId: 'person', name: 'Ada' };
    store([{ type: 'execution.host.changed', data: { epoch, host, reason: 'claimed' } }], null);
    return epoch;
  }

  function refusalCode(commandEpoch: number): ErrorCode | null {
    if (commandEpoch !== epoch) return 'stale-epoch';
    if (state.phase === 'paused') return 'run-paused';
    return state.phase === 'running' ? null : 'run-sealed';
  }

  function command(body: CommandBody): CommandAck {
    switch (body.type) {
      case 'host.append': {
        const { afresh, facts } = body.data;
        const code = refusalCode(body.data.epoch);
        const isResult = facts.every(({ type }) => RESULTS.has(type));
        if (code && !(code === 'run-paused' && isResult)) return (appendRefusal = nack(code));
        if (appendRefusal !== null && !afresh) return appendRefusal;
        appendRefusal = null;
        store(body.data.facts, epoch);
        if (state.phase === 'completed') store([{ type: 'execution.sealed', data: {} }], null);
        return { ...ok, seq: log.length };
      }
      case 'call.start':
        return startCall(body);
      case 'call.abort':
        endCall(body.data.callId, { outcome: 'aborted', retry: 'never' }, 0);
        return ok;
      case 'file.put':
        return putFile(body);
      case 'execution.pause':
        store([{ type: 'execution.paused', data: {} }], null);
        return ok;
      case 'execution.resume':
        store([{ type: 'execution.resumed', data: {} }], null);
        return ok;
      case 'execution.cancel':
        store([{ type: 'execution.cancelled', data: {} }], null);
        return ok;
      case 'execution.node.retry':
      case 'execution.node.skip':
        return amend(body);
      case 'call.resolveUnknown': {
        const { callId, resolution } = body.data;
        const nodeId = started.get(callId) ?? '';
        store([{ type: 'call.resolved', data: { callId, nodeId, resolution } }], null);
        return ok;
      }
      case 'approval.resolve': {
        const { name, values, text, ...answer } = body.data;
        const nodeId = askedNode(answer.approvalId);
        if (nodeId === null) return nack('approval-closed');
        const answeredBy = { personId: 'person', name };
        const more = {
          ...(values === undefined ? {} : { values: values as JsonObject }),
          ...(text === undefined ? {} : { text: { kind: 'inline', text } as const }),
        };
        store([{ type: 'approval.received', data: { ...answer, ...more, nodeId, answeredBy } }], null);
        return ok;
      }
      case 'host.claim':
      case 'host.renew':
      case 'host.release':
        return ok;
      default:
        return body satisfies never;
    }
  }

  /** The node that asks this, while the question is open; null when it is not. */
  function askedNode(approvalId: string): string | null {
    const asks = openApprovals(state).find(({ approval }) => approval.approvalId === approvalId);
    return asks?.nodeId ?? null;
  }

  function amend(body: CommandBody & { type: 'execution.node.retry' | 'execution.node.skip' }): CommandAck {
    const { nodeId } = body.data;
    const index = state.plan?.indexOf.get(nodeId) ?? -1;
    const round = (state.nodes.chunks[Math.floor(index / 128)]?.[index % 128]?.round ?? 0) + 1;
    const data =
      body.type === 'execution.node.retry'
        ? { ...body.data, action: 'retry' as const, round }
        : { nodeId, action: 'skip' as const, round };
    store([{ type: 'execution.node.amended', data }], null);
    return ok;
  }

  function startCall(body: CommandBody & { type: 'call.start' }): CommandAck {
    const code = refusalCode(body.data.epoch);
    if (code) return nack(code);
    const { callId, nodeId, round, ordinal } = body.data;
    if (started.has(callId)) return ok;
    started.set(callId, nodeId);
    const given = body.data.request;
    void requestOf(given).then((request) => {
      const requestHash = hashJson(request);
      const { provider, model } = request;
      store(
        [
          {
            type: 'call.accepted',
            data: {
              callId,
              nodeId,
              round,
              ordinal,
              try: body.data.try,
              requestHash,
              provider,
              model,
              task: request.purpose.task,
              request: { kind: 'inline', request },
            },
          },
          { type: 'call.sent', data: { callId, nodeId } },
        ],
        null,
      );
      callProvider(callId, request, true);
    });
    return ok;
  }

  /** Writes each file once; two nodes with one name are none of its business. */
  function putFile({ data }: CommandBody & { type: 'file.put' }): CommandAck {
    const code = refusalCode(data.epoch);
    if (code) return nack(code);
    if (findWriting(state, data.effectId) !== null) return ok;
    if (!blobs.has(data.blob)) return nack('blob-missing');
    const { epoch: _epoch, ...rest } = data;
    const written = { ...rest, bytes: 1 };
    const file = state.files.find(({ nodeId, name }) => nodeId === data.nodeId && name === data.name);
    const fact: Fact =
      file === undefined
        ? { type: 'file.created', data: { ...written, fileId: data.effectId } }
        : { type: 'file.updated', data: { ...written, fileId: file.fileId, version: file.version + 1 } };
    store([fact], null);
    return ok;
  }

  function callProvider(callId: string, request: CallRequest, isNew: boolean): void {
    if (isNew) requests.push({ callId, request });
    const reply = (options.provider ?? (() => answer('answer')))(request, callId);
    clock.after(reply.durationMs, () => endCall(callId, reply.end, reply.durationMs));
  }

  /** What was accepted and not sent is sent; what was sent goes on. */
  function wake(before: readonly LogEntry[]): void {
    log.push(...before);
    state = foldEntries(state, before);
    epoch = state.epoch;
    const sent = new Set(before.flatMap((entry) => (entry.type === 'call.sent' ? [entry.data.callId] : [])));
    for (const entry of before) if (entry.type === 'call.ended') ended.add(entry.data.callId);
    for (const entry of before) {
      if (entry.type !== 'call.accepted' || entry.data.request.kind !== 'inline') continue;
      const { callId, nodeId, request } = entry.data;
      started.set(callId, nodeId);
      if (ended.has(callId)) continue;
      if (!sent.has(callId)) store([{ type: 'call.sent', data: { callId, nodeId } }], null);
      callProvider(callId, request.request, !sent.has(callId));
    }
  }

  async function requestOf(given: CallRequest | { blob: string }): Promise<CallRequest> {
    if (!('blob' in given)) return given;
    return JSON.parse(new TextDecoder().decode(await blobs.get(given.blob))) as CallRequest;
  }

  function endCall(callId: string, end: ProviderAnswer['end'], durationMs: number): void {
    const nodeId = started.get(callId);
    if (nodeId === undefined || ended.has(callId) || state.sealed) return;
    ended.add(callId);
    const full: CallEnd = { costMicroUsd: 0, ...end, durationMs };
    store([{ type: 'call.ended', data: { callId, nodeId, end: full } }], null);
  }

  function connect(events: Pick<RunConnectionEvents, 'entries'>, after: number): RunConnection {
    let open = true;
    const deliver = (entries: readonly LogEntry[]) =>
      travel(() => {
        if (open) events.entries(entries);
      });
    readers.add(deliver);
    const missed = log.slice(after);
    if (missed.length > 0) deliver(missed);
    return {
      send: (body) =>
        new Promise((resolve) => {
          travel(() => {
            if (!open) return;
            const ack = command(body);
            travel(() => {
              if (open) resolve(ack);
            });
          });
        }),
      wake: () => undefined,
      close() {
        open = false;
        readers.delete(deliver);
      },
    };
  }

  function travel(callback: () => void): void {
    if (linkMs === 0) clock.soon(callback);
    else clock.after(linkMs, callback);
  }

  const startedBy = { personId: 'person', name: 'Ada' };
  const payer = { kind: 'demo' } as const;
  if (options.log !== undefined && options.log.length > 0) wake(options.log);
  else
    store([{ type: 'execution.started', data: { plan: { kind: 'inline', plan }, startedBy, payer } }], null);
  return room;
}
