import type { Grant } from '../../../relay/core/grant.ts';
import type { PartyRoom } from '../relay/sim-room.ts';
import { untilDone } from './open-flow.ts';
import type { Party } from './party.ts';

/** The owner reads from the rooms themselves when all is over; virtual time goes on until there is an answer. */
export interface OwnersReading {
  readonly flowId: string;
  readonly ofFlow: (...parts: readonly string[]) => Promise<Response>;
  readonly ofRun: (runId: string, ...parts: readonly string[]) => Promise<Response>;
}

export async function readAsOwner({ relay, browsers, clock }: Party): Promise<OwnersReading> {
  const [owner] = browsers;
  if (owner === undefined) throw new Error('a party without an owner');
  const { flowId } = owner;
  const room = relay.flowRoom(flowId);
  const known = (await untilDone(clock, room.exchange(owner.secret)))?.body as { grant: Grant };
  const grant: Grant = { ...known.grant, personId: owner.personId };
  const get = (from: PartyRoom, parts: readonly string[]): Promise<Response> =>
    untilDone(clock, from.request({ method: 'GET', parts, body: null, grant }));
  return Object.freeze({
    flowId,
    ofFlow: (...parts: readonly string[]) => get(room, parts),
    ofRun: (runId: string, ...parts: readonly string[]) => get(relay.room(runId), parts),
  });
}
