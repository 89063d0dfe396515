import type { ConnectionHealth, ConnectionState } from '../../engine/api.ts';

/** From good to bad. */
const ORDER: readonly ConnectionState[] = ['live', 'polling', 'connecting', 'lost', 'refused'];

/**
 * The two connections of an open flow as one: the page's to the flow's room, and the worker's to the run that goes on.
 * The worse of them is what a person has to know.
 */
export function worstHealth(
  flow: ConnectionHealth | null,
  run: ConnectionHealth | null,
): ConnectionHealth | null {
  if (flow === null || run === null) return flow ?? run;
  const worse = ORDER.indexOf(run.state) >= ORDER.indexOf(flow.state) ? run : flow;
  return {
    ...worse,
    latencyMs: worse.latencyMs ?? flow.latencyMs ?? run.latencyMs,
    reconnects: Math.max(flow.reconnects, run.reconnects),
    gaps: flow.gaps + run.gaps,
    queued: flow.queued + run.queued,
    lastSeenAt: later(flow.lastSeenAt, run.lastSeenAt),
  };
}

function later(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
