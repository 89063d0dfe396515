import { adoptSeen } from './adopt-seen.ts';
import { compileFlow } from './core/compile.ts';
import { usableOutputs } from './core/usable-outputs.ts';

/**
 * What makes a plan of a document, knows which stored outputs fit it, and adopts those of others. Nobody needs it
 * before the flow is on the screen, so a worker fetches it when it is first asked.
 */
export const planning = Object.freeze({ compileFlow, usableOutputs, adoptSeen });

export type Planning = typeof planning;
