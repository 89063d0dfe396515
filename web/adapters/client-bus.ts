import type { ServerMessage } from '#shared/protocol/messages.ts';
import type { WeftError } from '#shared/run/errors.ts';

/** What the connection itself has to say, beside the relay's messages. Never logged, never sent. */
export type ConnectionNews =
  /** The way to the relay is gone; it is looked for again unless `error` says that this is no use. */
  | { readonly type: 'connection.lost'; readonly data: { readonly error: WeftError | null } }
  | { readonly type: 'connection.restored'; readonly data: { readonly lostForMs: number } }
  /** Everything up to `head` has been given out as `entries` since the way was (re)opened. */
  | { readonly type: 'log.caught-up'; readonly data: { readonly head: number } };

/**
 * Everything that listeners can hear. `entries` come in order, without gap or repetition, whatever way they took; all
 * others as the relay said them. By polling, `connection.ready` and `pong` are made from the polls' answers.
 */
export type BusMessage = ServerMessage | ConnectionNews;
export type BusMessageType = BusMessage['type'];
export type BusData<Type extends BusMessageType> = Extract<BusMessage, { type: Type }>['data'];

/** Listeners by type of message, and for all of them. */
export interface ClientBus {
  /** Returns its unsubscribe. */
  readonly on: {
    (type: '*', listener: (message: BusMessage) => void): () => void;
    <Type extends BusMessageType>(type: Type, listener: (data: BusData<Type>) => void): () => void;
  };
  readonly publish: (message: BusMessage) => void;
}

type Listener = (message: BusMessage) => void;

export function createClientBus(): ClientBus {
  const listeners = new Map<string, Set<Listener>>();

  function listen(type: string, listener: Listener): () => void {
    const heard = listeners.get(type) ?? new Set();
    listeners.set(type, heard);
    heard.add(listener);
    return () => void heard.delete(listener);
  }

  function on(type: '*', listener: (message: BusMessage) => void): () => void;
  function on<Type extends BusMessageType>(type: Type, listener: (data: BusData<Type>) => void): () => void;
  function on(type: string, listener: (argument: never) => void): () => void {
    const tell = listener as (argument: unknown) => void;
    // A listener of its own each time, so that the same function may listen twice.
    return listen(type, type === '*' ? (message) => tell(message) : ({ data }) => tell(data));
  }

  return Object.freeze({
    on,
    publish(message: BusMessage) {
      for (const type of [message.type, '*'])
        for (const listener of [...(listeners.get(type) ?? [])]) call(listener, message);
    },
  });
}

/** One listener's mistake keeps nobody else from hearing; it shows up as an uncaught error of its own. */
function call(listener: Listener, message: BusMessage): void {
  try {
    listener(message);
  } catch (caught) {
    queueMicrotask(() => {
      throw caught;
    });
  }
}
