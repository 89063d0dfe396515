import type { CallRequest } from '#shared/run/call.ts';
import type { FactOf, LogEntry } from '#shared/run/events.ts';
import type { Plan } from '#shared/run/plan.ts';
import { questionKey } from '../relay/scripted-model.ts';
import { webKey } from '../relay/sim-web.ts';
import { readAgent } from './read-agent.ts';
import { amend, readIterations } from './read-amended.ts';
import type { RunRecord } from './run-record.ts';

/** Blobs of the run that were seen being stored, by hash. */
export type BlobText = (hash: string) => string | undefined;

/** Takes an entry into the record. It believes what it reads: the laws have looked before. */
export function readEntry(record: RunRecord, entry: LogEntry, json: string, blob: BlobText): void {
  record.json.push(json);
  record.entries.push(entry);
  if (entry.epoch !== undefined) record.hostHasSpoken = true;
  readHeader(record, entry, blob);
  readNode(record, entry);
  readCall(record, entry, blob);
  readAgent(record, entry, blob);
  readApproval(record, entry);
  if (entry.type === 'file.created' || entry.type === 'file.updated') record.files.push(entry.data);
}

function readApproval({ approvals }: RunRecord, entry: LogEntry): void {
  if (entry.type === 'approval.requested') {
    const { approvalId, nodeId, round, ordinal, kind, form, options, deadline, answerers } = entry.data;
    const deadlineAt = deadline === null ? null : entry.at + deadline.afterMs;
    const isForLinks = answerers === 'links';
    const reading = { approvalId, nodeId, round, ordinal, kind, form, options, deadlineAt, isForLinks };
    approvals.set(approvalId, { ...reading, isOver: false, isAnswered: false, answer: null });
  }
  if (
    entry.type === 'approval.received' ||
    entry.type === 'approval.expired' ||
    entry.type === 'approval.withdrawn'
  ) {
    const known = approvals.get(entry.data.approvalId);
    if (known === undefined) return;
    known.isOver = true;
    if (entry.type === 'approval.received') known.answer = entry.data;
    known.isAnswered ||= entry.type !== 'approval.withdrawn';
  }
  const nodeId = 'nodeId' in entry.data ? entry.data.nodeId : undefined;
  const isOver =
    entry.type === 'execution.node.completed' ||
    entry.type === 'execution.node.failed' ||
    entry.type === 'execution.node.amended' ||
    (entry.type === 'execution.node.status' && entry.data.status === 'skipped');
  for (const known of approvals.values()) if (isOver && known.nodeId === nodeId) known.isOver = true;
}

function readHeader(record: RunRecord, entry: LogEntry, blob: BlobText): void {
  const { header, costs } = record;
  switch (entry.type) {
    case 'execution.started':
      header.phase = 'running';
      record.plan = planOf(entry, blob);
      for (const { id } of record.plan?.nodes ?? []) record.nodes.set(id, { phase: 'pending', round: 0 });
      return;
    case 'execution.paused':
      header.phase = 'paused';
      return;
    case 'execution.resumed':
      header.phase = 'running';
      return;
    case 'execution.cancelled':
      header.phase = 'cancelled';
      return;
    case 'execution.completed':
      header.phase = 'completed';
      header.outcome = entry.data.outcome;
      return;
    case 'execution.failed':
      header.phase = 'failed';
      return;
    case 'execution.sealed':
      header.sealed = true;
      return;
    case 'execution.host.changed':
      record.hostHasSpoken = false;
      header.epoch = entry.data.epoch;
      header.hostId = entry.data.host?.hostId ?? null;
      header.hostPerson = entry.data.host?.personId ?? null;
      return;
    case 'cost.updated':
      costs.total += entry.data.costMicroUsd ?? 0;
      costs.unknown += entry.data.costMicroUsd === null ? 1 : 0;
      return;
    default:
  }
}

function planOf(entry: FactOf<'execution.started'>, blob: BlobText): Plan | null {
  const { plan } = entry.data;
  if (plan.kind === 'inline') return plan.plan;
  const text = blob(plan.hash);
  return text === undefined ? null : (JSON.parse(text) as Plan);
}

function readNode(record: RunRecord, entry: LogEntry): void {
  const { nodes } = record;
  if (entry.type === 'execution.node.amended') return amend(record, entry);
  if (entry.type === 'dag.updated') return readIterations(record, entry);
  if (!('nodeId' in entry.data) || !('round' in entry.data)) return;
  const node = nodes.get(entry.data.nodeId ?? '');
  if (entry.type === 'execution.node.status' && entry.data.status === 'running')
    record.starts.add(`${entry.data.nodeId}/${entry.data.round}`);
  if (entry.type === 'execution.node.completed' || entry.type === 'execution.node.failed')
    record.ends.add(`${entry.data.nodeId}/${entry.data.round}`);
  if (entry.type === 'execution.node.completed' && entry.data.output.kind === 'inline')
    record.outputs.set(`${entry.data.nodeId}/${entry.data.round}`, entry.data.output.output);
  if (node === undefined || node.round !== entry.data.round) return;
  const isOpen = node.phase === 'pending' || node.phase === 'running';
  if (entry.type === 'execution.node.status' && isOpen) {
    node.phase = entry.data.status;
    node.isStopped = entry.data.reason?.code === 'iteration-stopped';
  }
  if (entry.type === 'execution.node.completed' && isOpen) node.phase = 'completed';
  if (entry.type === 'execution.node.failed' && isOpen) node.phase = 'failed';
}

function readCall({ calls }: RunRecord, entry: LogEntry, blob: BlobText): void {
  if (entry.type === 'call.accepted') {
    const { callId, nodeId, round, ordinal, provider, requestHash, request } = entry.data;
    const text = request.kind === 'inline' ? null : blob(request.hash);
    const asked =
      request.kind === 'inline' ? request.request : text ? (JSON.parse(text) as CallRequest) : null;
    calls.set(callId, {
      ...{ callId, nodeId, round, ordinal, try: entry.data.try, provider, requestHash },
      question: asked?.kind === 'text' ? questionKey(asked) : asked?.kind === 'http' ? webKey(asked) : null,
      method: asked?.kind === 'http' ? asked.method : null,
      asked: asked?.kind === 'text' ? asked : null,
      acceptedAt: entry.at,
      ...{ phase: 'accepted', endedAt: 0, end: null, retry: null, resolution: null },
    });
    return;
  }
  const call = 'callId' in entry.data ? calls.get(entry.data.callId ?? '') : undefined;
  if (call === undefined) return;
  if (entry.type === 'call.sent') call.phase = 'sent';
  if (entry.type === 'call.resolved') call.resolution = entry.data.resolution;
  if (entry.type !== 'call.ended') return;
  call.phase = 'ended';
  call.endedAt = entry.at;
  call.end = entry.data.end;
  call.retry = entry.data.end.retry;
}
