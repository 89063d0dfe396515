import { compileFlow } from '../../engine/core/compile.ts';
import { cycleOf } from '../../engine/core/cycle.ts';
import { staleNodes } from '../../engine/core/stale.ts';
import { border } from '../editing/border.ts';
import { estimateOf } from './estimate.ts';

/** What a flow is looked through with while it is edited; fetched once the flow is on the screen. */
export const forecast = Object.freeze({ compileFlow, estimateOf, cycleOf, staleNodes, border });

export type Forecast = typeof forecast;
