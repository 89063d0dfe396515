import { doSubflow } from './do-subflow.ts';
import OwnSubflows from './OwnSubflows.svelte';
import { subflowCommands } from './subflow-commands.ts';

/** All that a page does with subflows, to be fetched as one (`load-subflows.ts`). */
export const subflowPart = Object.freeze({ doSubflow, subflowCommands, OwnSubflows });
