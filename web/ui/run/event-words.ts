import type { FactData, LogEntry } from '#shared/run/events.ts';
import { agentWords } from './agent-event-words.ts';
import { OUTCOME_DONE } from '../../state/run/outcome-done.ts';
import type { NodeDisplayStatus } from '../status/node-status.ts';
import { duration, money, plural } from './format.ts';
import { metricWords } from './metric-words.ts';
import { capital, whoWords } from './who-words.ts';

/** Sections of the filter. */
export const EVENT_KINDS = ['run', 'step', 'call', 'cost', 'trouble'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export interface EventWords {
  readonly kind: EventKind;
  /** A sentence that names the node, not its id. */
  readonly words: string;
  /** Icon and colour. */
  readonly status: NodeDisplayStatus;
}

type NameOf = (nodeId: string) => string;

/** An entry of the log in plain words. `nameOf` gives a node's name in the run; `ownId` = who sits here. */
export function eventWords(entry: LogEntry, nameOf: NameOf, ownId: string | null): EventWords {
  switch (entry.type) {
    case 'execution.started':
    case 'execution.paused':
    case 'execution.resumed':
    case 'execution.cancelled':
    case 'execution.sealed':
    case 'execution.host.changed':
    case 'execution.completed':
    case 'execution.failed':
    case 'dag.created':
      return runWords(entry, ownId);
    case 'dag.updated': {
      const { template, count } = entry.data;
      return words(
        'step',
        'queued',
        `${nameOf(template)} repeats its steps: ${plural(count, 'time')} so far`,
      );
    }
    case 'execution.node.status':
    case 'execution.node.progress':
    case 'execution.node.retrying':
    case 'execution.node.completed':
    case 'execution.node.failed':
    case 'execution.node.amended':
      return stepWords(entry, nameOf(entry.data.nodeId), isOwnAct(entry, ownId));
    case 'call.accepted':
    case 'call.waiting':
    case 'call.sent':
    case 'call.ended':
    case 'call.resolved':
      return callWords(entry, nameOf(entry.data.nodeId));
    case 'approval.requested':
    case 'approval.withdrawn':
    case 'approval.received':
    case 'approval.expired':
      return approvalWords(entry, nameOf(entry.data.nodeId), ownId);
    case 'file.created':
      return words('step', 'done', `${nameOf(entry.data.nodeId)} wrote the file “${entry.data.name}”`);
    case 'file.updated':
      return words('step', 'done', `${nameOf(entry.data.nodeId)} wrote the file “${entry.data.name}” again`);
    case 'agent.message':
    case 'agent.thinking':
    case 'agent.tool_call':
    case 'state.updated': {
      const [said, status] = agentWords(entry, nameOf(entry.data.nodeId));
      return words('step', status, said);
    }
    case 'metric.updated':
      return measureWords(entry.data, nameOf);
    case 'cost.updated':
      return costWords(entry, nameOf(entry.data.nodeId));
    case 'error':
      return words('trouble', 'failed', nodePrefix(entry.data.nodeId, nameOf) + entry.data.error.message);
    default:
      return entry satisfies never;
  }
}

type EntryOf<T extends LogEntry['type']> = Extract<LogEntry, { readonly type: T }>;
type RunEntry = EntryOf<
  | `execution.${'started' | 'paused' | 'resumed' | 'cancelled' | 'sealed' | 'completed' | 'failed'}`
  | 'execution.host.changed'
  | 'dag.created'
>;
type StepEntry =
  EntryOf<`execution.node.${'status' | 'progress' | 'retrying' | 'completed' | 'failed' | 'amended'}`>;
type CallEntry = EntryOf<`call.${'accepted' | 'waiting' | 'sent' | 'ended' | 'resolved'}`>;

function words(kind: EventKind, status: NodeDisplayStatus, text: string): EventWords {
  return { kind, status, words: text };
}

function isOwnAct({ by }: LogEntry, ownId: string | null): boolean {
  return ownId !== null && by === ownId;
}

function nodePrefix(nodeId: string | undefined, nameOf: NameOf): string {
  return nodeId === undefined ? '' : `${nameOf(nodeId)}: `;
}

function runWords(entry: RunEntry, ownId: string | null): EventWords {
  const isOwn = isOwnAct(entry, ownId);
  switch (entry.type) {
    case 'execution.started': {
      const paid = entry.data.payer.kind === 'demo' ? ', on the demo' : '';
      return words(
        'run',
        'running',
        `${capital(whoWords(entry.data.startedBy, ownId))} started the run${paid}`,
      );
    }
    case 'execution.paused': {
      const reason = entry.data.reason ? `: ${entry.data.reason.message}` : '';
      return words('run', 'paused', `${isOwn ? 'You paused the run' : 'Run paused'}${reason}`);
    }
    case 'execution.resumed':
      return words('run', 'running', isOwn ? 'You resumed the run' : 'Run resumed');
    case 'execution.cancelled':
      return words('run', 'stopped', isOwn ? 'You stopped the run' : 'Run stopped by a person');
    case 'execution.sealed':
      return words('run', 'done', 'Run closed; nothing follows');
    case 'execution.host.changed':
      return hostWords(entry.data, ownId);
    case 'execution.completed':
      return entry.data.outcome === 'ok'
        ? words('run', 'done', 'Run finished')
        : words('trouble', 'failed', 'Run finished with failures');
    case 'execution.failed':
      return words('trouble', 'failed', `Run failed: ${entry.data.error.message}`);
    case 'dag.created':
      return words(
        'run',
        'queued',
        `Plan made: ${plural(entry.data.nodes, 'step')}, ${plural(entry.data.edges, 'thread')}`,
      );
    default:
      return entry satisfies never;
  }
}

function hostWords(
  { host, reason }: EntryOf<'execution.host.changed'>['data'],
  ownId: string | null,
): EventWords {
  if (host === null)
    return words(
      'run',
      'paused',
      reason === 'expired' ? 'The tab that drove the run is gone' : 'Nobody drives the run',
    );
  const name = ownId !== null && host.personId === ownId ? 'Your tab' : host.name || 'A tab';
  return words(
    'run',
    'running',
    reason === 'claimed' ? `${name} took the run over` : `${name} drives the run`,
  );
}

const SOURCES = {
  call: 'done',
  local: 'done',
  cache: 'taken from the cache',
  manual: 'put in by hand',
  passed: 'disabled, input passed on',
  parent: 'taken from the run it goes on from',
} as const;

function stepWords(entry: StepEntry, name: string, isOwn: boolean): EventWords {
  switch (entry.type) {
    case 'execution.node.status':
      if (entry.data.status === 'running') return words('step', 'running', `${name} started`);
      return words(
        'step',
        'skipped',
        `${name} skipped${entry.data.reason ? `: ${entry.data.reason.message}` : ''}`,
      );
    case 'execution.node.progress': {
      const { value, max, message } = entry.data;
      return words('step', 'running', `${name}: ${message ?? `${Math.round((100 * value) / max)} %`}`);
    }
    case 'execution.node.retrying':
      return words(
        'trouble',
        'retrying',
        `${name} tries again (try ${entry.data.try}): ${entry.data.error.message}`,
      );
    case 'execution.node.completed': {
      const { source, savedMicroUsd = 0 } = entry.data;
      const saved = savedMicroUsd > 0 ? `, saved ${money(savedMicroUsd)}` : '';
      return words(
        'step',
        source === 'cache' || source === 'parent' ? 'cached' : 'done',
        `${name} ${SOURCES[source]}${saved}`,
      );
    }
    case 'execution.node.failed':
      return words('trouble', 'failed', `${name} failed: ${entry.data.error.message}`);
    case 'execution.node.amended':
      return entry.data.action === 'skip'
        ? words('step', 'skipped', `${isOwn ? 'You' : 'A person'} skipped ${name}`)
        : words(
            'step',
            'queued',
            `${isOwn ? 'You run' : 'A person runs'} ${name} again${amendment(entry.data)}`,
          );
    default:
      return entry satisfies never;
  }
}

function amendment({ model, guidance }: EntryOf<'execution.node.amended'>['data']): string {
  if (model) return ` with ${model.model}`;
  return guidance === undefined ? '' : ' with guidance';
}

function callWords(entry: CallEntry, name: string): EventWords {
  switch (entry.type) {
    case 'call.accepted': {
      const again = entry.data.try > 1 ? `, try ${entry.data.try}` : '';
      const { model, provider } = entry.data;
      const whom = provider === 'demo' ? 'the demo' : `${model} of ${provider}`;
      return words('call', 'queued', `${name} asks ${whom}${again}`);
    }
    case 'call.waiting':
      return words('call', 'queued', `${name}: ${entry.data.message}`);
    case 'call.sent':
      return words('call', 'running', `${name}: sent to the provider`);
    case 'call.ended':
      return endWords(entry, name);
    case 'call.resolved':
      return words('call', 'unbilled', `${name}: ${RESOLVED[entry.data.resolution]}`);
    default:
      return entry satisfies never;
  }
}

const RESOLVED = {
  retry: 'a person has the call made again',
  'give-up': 'a person gave the call up',
  'count-as-billed': 'a person counts the call as billed',
} as const;

function endWords({ data: { end } }: EntryOf<'call.ended'>, name: string): EventWords {
  const took = duration(end.durationMs);
  switch (end.outcome) {
    case 'ok': {
      const tokens = end.usage ? `, ${plural(end.usage.outputTokens, 'token')}` : '';
      return words('call', 'done', `${name}: the provider answered in ${took}${tokens}`);
    }
    case 'error':
      return words('trouble', 'failed', `${name}: ${end.error?.message ?? 'the call failed'}`);
    case 'aborted':
      return words('call', 'stopped', `${name}: the call was stopped after ${took}`);
    case 'unknown':
      return words(
        'trouble',
        'unbilled',
        `${name}: ${end.error?.message ?? 'not clear if the call was billed'}`,
      );
    default:
      return end.outcome satisfies never;
  }
}

type ApprovalEntry = EntryOf<`approval.${'requested' | 'withdrawn' | 'received' | 'expired'}`>;

function approvalWords(entry: ApprovalEntry, name: string, ownId: string | null): EventWords {
  switch (entry.type) {
    case 'approval.requested':
      return words('step', 'waiting', `${name} waits for a person: ${entry.data.title}`);
    case 'approval.withdrawn':
      return words('step', 'queued', `${name} no longer asks`);
    case 'approval.received': {
      const { answeredBy, outcome, feedback } = entry.data;
      const said = feedback === undefined ? '' : `: “${feedback}”`;
      return words('step', 'done', `${name}: ${whoWords(answeredBy, ownId)} ${OUTCOME_DONE[outcome]}${said}`);
    }
    case 'approval.expired':
      return words(
        'trouble',
        'waiting',
        `${name}: nobody answered in time, so “${entry.data.outcome}” counts`,
      );
    default:
      return entry satisfies never;
  }
}

function costWords({ data }: EntryOf<'cost.updated'>, name: string): EventWords {
  const total = money(data.totalMicroUsd, { unknownCalls: data.unknownCalls });
  const cost = data.costMicroUsd === null ? 'price unknown' : money(data.costMicroUsd);
  return words('cost', 'done', `${name}: ${cost}; ${total} in all`);
}

function measureWords(
  { nodeId, metrics }: FactData['metric.updated'],
  nameOf: (nodeId: string) => string,
): EventWords {
  const what = nodeId === undefined ? 'The run' : nameOf(nodeId);
  return words('cost', 'done', `${what} took ${metricWords(metrics).join(', ')}`);
}
