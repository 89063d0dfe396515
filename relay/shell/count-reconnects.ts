import { countOne } from './metrics.ts';

/** Clients remembered; whoever is forgotten counts as new when they come back. */
const CLIENTS_KEPT = 1_000;

/** Counts clients of a room that greet it by another socket than before: a network that came back, or a tab. */
export function createReconnectCount(): (clientId: string, connectionId: string) => void {
  const met = new Map<string, string>();
  return (clientId, connectionId) => {
    const before = met.get(clientId);
    if (before === connectionId) return;
    if (before !== undefined) countOne('weft_reconnects_total');
    met.delete(clientId);
    met.set(clientId, connectionId);
    const [oldest] = met.keys();
    if (met.size > CLIENTS_KEPT && oldest !== undefined) met.delete(oldest);
  };
}
