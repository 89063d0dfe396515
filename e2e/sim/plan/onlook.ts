import { PROTOCOL_VERSION } from '#shared/protocol/limits.ts';
import type { ServerMessage, SubscriptionFilter } from '#shared/protocol/messages.ts';
import { createRelayHttp } from '../../../web/adapters/relay-http.ts';
import { createLink } from '../kernel/network.ts';
import type { Random } from '../kernel/random.ts';
import { createActor } from '../kernel/world-clock.ts';
import type { RunRecord } from '../oracles/run-record.ts';
import type { SimTab } from '../tabs/sim-tab.ts';
import type { Party } from './party.ts';

/** Somebody who follows a run over the protocol without Weft: a part of it, and as fast as they like to read. */
export interface Onlooking {
  /** Frames that are read before the room is told so; 0 = it is never told. */
  readonly creditStep: number;
  /** null = until all is over. */
  readonly forMs: number | null;
}

const ONLOOKER = 'onlooker';
const TO_THE_END = ' to the end';

/** Whether this is one who came when the faults had stopped, and reads everything. */
export const staysToTheEnd = (name: string): boolean =>
  name.startsWith(ONLOOKER) && name.endsWith(TO_THE_END);

export function onlook(party: Party, tab: SimTab, { runId, plan }: RunRecord, how: Onlooking): void {
  const { clock, random, relay, newConnectionId, laws, fate } = party;
  const { browser } = tab;
  const name = `${ONLOOKER} of ${browser.personName}${party.isCalm ? TO_THE_END : ''}`;
  const actor = createActor(name);
  const link = createLink({
    ...{ clock, random, relay, actor, name, newConnectionId, onFrame: laws.frame },
    onAnswer: (path, text) => laws.answer(name, path, text),
    onConnected: (connectionId, room, ticketId) => laws.connected(connectionId, room, name, ticketId),
  });
  const http = createRelayHttp({
    ...{ origin: '', fetch: link.fetch, mayCreate: false },
    ...{ flowId: browser.flowId, secret: browser.secret, person: browser.person },
    clock: {
      now: clock.now,
      after: (delay, call) => clock.after(delay, actor, call),
      soon: (call) => call(),
    },
  });
  const filter = filterFor(random, plan?.nodes.map(({ id }) => id) ?? []);
  const clientId = `onlooker-${random.between(1, 1e9)}`;
  void Promise.all([http.session(), http.ticket(runId)]).then(
    ([{ token }, ticket]) => {
      let unread = 0;
      const send = (frame: unknown): void => socket.send(JSON.stringify(frame));
      const subscribe = (after: number): void => send({ type: 'subscribe', data: { after, filter } });
      const socket = link.openSocket(`ws://relay/parties/run/${runId}?ticket=${encodeURIComponent(ticket)}`, {
        open: () => send({ type: 'hello', data: { token, protocol: PROTOCOL_VERSION, clientId } }),
        message(text) {
          const message = JSON.parse(text) as ServerMessage;
          if (message.type === 'connection.ready') subscribe(0);
          // As if everything up to there had been read from pages.
          if (message.type === 'behind') subscribe(message.data.head);
          if (message.type === 'entries' || message.type === 'delta') unread += 1;
          if (how.creditStep === 0 || unread < how.creditStep) return;
          send({ type: 'credit', data: { frames: unread } });
          unread = 0;
        },
        closed: () => undefined,
      });
      if (how.forMs !== null) clock.after(how.forMs, fate, () => socket.close());
    },
    // The line may be down, or the link over.
    () => undefined,
  );
}

/** By types, by nodes, by both, by neither. */
function filterFor(random: Random, nodes: readonly string[]): SubscriptionFilter | undefined {
  const byType = random.pick([TYPES, TYPES.slice(0, 2), TYPES.slice(2), null]);
  const byNode = nodes.length > 0 && random.chance(0.5) ? [random.pick(nodes), random.pick(nodes)] : null;
  if (byType === null && byNode === null) return undefined;
  return {
    ...(byType === null ? {} : { types: [...byType] }),
    ...(byNode === null ? {} : { nodeIds: [...new Set(byNode)] }),
  };
}

const TYPES = ['execution.node.completed', 'execution.sealed', 'call.ended', 'delta'] as const;
