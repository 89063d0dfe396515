import type { PortDefinition } from './types.ts';

/** Where a picture comes in. */
export const IMAGE_IN: PortDefinition = Object.freeze({ id: 'image-in', label: 'picture', type: 'image' });

/** Where a picture goes out. */
export const IMAGE_OUT: PortDefinition = Object.freeze({ id: 'image-out', label: 'picture', type: 'image' });
