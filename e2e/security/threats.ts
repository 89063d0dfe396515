import type { Threat } from './threat.ts';
import { THREATS_AT_THE_DOOR } from './threats-at-the-door.ts';
import { THREATS_OF_CALLS } from './threats-of-calls.ts';
import { THREATS_OF_THE_PAGE } from './threats-of-the-page.ts';

/** All of them, in the order of docs/spec/threats.md. */
export const THREATS: readonly Threat[] = [
  ...THREATS_OF_CALLS,
  ...THREATS_AT_THE_DOOR,
  ...THREATS_OF_THE_PAGE,
];
