import { createLazyPart, type LazyPart } from '../kit/lazy-part.svelte.ts';

/** What a canvas needs only now and then: fetched with the first that needs it, once for all nodes. null until it has come. */

const frame = createLazyPart(() => import('./SpecialFrame.svelte'));
const grip = createLazyPart(() => import('./ResizeGrip.svelte'));
const problems = createLazyPart(() => import('./NodeProblems.svelte'));
const empty = createLazyPart(() => import('./CanvasEmpty.svelte'));

function awake<Part>(part: LazyPart<Part>): Part | null {
  part.wake();
  return part.part;
}

/** The frames of groups and containers. */
export const specialFrame = () => awake(frame);
export const resizeGrip = () => awake(grip);
/** The list of what is wrong with a node. */
export const nodeProblems = () => awake(problems);
/** What stands on a canvas without nodes. */
export const canvasEmpty = () => awake(empty);
