import { compileFlow } from './core/compile.ts';
import { usableOutputs } from './core/usable-outputs.ts';

/**
 * What makes a plan of a document, and knows which stored outputs fit it. Nobody needs it before the flow is on the
 * screen, so a worker fetches it when it is first asked.
 */
export const planning = Object.freeze({ compileFlow, usableOutputs });

export type Planning = typeof planning;
