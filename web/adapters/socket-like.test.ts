import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openWebSocket } from './socket-like.ts';

/** Stands for the browser's; the test says what happens to it. */
class FakeSocket extends EventTarget {
  static last: FakeSocket | undefined;
  readyState = 0;
  readonly sent: string[] = [];
  closes = 0;

  constructor(readonly url: string) {
    super();
    if (url.startsWith('http')) throw new SyntaxError('not an address of a socket');
    FakeSocket.last = this;
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closes += 1;
  }

  opens(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  hears(data: unknown): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }

  ends(code: number): void {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }
}

function open(url = 'ws://relay/parties/run/1') {
  const heard: string[] = [];
  const socket = openWebSocket(url, {
    open: () => heard.push('open'),
    message: (text) => heard.push(text),
    closed: (code) => heard.push(`closed ${code}`),
  });
  return { heard, socket, real: FakeSocket.last as FakeSocket };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a socket of the browser', () => {
  test('opens, carries text both ways and ends with the code it was closed with', () => {
    const { heard, socket, real } = open();
    real.opens();
    socket.send('hello');
    real.hears('welcome');
    real.hears(new Uint8Array([1]));
    real.ends(4401);
    expect(real.sent).toEqual(['hello']);
    expect(heard).toEqual(['open', 'welcome', 'closed 4401']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('drops what cannot be sent now', () => {
    const { socket, real } = open();
    socket.send('too early');
    real.opens();
    real.ends(1000);
    socket.send('too late');
    expect(real.sent).toEqual([]);
  });

  test('ends once when it fails, whatever follows', () => {
    const { heard, real } = open();
    real.dispatchEvent(new Event('error'));
    real.ends(1006);
    real.hears('late');
    expect(heard).toEqual(['closed 1006']);
  });

  test('that does not open in time has failed, even if it opens later', () => {
    const { heard, real } = open();
    vi.advanceTimersByTime(9_999);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(1);
    real.opens();
    expect(heard).toEqual(['closed 1006']);
    expect(real.closes).toBe(1);
  });

  test('tells nothing more once it was closed here', () => {
    const { heard, socket, real } = open();
    real.opens();
    socket.close();
    real.hears('late');
    real.ends(1000);
    expect(heard).toEqual(['open']);
    expect([real.closes, vi.getTimerCount()]).toEqual([1, 0]);
  });

  test('whose address the browser refuses has failed, after it was handed over', async () => {
    const { heard, socket } = open('https://relay');
    expect(heard).toEqual([]);
    socket.send('nothing');
    await Promise.resolve();
    expect(heard).toEqual(['closed 1006']);
    expect(vi.getTimerCount()).toBe(0);
  });
});
