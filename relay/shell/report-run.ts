import { z } from 'zod/mini';
import type * as Party from 'partykit/server';
import type { LinkEnd } from '../core/link-ends.ts';
import type { Effect } from '../core/step.ts';
import { readEnvironment, signingKey } from './environment.ts';
import { askRoom, rememberParties } from './parties.ts';

const answerSchema = z.object({ ended: z.array(z.object({ linkId: z.string(), at: z.number() })) });

/**
 * Tells the flow's room about a run, and hears which links have ended lately: the room may be younger than their end.
 * Best effort: a report that is lost is made good by the next one.
 */
export async function reportRun(
  { flowId, summary }: Extract<Effect, { type: 'report' }>,
  room: Party.Room,
): Promise<readonly LinkEnd[]> {
  const parties = rememberParties(() => room.context.parties);
  if (parties === null) return [];
  const key = signingKey(readEnvironment(room.env));
  const body = JSON.stringify({ summary });
  const target = { party: 'flow', room: flowId, path: '/report', method: 'POST', grant: null } as const;
  try {
    const response = await askRoom(parties, key, { ...target, body }, Date.now());
    return answerSchema.safeParse(await response.json()).data?.ended ?? [];
  } catch {
    // The flow's room could not be reached.
    return [];
  }
}
