/** What Svelte Flow says to screen readers, in Weft's words. */
export const CANVAS_ARIA = {
  'node.a11yDescription.default':
    'Enter opens the node, arrows move it, C pulls a thread, Delete removes it, Escape leaves the canvas.',
  'node.a11yDescription.keyboardDisabled':
    'Enter opens the node, arrows move it, C pulls a thread, Delete removes it, Escape leaves the canvas.',
  'edge.a11yDescription.default': 'A thread. Delete removes it.',
  'handle.ariaLabel': 'Port',
} as const;
