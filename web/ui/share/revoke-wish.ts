import type { KnownLink, Links } from '../../state/links-state.svelte.ts';

/** Somebody wants to end a link and is asked first. */
export interface RevokeWish {
  readonly link: KnownLink;
  readonly links: Links;
  /** What is asked: whom it puts out. */
  readonly question: string;
  /** Where the keyboard was. */
  readonly button: HTMLElement | null;
}
