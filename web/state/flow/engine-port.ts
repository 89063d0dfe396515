import type { EngineApi, EngineBatch } from '../../engine/api.ts';

/** The engine's worker as the page's state needs it. */
export interface EnginePort {
  readonly api: Omit<EngineApi, 'open' | 'page' | 'close'>;
  /** At most one call per frame, with everything new. Returns its unsubscribe. */
  readonly onBatch: (listener: (batch: EngineBatch) => void) => () => void;
  readonly close: () => void;
}
