import type { CharacterLibrary } from './character-library.svelte.ts';
import type { PhotoDescriber } from './photo-describer.svelte.ts';

/** One's own characters as screens use them. */
export interface Characters {
  readonly library: CharacterLibrary;
  /** To be closed by whoever opens it. */
  readonly openDescriber: () => PhotoDescriber;
}
