import type { Result } from '#shared/result.ts';
import type { Links } from './links-state.svelte.ts';
import type { Versions } from './versions.svelte.ts';

/** What the relay keeps of an open flow besides its document: made when somebody first asks for it. */
export interface Sharing {
  readonly links: Links;
  readonly versions: Versions;
  /** Removes a run for good, for everybody. */
  readonly removeRun: (runId: string) => Promise<Result<null>>;
  /** The whole address by which this browser uses the flow. Its owner's must never be given away by accident. */
  readonly ownUrl: string;
}
