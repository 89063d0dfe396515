import type { RunHost, RunHostOptions } from './host.ts';

export type CreateRunHost = (options: RunHostOptions) => RunHost;

/**
 * The part of the engine that drives runs. Whoever edits or looks on does not need it, so a worker fetches it when there
 * is something to drive, or when it has nothing else to do.
 */
export interface Hosting {
  /** null until it is here. */
  readonly now: () => CreateRunHost | null;
  /** Resolves when it is here; fetched once. Rejects when it could not be fetched; the next call tries again. */
  readonly load: () => Promise<void>;
}

/** @param fetchCode brings it; a failure is not kept. */
export function createHosting(fetchCode: () => Promise<CreateRunHost>): Hosting {
  let create: CreateRunHost | null = null;
  let loading: Promise<void> | null = null;
  async function load(): Promise<void> {
    try {
      create = await fetchCode();
    } catch (caught) {
      loading = null;
      throw caught;
    }
  }
  return Object.freeze({ now: () => create, load: () => (loading ??= load()) });
}
