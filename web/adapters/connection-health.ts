import type { ConnectionHealth } from '../engine/api.ts';
import type { Clock } from '../engine/ports.ts';
import type { ClientBus } from './client-bus.ts';

/** How a connection fares, as people see it; says on the bus when the relay is lost and found again. */
export interface HealthKeeper {
  readonly now: () => ConnectionHealth;
  readonly report: (change: Partial<ConnectionHealth>) => void;
}

const START: ConnectionHealth = {
  state: 'connecting',
  latencyMs: null,
  reconnects: 0,
  gaps: 0,
  queued: 0,
  lastSeenAt: null,
  error: null,
};

export function createHealthKeeper(
  clock: Clock,
  bus: Pick<ClientBus, 'publish'>,
  onChange: (health: ConnectionHealth) => void,
): HealthKeeper {
  let health = START;
  let lostAt: number | null = null;

  function tellBus(before: ConnectionHealth): void {
    const { state, error } = health;
    if (state === before.state) return;
    const isThere = state === 'live' || state === 'polling';
    if (isThere && lostAt !== null) {
      const lostForMs = clock.now() - lostAt;
      lostAt = null;
      bus.publish({ type: 'connection.restored', data: { lostForMs } });
    }
    // A refusal is told in any case: it is for good.
    if (state === 'refused' || (state === 'lost' && lostAt === null)) {
      lostAt ??= clock.now();
      bus.publish({ type: 'connection.lost', data: { error } });
    }
  }

  return Object.freeze({
    now: () => health,
    report(change: Partial<ConnectionHealth>) {
      const before = health;
      const isThere = change.state === 'live' || change.state === 'polling';
      const isBack = isThere && lostAt !== null && before.lastSeenAt !== null;
      const next = { ...before, ...change, reconnects: before.reconnects + Number(isBack) };
      const keys = Object.keys(next) as (keyof ConnectionHealth)[];
      if (keys.every((key) => next[key] === before[key])) return;
      health = next;
      onChange(health);
      tellBus(before);
    },
  });
}
