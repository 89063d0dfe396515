import { createRunHost } from './host.ts';
import type { Hosting } from './hosting.ts';

/** Driving runs without fetching anything first: for the engine outside a browser. */
export const readyHosting: Hosting = Object.freeze({
  now: () => createRunHost,
  load: () => Promise.resolve(),
});
