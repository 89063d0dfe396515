import type * as Party from 'partykit/server';
import type { Gravestone } from '../core/removal.ts';
import { askFlow } from './ask-flow.ts';

/** Tells the flow's room that a run of it is gone for good. False when it did not hear it. */
export async function forgetRun({ runId, flowId }: Gravestone, room: Party.Room): Promise<boolean> {
  const body = new TextEncoder().encode(JSON.stringify({ runId }));
  const answer = await askFlow({ flowId, method: 'POST', path: '/forget', body }, room);
  return answer?.ok === true;
}
