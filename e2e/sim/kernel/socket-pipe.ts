import type { SocketEvents, SocketLike } from '../../../web/adapters/socket-like.ts';
import { admit } from '../relay/sim-door.ts';
import type { PartyKind } from '../relay/sim-relay.ts';
import { delay, type Link, type LinkOptions } from './network.ts';
import { createActor, type Actor, type WorldClock } from './world-clock.ts';

/** A socket between a tab and a room: both ways in order, lost as a whole. */
export interface OpenPipe {
  /** Breaks it; `silently`: neither end is told, and nothing goes through any more. */
  readonly cut: (silently: boolean) => void;
}

interface PipeOptions extends LinkOptions {
  readonly link: Link;
  readonly sockets: Set<OpenPipe>;
}

/** What browsers report when a connection broke without a close frame. */
const ABNORMAL = 1006;
/** While a line is silent, TCP sends again about that often. */
const RETRANSMIT_MS = 200;

/** One way of a socket: everything arrives, in order, as long as the socket lives. */
function createWay(clock: WorldClock, wire: Actor, delayMs: () => number, isSilent: () => boolean) {
  const queue: { readonly at: number; readonly work: () => void }[] = [];
  let last = 0;
  let isWaiting = false;
  const pump = (): void => {
    isWaiting = false;
    if (isSilent()) return wait(clock.now() + RETRANSMIT_MS);
    const next = queue.shift();
    next?.work();
    if (queue[0] !== undefined) wait(queue[0].at);
  };
  const wait = (at: number): void => {
    if (isWaiting) return;
    isWaiting = true;
    clock.at(at, wire, pump);
  };
  return (work: () => void): void => {
    last = Math.max(last, clock.now() + delayMs());
    queue.push({ at: last, work });
    wait(last);
  };
}

export function openPipe(options: PipeOptions, url: string, events: SocketEvents): SocketLike {
  const { clock, random, relay, actor, link, sockets } = options;
  const wire = createActor(`${options.name} socket`);
  const [, kind = '', roomId = '', ticket = ''] = /\/parties\/(\w+)\/([\w-]+)\?ticket=(.*)$/.exec(url) ?? [];
  const party: PartyKind = kind === 'flow' ? 'flow' : 'run';
  const room = () => relay.party(party, roomId);
  const connectionId = options.newConnectionId();
  /** `half`: nothing goes through any more, and nobody knows. */
  let state: 'opening' | 'open' | 'half' | 'over' = 'opening';
  /** The client has closed it: it hears nothing more. */
  let isLeft = false;
  const later = (): number => delay(link, random);
  const isSilent = (): boolean => link.state === 'silent';
  const up = createWay(clock, wire, later, isSilent);
  const down = createWay(clock, wire, later, isSilent);
  const toClient = (work: () => void): void =>
    down(() => {
      if (state === 'open' && !isLeft) clock.after(0, actor, work);
    });
  const sayClosed = (): void => {
    if (!isLeft) events.closed(ABNORMAL);
  };
  const end = (): void => {
    state = 'over';
    sockets.delete(pipe);
  };
  /** The relay's end learns that the socket is gone. */
  const tellRelay = (): void => {
    if (relay.peers.delete(connectionId)) room().closed(connectionId);
  };
  const pipe: OpenPipe = {
    cut(silently) {
      if (state !== 'open') return;
      if (silently) {
        state = 'half';
        return;
      }
      end();
      clock.after(later(), wire, tellRelay);
      clock.after(later(), actor, sayClosed);
    },
  };
  const peer = {
    roomId,
    message(frame: string) {
      options.onFrame(connectionId, frame);
      toClient(() => {
        if (state === 'open' && !isLeft) events.message(frame);
      });
    },
    closed(code: number) {
      if (state !== 'open') return end();
      down(() => {
        if (state === 'over') return;
        end();
        clock.after(0, actor, () => {
          if (!isLeft) events.closed(code);
        });
      });
    },
  };
  clock.after(later() * 2, wire, () => {
    if (state !== 'opening') return;
    const mayOpen = link.state === 'up' && !link.blocksSockets;
    const admitted = mayOpen ? admit(relay, party, roomId, decodeURIComponent(ticket)) : null;
    if (admitted === null) {
      end();
      clock.after(later(), actor, sayClosed);
      return;
    }
    state = 'open';
    sockets.add(pipe);
    relay.peers.set(connectionId, peer);
    options.onConnected(connectionId, roomId, admitted.id);
    room().connect(connectionId, admitted);
    toClient(() => {
      if (state === 'open') events.open();
    });
  });
  return {
    send(text) {
      if (state !== 'open' || isLeft) return;
      up(() => {
        if (state === 'open' && relay.peers.has(connectionId)) room().message(connectionId, text);
      });
    },
    close() {
      if (isLeft || state === 'over') return;
      isLeft = true;
      if (state !== 'open') return end();
      // What was written before the close still arrives: TCP sends it first.
      up(() => {
        tellRelay();
        end();
      });
    },
  };
}
