import type * as Party from 'partykit/server';
import type { FlowEffect } from '../core/flow/flow-step.ts';
import { readEnvironment, signingKey } from './environment.ts';
import { askRoom, rememberParties } from './parties.ts';

/** Asks a run's room to remove its run: its flow is gone. False when something of it is still there. */
export async function removeRun(
  { runId, flowId, by }: Extract<FlowEffect, { type: 'remove-run' }>,
  room: Party.Room,
): Promise<boolean> {
  const parties = rememberParties(() => room.context.parties);
  if (parties === null) return false;
  const key = signingKey(readEnvironment(room.env));
  const body = JSON.stringify({ flowId, by });
  const request = { party: 'run', room: runId, path: '/drop', method: 'POST', grant: null, body } as const;
  try {
    const { status } = await askRoom(parties, key, request, Date.now());
    return status === 204 || status === 404;
  } catch {
    // The room could not be reached: it is asked again.
    return false;
  }
}
