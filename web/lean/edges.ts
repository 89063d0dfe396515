/**
 * Svelte Flow's own kinds of edges, with labels and four ways of bending. Every thread is drawn by
 * `web/ui/canvas/Thread.svelte`, so none of them is ever drawn (`web/build/lean-libraries.ts` puts this in their place).
 */
export { default as BezierEdgeInternal } from './Nothing.svelte';
export { default as SmoothStepEdgeInternal } from './Nothing.svelte';
export { default as StepEdgeInternal } from './Nothing.svelte';
export { default as StraightEdgeInternal } from './Nothing.svelte';
