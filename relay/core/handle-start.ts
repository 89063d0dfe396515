import type { StartRun } from '#shared/protocol/messages.ts';
import { canonicalJson } from '#shared/json.ts';
import type { Payer, RoomFact } from '#shared/run/events.ts';
import type { PlanRef } from '#shared/run/plan.ts';
import { appendOwn } from './append-facts.ts';
import type { Grant } from './grant.ts';
import { keepBlob } from './handle-call-progress.ts';
import { takeLease } from './lease.ts';
import type { RoomState, Turn } from './room-state.ts';
import type { RunHeader } from './run-header.ts';
import { utf8Length } from './utf8-length.ts';

/** Starts the run of this room. The same start again changes nothing: run ids are made from its request's id. */
export function startRun(state: RoomState, turn: Turn, runId: string, start: StartRun, grant: Grant): void {
  if (state.header !== null) return;
  const startedBy = { personId: grant.personId, name: start.name };
  const { plan, host } = start;
  const payer = payerOf(start);
  // A branch says itself where it comes from: the plan is what everybody reads.
  const parent = plan.branch?.parent ?? start.parent;
  const origin = parent === undefined ? {} : { parent };
  const facts = { startedBy, payer, demo: plan.demo, ...origin, ...branchOf(plan) };
  state.header = newHeader(runId, grant.flowId, turn.now, facts);
  const planRef = keepPlan(state, turn, start);
  const entries: RoomFact[] = [
    { type: 'execution.started', data: { plan: planRef, startedBy, payer, ...origin } },
    {
      type: 'execution.host.changed',
      data: host
        ? { epoch: 1, host: { ...startedBy, hostId: host.hostId }, reason: 'started' }
        : { epoch: 0, host: null, reason: 'started' },
    },
  ];
  appendOwn(state, turn, entries, { by: grant.personId });
  if (!host) return;
  const newHost = { host: { ...startedBy, hostId: host.hostId }, clientId: null, connectionId: null };
  state.lease = takeLease(1, { ...newHost, visible: host.visible }, turn.now, state.config.limits);
}

/** The name of the step goes along: the list of runs has no plans. */
function branchOf({ branch, nodes }: StartRun['plan']): Pick<RunHeader, 'branch'> {
  if (branch === undefined) return {};
  const { nodeId, changes } = branch;
  const label = nodes.find(({ id }) => id === nodeId)?.label ?? nodeId;
  return { branch: { nodeId, label, changes: [...changes] } };
}

/** The demo pays for itself, whatever else was wished. */
function payerOf({ plan, payer }: StartRun): Payer {
  if (plan.demo) return { kind: 'demo' };
  return payer === undefined ? { kind: 'environment' } : { kind: 'ring', ...payer };
}

function newHeader(
  runId: string,
  flowId: string,
  now: number,
  facts: Pick<RunHeader, 'startedBy' | 'payer' | 'demo' | 'parent' | 'branch'>,
): RunHeader {
  return {
    runId,
    flowId,
    startedAt: now,
    ...facts,
    phase: 'empty',
    sealed: false,
    outcome: null,
    endedAt: null,
    head: 0,
    epoch: 0,
    host: null,
    lastHost: null,
    hostClient: null,
    parkedAt: null,
    totalMicroUsd: 0,
    unknownCalls: 0,
    amendments: 0,
  };
}

function keepPlan(state: RoomState, turn: Turn, { plan }: StartRun): PlanRef {
  const json = canonicalJson(plan);
  const bytes = utf8Length(json);
  if (bytes <= state.config.limits.inlineOutputBytes) return { kind: 'inline', plan };
  return { kind: 'blob', hash: keepBlob(state, turn, json, bytes), bytes };
}
