import type { ConnectionHealth } from '../../engine/api.ts';
import { CONNECTION_WORDS } from './connection-words.ts';

/** Rows of the panel: what a person or a helper needs to judge the link. */
export function healthRows(health: ConnectionHealth): [label: string, value: string][] {
  return [
    ['Mode', CONNECTION_WORDS[health.state].word],
    ['Round trip', health.latencyMs === null ? 'not measured yet' : `${Math.round(health.latencyMs)} ms`],
    ['Reconnects', String(health.reconnects)],
    ['Gaps filled', String(health.gaps)],
    ['Waiting to be confirmed', String(health.queued)],
  ];
}
