import type { FlowVersion } from '#shared/protocol/flow-messages.ts';
import type { Versions } from '../../state/versions.svelte.ts';

/** Somebody wants to delete a version and is asked first. */
export interface RemoveWish {
  readonly version: FlowVersion;
  readonly versions: Versions;
  /** Where the keyboard was. */
  readonly button: HTMLElement | null;
}
