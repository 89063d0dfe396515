import { AGENT_BUGS } from './agent-bugs.ts';
import { FLOW_BUGS } from './flow-bugs.ts';
import { ITERATION_BUGS } from './iteration-bugs.ts';
import type { PlantedBug } from './planted-bug.ts';
import { READER_BUGS } from './reader-bugs.ts';
import { RELAY_BUGS } from './relay-bugs.ts';
import { WEB_BUGS } from './web-bugs.ts';

/** What the simulation has to find, one at a time. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  ...RELAY_BUGS,
  ...READER_BUGS,
  ...FLOW_BUGS,
  ...WEB_BUGS,
  ...AGENT_BUGS,
  ...ITERATION_BUGS,
];
