/**
 * What a worker can reach the world with. The interpreter reaches none of it; this is the second wall: in the thread
 * that a person's code runs in there is nothing to be reached.
 */
const WAYS_OUT = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'WebSocketStream',
  'WebTransport',
  'EventSource',
  'RTCPeerConnection',
  'importScripts',
  'Worker',
  'SharedWorker',
  'BroadcastChannel',
  'indexedDB',
  'caches',
  'cookieStore',
  'navigator',
  'Notification',
  'FileReader',
  'eval',
  'Function',
] as const;

/** Takes them away for good. Called when everything that the worker itself needs is there. */
export function shutIn(world: object): void {
  for (const name of WAYS_OUT)
    Object.defineProperty(world, name, { value: undefined, configurable: false, writable: false });
}
