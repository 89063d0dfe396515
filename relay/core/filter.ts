import type { SubscriptionFilter } from '#shared/protocol/messages.ts';
import type { LogEntry } from '#shared/run/events.ts';

/** A subscription's filter, ready to ask. Entries without a node pass a filter by nodes: they concern the run. */
export interface EntryFilter {
  passes(entry: LogEntry): boolean;
  /** Deltas pass unless the types leave them out or the node is not asked for. */
  passesDelta(nodeId: string): boolean;
  readonly passesAll: boolean;
}

export function createFilter(filter: SubscriptionFilter | undefined): EntryFilter {
  const types = filter?.types && new Set(filter.types);
  const nodeIds = filter?.nodeIds && new Set(filter.nodeIds);
  return Object.freeze({
    passesAll: !types && !nodeIds,
    passes(entry: LogEntry) {
      if (types && !types.has(entry.type)) return false;
      const nodeId = 'nodeId' in entry.data ? entry.data.nodeId : undefined;
      return !nodeIds || nodeId === undefined || nodeIds.has(nodeId);
    },
    passesDelta(nodeId: string) {
      return (!types || types.has('delta')) && (!nodeIds || nodeIds.has(nodeId));
    },
  });
}
