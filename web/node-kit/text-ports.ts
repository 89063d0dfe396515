import type { PortDefinition } from './types.ts';

/** The usual input of a node that works on text; threads are merged in edge order. */
export const TEXT_IN: PortDefinition = Object.freeze({
  id: 'text-in',
  label: 'text',
  type: 'text',
  required: true,
});

/** The usual output. */
export const TEXT_OUT: PortDefinition = Object.freeze({ id: 'text-out', label: 'text', type: 'text' });
