import { PROTOCOL_VERSION } from '#shared/protocol/limits.ts';
import type { CommandBody } from '#shared/protocol/messages.ts';
import { createRelayHttp } from '../../../web/adapters/relay-http.ts';
import type { CallRequest } from '#shared/run/call.ts';
import { createActor } from '../kernel/world-clock.ts';
import { createLink } from '../kernel/network.ts';
import type { RunRecord } from '../oracles/run-record.ts';
import type { SimTab } from '../tabs/sim-tab.ts';
import type { Intrusion } from './acts.ts';
import type { Party } from './party.ts';

/**
 * Somebody with a browser's link speaks to the room without Weft: knows everything that stands in the log, holds no
 * lease, and may be anybody but the host, or a forgotten copy of the host's own worker.
 */
export function intrude(party: Party, tab: SimTab, record: RunRecord, what: Intrusion): void {
  const host = party.seats.find(({ hostId }) => hostId === record.header.hostId);
  const { browser } = what === 'append-as-the-host-under-an-old-epoch' ? (host ?? tab) : tab;
  // Until the host's worker has spoken, whoever has its browser's own link may be the host.
  if (tab.browser === host?.browser && record.hostClient === null) return;
  const { clock, random, relay, newConnectionId, laws, fate } = party;
  const actor = createActor('intruder');
  const onFrame = laws.frame;
  const onAnswer = (path: string, text: string): void =>
    laws.answer(`intruder of ${browser.personName}`, path, text);
  const onConnected = (connectionId: string, runId: string, ticketId: string): void =>
    laws.connected(connectionId, runId, `intruder of ${browser.personName}`, ticketId);
  const link = createLink({
    ...{ clock, random, relay, actor, name: 'intruder', onFrame, onAnswer, onConnected, newConnectionId },
  });
  const { flowId, secret, person } = browser;
  const http = createRelayHttp({
    ...{ origin: '', fetch: link.fetch, flowId, secret, mayCreate: false, person },
    clock: {
      now: clock.now,
      after: (delay, call) => clock.after(delay, actor, call),
      soon: (call) => call(),
    },
  });
  const { runId } = record;
  const clientId = `intruder-${random.between(1, 1e9)}`;
  void Promise.all([http.session(), http.ticket(runId)]).then(
    ([{ token }, ticket]) => {
      const url = `ws://relay/parties/run/${runId}?ticket=${encodeURIComponent(ticket)}`;
      const hear = (): void => undefined;
      const socket = link.openSocket(url, {
        open() {
          const frames = framesOf(party, record, what, clientId);
          const hello = { type: 'hello', data: { token, protocol: PROTOCOL_VERSION, clientId } };
          for (const frame of [hello, ...frames])
            socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
          if (what === 'use-a-ticket-twice') {
            const greet = (): void => second.send(JSON.stringify(hello));
            const second = link.openSocket(url, { open: greet, message: hear, closed: hear });
          }
          clock.after(2_000, fate, () => socket.close());
        },
        ...{ message: hear, closed: hear },
      });
    },
    // The line may be down: then nobody intrudes.
    () => undefined,
  );
}

function framesOf(party: Party, record: RunRecord, what: Intrusion, clientId: string): readonly unknown[] {
  const { header, plan, calls } = record;
  const { random } = party;
  const nodeId = plan === null ? 'n0' : random.pick(plan.nodes).id;
  const command = (body: CommandBody, n = 1, by = clientId): unknown => ({ clientId: by, n, ...body });
  const append = (epoch: number): unknown =>
    command({
      type: 'host.append',
      data: { epoch, afresh: true, facts: [forgery(nodeId, random.between(0, 1))] },
    });
  const known = [...calls.values()].at(-1);
  switch (what) {
    case 'append-under-the-epoch-of-the-log':
      return [append(header.epoch)];
    case 'append-under-an-old-epoch':
      return [append(Math.max(0, header.epoch - 1))];
    case 'append-as-the-host-under-an-old-epoch': {
      const { hostClient, clients } = record;
      const n = (clients.get(hostClient ?? '') ?? 0) + 1;
      const data = { epoch: header.epoch - 1, afresh: true as const, facts: [forgery(nodeId, 0)] };
      return hostClient === null ? [] : [command({ type: 'host.append', data }, n, hostClient)];
    }
    case 'call-with-a-known-id': {
      if (known === undefined) return [];
      const { callId, round, ordinal } = known;
      const place = { epoch: header.epoch, callId, nodeId: known.nodeId, round, ordinal, try: known.try };
      return [command({ type: 'call.start', data: { ...place, request: FORGED_REQUEST } })];
    }
    case 'cancel':
      return [command({ type: 'execution.cancel', data: {} })];
    case 'pause':
      return [command({ type: 'execution.pause', data: {} })];
    case 'retry-a-node':
      return [command({ type: 'execution.node.retry', data: { nodeId } })];
    case 'resolve':
      return known === undefined
        ? []
        : [command({ type: 'call.resolveUnknown', data: { callId: known.callId, resolution: 'give-up' } })];
    case 'answer-a-question': {
      const open = [...record.approvals.keys()].at(-1);
      const answer = { approvalId: open ?? '', name: 'x', outcome: 'approve' } as const;
      return open === undefined
        ? []
        : [1, 2].map((n) => command({ type: 'approval.resolve', data: answer }, n));
    }
    case 'claim-as-the-host':
      return [
        command({ type: 'host.claim', data: { hostId: header.hostId ?? 'h', visible: true, name: 'x' } }),
      ];
    case 'release-anothers-lease':
      return [command({ type: 'host.release', data: { hostId: header.hostId ?? 'h', epoch: header.epoch } })];
    case 'speak-under-anothers-client-id':
      return [command({ type: 'execution.cancel', data: {} }, 1, `t0v1i${random.between(1, 3)}`)];
    case 'malformed':
      return [
        '{"type":',
        '[]',
        JSON.stringify({ clientId, n: 1, type: 'host.append', data: {} }),
        JSON.stringify({ n: -1 }),
      ];
    case 'use-a-ticket-twice':
      return [];
    default:
      return what satisfies never;
  }
}

/** Begins like every output that nobody but an intruder would make. */
const FORGED = 'forged';

function forgery(nodeId: string, round: number) {
  const output = { kind: 'inline', output: { text: FORGED } } as const;
  const data = {
    nodeId,
    round,
    source: 'local',
    cacheKey: null,
    outputHash: 'f'.repeat(64),
    output,
  } as const;
  return { type: 'execution.node.completed', data } as const;
}

const FORGED_REQUEST: CallRequest = {
  kind: 'text',
  provider: 'mistral',
  model: 'ok',
  messages: [{ role: 'user', content: [{ type: 'text', text: FORGED }] }],
  purpose: { task: 'free', details: {}, subject: FORGED },
};
