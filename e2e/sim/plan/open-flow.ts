import { madeLinkSchema } from '#shared/protocol/flow-messages.ts';
import type { Grant } from '../../../relay/core/grant.ts';
import { settle, type WorldClock } from '../kernel/world-clock.ts';
import type { SimRelay } from '../relay/sim-relay.ts';
import { createBrowser, type Browser } from '../tabs/browser.ts';
import type { PartyPlan } from './acts.ts';

const FLOW_ID = 'flow-of-the-simulation-aa';
/** Making a flow takes a few milliseconds. */
const PATIENCE_MS = 60_000;

const secretOf = (index: number): string => `secret-of-browser-number-${index}`;

/** The flow with a link for every browser, made as people make them. */
export async function openFlow(relay: SimRelay, plan: PartyPlan): Promise<readonly Browser[]> {
  const room = relay.flowRoom(FLOW_ID);
  const ask = async (parts: readonly string[], body: object, grant: Grant | null): Promise<unknown> => {
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    return (await room.request({ method: 'POST', parts, body: bytes, grant })).json();
  };
  await ask(['create'], { flowId: FLOW_ID, ownerSecret: secretOf(0) }, null);
  const owner = (await room.exchange(secretOf(0)))?.body as { grant: Omit<Grant, 'personId'> };
  const grant: Grant = { ...owner.grant, personId: 'setup' };
  const browsers: Browser[] = [];
  for (const [index, role] of plan.browsers.entries()) {
    // Everybody has been here before: two first visits at once would be two people.
    const personId = `person-of-browser-${index}`;
    const proof = relay.signer.signPerson(personId);
    const person = { runId: null, personName: `p${index}`, flowId: FLOW_ID, role, personId, person: proof };
    if (role === 'owner') {
      browsers.push(createBrowser({ ...person, secret: secretOf(0), linkId: grant.linkId }));
      continue;
    }
    const made = await ask(['links'], { role, name: role, endsAt: null }, grant);
    const { secret, link } = madeLinkSchema.parse(made);
    browsers.push(createBrowser({ ...person, secret, linkId: link.linkId }));
  }
  return browsers;
}

/** Lets virtual time pass until something is done. */
export async function untilDone<T>(clock: WorldClock, work: Promise<T>): Promise<T> {
  const done: { value: T }[] = [];
  const until = clock.now() + PATIENCE_MS;
  void work.then((value) => done.push({ value }));
  for (;;) {
    await settle();
    const [result] = done;
    if (result) return result.value;
    if (!(await clock.step(until))) throw new Error('the flow could not be made');
  }
}
