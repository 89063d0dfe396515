import type { Result } from '#shared/result.ts';
import type { Links } from './links-state.svelte.ts';
import type { Versions } from './versions.svelte.ts';

/** What the relay keeps of an open flow besides its document: made when somebody first asks for it. */
export interface Sharing {
  readonly links: Links;
  readonly versions: Versions;
  /** Removes a run for good, for everybody. */
  readonly removeRun: (runId: string) => Promise<Result<null>>;
  /**
   * Puts another link in the place of the owner's, everywhere; the page has to be opened anew by it. A failure may
   * leave open whether it was done: the next opening finds out.
   */
  readonly replaceOwnLink: () => Promise<Result<null>>;
  /** The whole address by which this browser uses the flow. Its owner's must never be given away by accident. */
  readonly ownUrl: string;
}
