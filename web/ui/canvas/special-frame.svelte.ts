import { createLazyPart } from '../kit/lazy-part.svelte.ts';

const frame = createLazyPart(() => import('./SpecialFrame.svelte'));

/** The frames of groups and containers: fetched with the first of them. One for all nodes; null until it has come. */
export function specialFrame(): typeof frame.part {
  frame.wake();
  return frame.part;
}
