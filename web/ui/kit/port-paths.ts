import type { PortType } from '#shared/graph/handles.ts';

/** Shapes of ports on a 12 px grid: each type reads without its colour. */
export const PORT_PATHS: { readonly [type in PortType]: string } = {
  text: 'M1.75 6a4.25 4.25 0 1 0 8.5 0a4.25 4.25 0 1 0-8.5 0',
  image:
    'M3.1 1.9h5.8a1.2 1.2 0 0 1 1.2 1.2v5.8a1.2 1.2 0 0 1-1.2 1.2H3.1a1.2 1.2 0 0 1-1.2-1.2V3.1a1.2 1.2 0 0 1 1.2-1.2z',
  persona: 'M6 .9 11.1 6 6 11.1.9 6z',
  json: 'M3.3 1.5h5.4L11.4 6 8.7 10.5H3.3L.6 6z',
  any: 'M1.75 6a4.25 4.25 0 1 0 8.5 0a4.25 4.25 0 1 0-8.5 0',
};
