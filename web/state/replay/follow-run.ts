import type { EngineBatch } from '../../engine/api.ts';
import type { EnginePort } from '../flow/engine-port.ts';
import type { ClockPort } from '../run/run-clock.svelte.ts';
import type { Session } from '../session.svelte.ts';
import type { RunPage } from './run-page.svelte.ts';

/** Between two tries to reach the relay. */
const RETRY_MS = 5_000;

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
    if (batch.connection !== null) {
      session.setHealth(batch.connection);
      const { state, error } = batch.connection;
      if (state === 'refused' && error !== null) page.setState({ kind: 'refused', error });
    }
    const deltas = batch.deltas.find(({ runId }) => runId === page.runId)?.deltas ?? [];
    const entries = batch.entries.filter(({ runId }) => runId === page.runId);
    if (entries.length > 0 || deltas.length > 0) page.feed(entries, deltas);
  }

  async function open(): Promise<void> {
    const connected = await engine.api.connect();
    if (isClosed) return;
    const watched = connected.ok ? await engine.api.watch(page.runId) : connected;
    if (isClosed) return;
    if (watched.ok && connected.ok) return page.setState({ kind: 'ready' }, connected.session.role);
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
