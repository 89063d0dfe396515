import { LIMITS } from '../../../shared/protocol/limits.ts';
import type { ServerMessage } from '../../../shared/protocol/messages.ts';
import type { ApiClient } from '../../../relay/testing/api-client.ts';
import { openSocket, type TestSocket } from '../../../relay/testing/open-socket.ts';

/** What one viewer of a run has seen, checked as it comes. */
export interface Viewer {
  /** Last entry that came without a gap before it. */
  readonly seq: () => number;
  /** Entries or characters that were left out or came twice. */
  readonly faults: () => number;
  /** Characters of all texts so far. */
  readonly characters: () => number;
  /** Reads nothing more from now on. */
  readonly stopReading: () => void;
  readonly close: () => void;
}

/** A number written by the provider, with a blank behind it. */
export type OnToken = (token: number, at: number) => void;

const CREDIT_STEP = 16;

/** Opens a socket that follows the run and gives credit back as a tab does. */
export async function openViewer(
  url: string,
  client: ApiClient,
  runId: string,
  clientId: string,
  onToken: OnToken,
): Promise<Viewer> {
  const texts = new Map<string, string>();
  let seq = 0;
  let faults = 0;
  let dealtWith = 0;
  let socket: TestSocket | null = null;

  function paid(): void {
    dealtWith += 1;
    if (dealtWith < CREDIT_STEP) return;
    socket?.send({ type: 'credit', data: { frames: Math.min(dealtWith, LIMITS.creditFrames) } });
    dealtWith = 0;
  }

  function takeDeltas(frame: Extract<ServerMessage, { type: 'delta' }>, at: number): void {
    for (const { callId, offset, text } of frame.data.deltas) {
      const known = texts.get(callId) ?? '';
      if (offset !== known.length) faults += 1;
      texts.set(callId, known + text);
      for (const token of text.trim().split(' ')) onToken(Number(token), at);
    }
    paid();
  }

  function take(text: string, ready: () => void): void {
    const at = performance.now();
    const frame = JSON.parse(text) as ServerMessage;
    if (frame.type === 'connection.ready') socket?.send({ type: 'subscribe', data: { after: 0 } });
    if (frame.type === 'subscribed') ready();
    if (frame.type === 'delta') takeDeltas(frame, at);
    if (frame.type === 'behind') faults += 1;
    if (frame.type !== 'entries') return;
    for (const entry of frame.data.entries) {
      if (entry.seq !== seq + 1) faults += 1;
      seq = entry.seq;
    }
    paid();
  }

  const ticket = await client.ticket(runId);
  await new Promise<void>((resolve, reject) => {
    const onText = (text: string) => take(text, resolve);
    void openSocket(`${url}/parties/run/${runId}?ticket=${ticket}`, {}, { onText }).then((opened) => {
      socket = opened;
      opened.send({ type: 'hello', data: { token: client.token, protocol: 1, clientId } });
    }, reject);
  });
  return Object.freeze({
    seq: () => seq,
    faults: () => faults,
    characters: () => [...texts.values()].reduce((sum, { length }) => sum + length, 0),
    stopReading: () => socket?.pause(),
    close: () => socket?.close(),
  });
}
