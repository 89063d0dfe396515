import type { RunSummary } from '#shared/protocol/messages.ts';
import type { Fact, HostRef, Payer, PersonRef } from '#shared/run/events.ts';
import type { RunPhase } from '#shared/run/state.ts';

/**
 * The little that a room must know of its run to refuse what is illegal. It is no fold: it knows no nodes and no graph.
 */
export interface RunHeader {
  readonly runId: string;
  readonly flowId: string;
  readonly startedAt: number;
  readonly startedBy: PersonRef;
  readonly payer: Payer;
  readonly demo: boolean;
  /** The run that this one goes on from or repeats in part; left out = none. */
  readonly parent?: string | undefined;
  /** Of a branch, for the flow's list. */
  readonly branch?: RunSummary['branch'];
  readonly phase: RunPhase;
  readonly sealed: boolean;
  readonly outcome: 'ok' | 'with-failures' | null;
  readonly endedAt: number | null;
  /** Number of the last entry. */
  readonly head: number;
  readonly epoch: number;
  /** null = parked. */
  readonly host: HostRef | null;
  /** The host that was there last: it may come back without waiting for others. */
  readonly lastHost: HostRef | null;
  /**
   * The worker that speaks for the host, once it has spoken. Kept, so that after a restart of the relay no other tab of
   * the same person can be the first to speak under an epoch that stands in the log.
   */
  readonly hostClient: string | null;
  readonly parkedAt: number | null;
  readonly totalMicroUsd: number;
  readonly unknownCalls: number;
  /** How often people have amended the plan. Each amendment raises a node's round by one at most, so none lies above. */
  readonly amendments: number;
  /** Nothing of it is wanted any more, by the flow's owner or for its age; left out = it stays. */
  readonly removal?: 'asked' | 'expired' | undefined;
}

/** The header after one entry. Illegal facts must have been refused before (mayFollow). */
export function advanceHeader(header: RunHeader, fact: Fact, seq: number, at: number): RunHeader {
  return { ...header, head: seq, ...changes(header, fact, at) };
}

function changes(header: RunHeader, fact: Fact, at: number): Partial<RunHeader> {
  switch (fact.type) {
    case 'execution.started':
      return { phase: 'running' };
    case 'execution.paused':
      return { phase: 'paused' };
    case 'execution.resumed':
      return { phase: 'running' };
    case 'execution.cancelled':
      return { phase: 'cancelled', endedAt: at };
    case 'execution.completed':
      return { phase: 'completed', outcome: fact.data.outcome, endedAt: at };
    case 'execution.failed':
      return { phase: 'failed', endedAt: at };
    case 'execution.sealed':
      return { sealed: true };
    case 'execution.host.changed': {
      const { epoch, host } = fact.data;
      return { epoch, host, lastHost: host ?? header.lastHost, hostClient: null, parkedAt: host ? null : at };
    }
    case 'cost.updated':
      return { totalMicroUsd: fact.data.totalMicroUsd, unknownCalls: fact.data.unknownCalls };
    case 'execution.node.amended':
      return { amendments: header.amendments + 1 };
    case 'execution.node.status':
    case 'execution.node.completed':
    case 'execution.node.failed':
    case 'execution.node.progress':
    case 'execution.node.retrying':
    case 'call.accepted':
    case 'call.waiting':
    case 'call.sent':
    case 'call.ended':
    case 'call.resolved':
    case 'approval.requested':
    case 'approval.withdrawn':
    case 'approval.received':
    case 'approval.expired':
    case 'agent.message':
    case 'agent.thinking':
    case 'agent.tool_call':
    case 'state.updated':
    case 'metric.updated':
    case 'file.created':
    case 'file.updated':
    case 'dag.created':
    case 'dag.updated':
    case 'error':
      return {};
    default:
      return fact satisfies never;
  }
}

/** Whether the run's own course is over (it may still wait for calls before it is sealed). */
export function isOver(header: RunHeader): boolean {
  return header.phase === 'cancelled' || header.phase === 'completed' || header.phase === 'failed';
}
