/**
 * Parts of Svelte Flow in the form Weft uses them (`web/build/lean-libraries.ts` puts these in their places). The
 * library's own draw a pulled thread in four ways that `web/ui/canvas/PullLine.svelte` draws in one, delete what is
 * selected, which is a command of the page here, and define arrowheads, of which no thread has any; with what they
 * bring along they are 4 kB of what the editor waits for.
 */
export { default as ConnectionLine } from './ConnectionLine.svelte';
export { default as KeyHandler } from './KeyHandler.svelte';
export { default as MarkerDefinition } from './Nothing.svelte';
