import { weftError } from '#shared/run/errors.ts';
import { isLive } from '#shared/run/select.ts';
import type { ConnectionHealth, EngineBatch } from '../../engine/api.ts';
import type { EnginePort } from '../flow/engine-port.ts';
import type { ClockPort } from '../run/run-clock.svelte.ts';
import type { Session } from '../session.svelte.ts';
import type { RunPage } from './run-page.svelte.ts';

/** Between two tries to reach the relay. */
const RETRY_MS = 5_000;

const UNREACHABLE = weftError('relay-unreachable', 'The relay cannot be reached.', { retryable: true });

export interface FollowOptions {
  readonly page: RunPage;
  readonly engine: EnginePort;
  readonly clock: ClockPort;
  readonly session: Session;
}

/** Keeps a run page fed from the relay until the returned function is called. It watches and never drives. */
export function followRun({ page, engine, clock, session }: FollowOptions): () => void {
  let isClosed = false;
  let cancelRetry: (() => void) | null = null;
  const stopBatches = engine.onBatch(take);

  function take(batch: EngineBatch): void {
    if (batch.clockOffsetMs !== null) page.clock.setOffset(batch.clockOffsetMs);
    if (batch.connection !== null) takeHealth(batch.connection);
    const deltas = batch.deltas.find(({ runId }) => runId === page.runId)?.deltas ?? [];
    const entries = batch.entries.filter(({ runId }) => runId === page.runId);
    if (entries.length > 0 || deltas.length > 0) page.feed(entries, deltas);
  }

  function takeHealth(health: ConnectionHealth): void {
    session.setHealth(health);
    const { state, error } = health;
    if (state === 'refused' && error !== null) return page.setState({ kind: 'refused', error });
    const isThere = state === 'live' || state === 'polling';
    if (isThere && page.state.kind === 'offline') page.setState({ kind: 'ready' });
    // What is over is here in full.
    if (state === 'lost' && page.state.kind === 'ready' && isGoingOn())
      page.setState({ kind: 'offline', error: error ?? UNREACHABLE });
  }

  function isGoingOn(): boolean {
    const { newest } = page.view;
    return newest !== null && isLive(newest);
  }

  async function open(): Promise<void> {
    // Watching needs no answer but the token, which both ask for once: its socket opens meanwhile.
    const watching = engine.api.watch(page.runId);
    const connected = await engine.api.connect();
    const watched = await watching;
    if (isClosed) return;
    if (watched.ok && connected.ok) {
      page.setLink(connected.session);
      session.meet(connected.session.personId);
      return page.setState({ kind: 'ready' });
    }
    const error = connected.ok ? (watched.ok ? null : watched.error) : connected.error;
    if (error === null) return;
    page.setState({ kind: error.retryable ? 'offline' : 'refused', error });
    if (error.retryable) cancelRetry = clock.after(RETRY_MS, () => void open());
  }

  void open();
  return () => {
    if (isClosed) return;
    isClosed = true;
    cancelRetry?.();
    stopBatches();
    page.close();
    engine.close();
    session.setHealth(null);
  };
}
