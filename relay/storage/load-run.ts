import type { ApprovalRequested } from '#shared/run/approval.ts';
import { callRequestSchema, type CallRequest, type DeltaChannel } from '#shared/run/call.ts';
import type { LogEntry, RequestRef } from '#shared/run/events.ts';
import type { ApprovalRecord } from '../core/approval-record.ts';
import type { CallRecord } from '../core/call-record.ts';
import type { StoredRun } from '../core/stored-run.ts';

/** The parts of a stored run, as a store reads them. */
export interface StoredParts extends Omit<StoredRun, 'requests' | 'partials' | 'questions'> {
  readonly partials: readonly { callId: string; channel: DeltaChannel; text: string }[];
  entry(seq: number): Promise<LogEntry | null>;
  blobText(hash: string): Promise<string | null>;
}

/** Puts the parts together: requests of calls that still wait, can be asked for or made again are read from the log or their blobs. */
export async function assembleRun(parts: StoredParts): Promise<StoredRun> {
  const { header, calls, clients, files, approvals, blobs, pictures, tickets, linkEnds } = parts;
  const waiting = calls.filter(isLookedAt);
  const requests = await Promise.all(waiting.map((call) => findRequest(call, parts)));
  return {
    ...{ header, calls, clients, files, approvals, blobs, pictures, tickets, linkEnds },
    questions: await openQuestions(approvals ?? [], parts),
    requests: waiting.flatMap(({ callId }, index) => {
      const request = requests[index];
      return request ? [[callId, request] as const] : [];
    }),
    partials: assemblePartials(parts.partials),
  };
}

/** Questions that wait for an answer, read from the log. */
async function openQuestions(
  approvals: readonly ApprovalRecord[],
  parts: StoredParts,
): Promise<readonly ApprovalRequested[]> {
  const open = approvals.filter(({ phase }) => phase === 'open').sort((one, other) => one.seq - other.seq);
  const entries = await Promise.all(open.map(({ seq }) => parts.entry(seq)));
  return entries.flatMap((entry) => (entry?.type === 'approval.requested' ? [entry.data] : []));
}

/** It was never sent, its provider has it under a number, or its method says whether it may be made again. */
function isLookedAt({ phase, ticket, provider }: CallRecord): boolean {
  return phase === 'accepted' || (phase === 'sent' && (ticket !== undefined || provider === 'http'));
}

async function findRequest(call: CallRecord, parts: StoredParts): Promise<CallRequest | null> {
  const entry = await parts.entry(call.acceptedSeq);
  if (entry?.type !== 'call.accepted') return null;
  return readRequest(entry.data.request, parts.blobText);
}

/** null when the bytes are gone or are no request. */
async function readRequest(
  request: RequestRef,
  blobText: StoredParts['blobText'],
): Promise<CallRequest | null> {
  if (request.kind === 'inline') return request.request;
  const text = await blobText(request.hash);
  return text === null ? null : parseRequest(text);
}

export function parseRequest(text: string): CallRequest | null {
  try {
    return callRequestSchema.parse(JSON.parse(text));
  } catch {
    // Not JSON, or not a request: for the caller both mean that there is none.
    return null;
  }
}

function assemblePartials(chunks: StoredParts['partials']): StoredRun['partials'] {
  const callIds = [...new Set(chunks.map(({ callId }) => callId))];
  return callIds.map((callId) => {
    const of = (channel: DeltaChannel) =>
      chunks.filter((chunk) => chunk.callId === callId && chunk.channel === channel);
    const join = (channel: DeltaChannel) =>
      of(channel)
        .map(({ text }) => text)
        .join('');
    return {
      callId,
      text: join('text'),
      reasoning: join('reasoning'),
      chunks: { text: of('text').length, reasoning: of('reasoning').length },
    };
  });
}
