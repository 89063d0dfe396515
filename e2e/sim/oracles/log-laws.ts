import type { LogEntry } from '#shared/run/events.ts';
import type { RunHeader } from '../../../relay/core/run-header.ts';
import type { Witness } from './law-broken.ts';
import type { RunRecord } from './run-record.ts';

const ENDS = ['call.ended', 'cost.updated', 'execution.sealed'];
const OVER = ['cancelled', 'completed', 'failed'];

/** docs/spec/run-states.md, "The run", by hand: what may not follow in each phase. */
const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  running: ['execution.started', 'execution.resumed', 'execution.sealed'],
  paused: ['execution.started', 'execution.paused', 'execution.completed', 'execution.sealed'],
};

const HOST_FACTS = [
  'dag.created',
  'dag.updated',
  'execution.node.status',
  'execution.node.progress',
  'execution.node.retrying',
  'execution.node.completed',
  'execution.node.failed',
  'execution.completed',
  'execution.failed',
  'error',
  'approval.requested',
  'approval.withdrawn',
  'agent.message',
  'agent.thinking',
  'agent.tool_call',
  'state.updated',
  'metric.updated',
];

/** What each fact of a person asks for, and who may do that: docs/spec/roles.md by hand. */
const NEEDS_EDITOR = [
  'execution.started',
  'execution.paused',
  'execution.resumed',
  'execution.cancelled',
  'execution.node.amended',
  'call.accepted',
  'call.resolved',
  'file.created',
  'file.updated',
  ...HOST_FACTS,
];
const MAY_EDIT = ['owner', 'editor'];
const MAY_ANSWER = [...MAY_EDIT, 'run-answerer'];

export type RolesOf = (personId: string) => readonly string[];

/** The room's own, which only the host may ask for. */
const ASKED_BY_HOST: readonly LogEntry['type'][] = ['call.accepted', 'file.created', 'file.updated'];

/** The log as a whole: contiguous numbers, phases, epochs, and who wrote what. Called before the record takes it in. */
export function checkEntry(witness: Witness, record: RunRecord, entry: LogEntry, rolesOf: RolesOf): void {
  const { header, entries } = record;
  const what = `${entry.type} #${entry.seq}`;
  if (entry.seq !== entries.length + 1) witness.broken('RL2', `${what} after #${entries.length}`);
  if (entry.runId !== record.runId) witness.broken('AU1', `${what} belongs to another run`);
  checkPhase(witness, record, entry, what);
  checkRights(witness, record, entry, rolesOf);
  if (NEEDS_EDITOR.includes(entry.type) && entry.by === null && entry.type !== 'execution.paused')
    witness.broken('AU1', `${what} by nobody`);
  const isByHost = HOST_FACTS.includes(entry.type) || ASKED_BY_HOST.includes(entry.type);
  if (isByHost && (header.hostId === null || entry.epoch !== header.epoch || entry.by !== header.hostPerson))
    witness.broken(
      'RM2',
      `${what} under epoch ${entry.epoch}, the lease is ${header.epoch} of ${header.hostId}`,
    );
  if (entry.type === 'execution.host.changed') checkEpoch(witness, record, entry, what);
  checkMoney(witness, record, entry, what);
  const open = [...record.calls.values()].filter(({ phase: at }) => at !== 'ended');
  if (entry.type === 'execution.sealed' && open.length > 0)
    witness.broken('RK5', `${what} while ${open.length} calls are open`);
}

function checkRights(witness: Witness, record: RunRecord, entry: LogEntry, rolesOf: RolesOf): void {
  const { by, type, seq } = entry;
  if (by === null || (!NEEDS_EDITOR.includes(type) && type !== 'approval.received')) return;
  const isAnswer = type === 'approval.received' || followsAnswer(record, entry);
  const isForLinks = isAnswer && entry.type === 'approval.received' && mayLinksAnswer(record, entry.data);
  const may = isForLinks || (isAnswer && type !== 'approval.received') ? MAY_ANSWER : MAY_EDIT;
  if (!rolesOf(by).some((role) => may.includes(role)))
    witness.broken('AU1', `${type} #${seq} by ${by}, who may not do that`);
}

const mayLinksAnswer = ({ approvals }: RunRecord, { approvalId }: { readonly approvalId: string }): boolean =>
  approvals.get(approvalId)?.isForLinks ?? false;

/** What an answer does to the run is written with it [AP5]. */
function followsAnswer({ entries }: RunRecord, { type, by, at }: LogEntry): boolean {
  if (type !== 'execution.node.amended' && type !== 'execution.cancelled') return false;
  const last = entries.findLast((entry) => entry.type !== 'execution.node.amended');
  return last?.type === 'approval.received' && last.by === by && last.at === at;
}

/** Every end that did not cost exactly nothing is followed by what it cost. */
function checkMoney(witness: Witness, { entries }: RunRecord, entry: LogEntry, what: string): void {
  const last = entries.at(-1);
  if (last?.type !== 'call.ended' || last.data.end.costMicroUsd === 0) return;
  if (entry.type !== 'cost.updated' || entry.data.callId !== last.data.callId)
    witness.broken('RK6', `${what} where the cost of a call should stand`);
}

function checkPhase(witness: Witness, { header }: RunRecord, entry: LogEntry, what: string): void {
  const { phase, sealed } = header;
  const isLegal = sealed
    ? false
    : phase === 'empty'
      ? entry.type === 'execution.started'
      : OVER.includes(phase)
        ? ENDS.includes(entry.type)
        : !FORBIDDEN[phase]?.includes(entry.type);
  if (!isLegal)
    witness.broken(phase === 'paused' ? 'SC3' : 'RK5', `${what} while ${sealed ? 'sealed' : phase}`);
}

function checkEpoch(
  witness: Witness,
  { header }: RunRecord,
  entry: Extract<LogEntry, { type: 'execution.host.changed' }>,
  what: string,
): void {
  const { epoch, host } = entry.data;
  const expected = host === null ? header.epoch : header.epoch + 1;
  if (epoch !== expected) witness.broken('RM2', `${what} says epoch ${epoch} after ${header.epoch}`);
}

/** The header that the room decides by must say what its log says. */
export function checkHeader(witness: Witness, record: RunRecord, header: RunHeader): void {
  const { header: read, costs, entries } = record;
  // While storage fails the room is ahead of what it could write down.
  if (header.head !== entries.length) return;
  const said = [header.phase, header.sealed, header.outcome, header.epoch, header.host?.hostId ?? null];
  const seen = [read.phase, read.sealed, read.outcome, read.epoch, read.hostId];
  const money = [header.totalMicroUsd, header.unknownCalls];
  if (String(said) !== String(seen) || String(money) !== String([costs.total, costs.unknown]))
    witness.broken(
      'RM2',
      `the header says ${said} ${money}, the log ${seen} ${costs.total},${costs.unknown}`,
    );
}
