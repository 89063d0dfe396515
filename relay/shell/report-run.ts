import type * as Party from 'partykit/server';
import type { Effect } from '../core/step.ts';
import { readEnvironment, signingKey } from './environment.ts';
import { askRoom, rememberParties } from './parties.ts';

/** Tells the flow's room about a run. Best effort: a report that is lost is made good by the next one. */
export function reportRun({ flowId, summary }: Extract<Effect, { type: 'report' }>, room: Party.Room): void {
  const parties = rememberParties(() => room.context.parties);
  if (parties === null) return;
  const key = signingKey(readEnvironment(room.env));
  const body = JSON.stringify(summary);
  const request = {
    party: 'flow',
    room: flowId,
    path: '/report',
    method: 'POST',
    grant: null,
    body,
  } as const;
  void askRoom(parties, key, request, Date.now()).catch(() => undefined);
}
