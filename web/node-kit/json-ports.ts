import type { PortDefinition } from './types.ts';

/** The usual output of a node that puts out JSON. */
export const JSON_OUT: PortDefinition = Object.freeze({ id: 'json-out', label: 'JSON', type: 'json' });
