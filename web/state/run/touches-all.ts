import type { LogEntry } from '#shared/run/events.ts';

/** Facts that change how every node looks, or more nodes than they name. */
export const TOUCHES_ALL: ReadonlySet<LogEntry['type']> = new Set([
  'execution.started',
  'execution.paused',
  'execution.resumed',
  'execution.cancelled',
  'execution.completed',
  'execution.failed',
  'execution.node.amended',
  'dag.updated',
]);
