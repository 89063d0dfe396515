/** Messages between the tabs of one browser about one thing. Nobody hears himself. */
export interface TabChannel {
  readonly send: (message: unknown) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
  readonly close: () => void;
}

/** Silent where the browser has no BroadcastChannel. */
export function createTabChannel(name: string): TabChannel {
  if (typeof BroadcastChannel === 'undefined')
    return Object.freeze({ send: () => undefined, onMessage: () => undefined, close: () => undefined });
  const channel = new BroadcastChannel(name);
  return Object.freeze({
    send: (message: unknown) => channel.postMessage(message),
    onMessage(listener: (message: unknown) => void) {
      channel.onmessage = (event: MessageEvent<unknown>) => listener(event.data);
    },
    close: () => channel.close(),
  });
}
