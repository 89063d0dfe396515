import type * as Party from 'partykit/server';
import type { FlowEffect } from '../core/flow/flow-step.ts';
import { readEnvironment, signingKey } from './environment.ts';
import { askRoom, rememberParties } from './parties.ts';

/** Tells a run's room until when a link's grants are good. A room that has no run has nobody to close out. */
export async function pushLink(
  { runId, flowId, linkId, at }: Extract<FlowEffect, { type: 'push' }>,
  room: Party.Room,
): Promise<boolean> {
  const parties = rememberParties(() => room.context.parties);
  if (parties === null) return false;
  const key = signingKey(readEnvironment(room.env));
  const body = JSON.stringify({ flowId, ends: [{ linkId, at }] });
  const request = { party: 'run', room: runId, path: '/revoke', method: 'POST', grant: null, body } as const;
  try {
    const { status } = await askRoom(parties, key, request, Date.now());
    return status === 204 || status === 404;
  } catch {
    // The room could not be reached: it is asked again.
    return false;
  }
}
