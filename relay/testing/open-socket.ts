import type { ServerMessage } from '#shared/protocol/messages.ts';
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Socket } from 'node:net';

/** A WebSocket of the tests: Node 20 has none of its own. Text frames, close codes and pings; no extensions. */
export interface TestSocket {
  readonly frames: ServerMessage[];
  /** Raw text of everything that came. */
  readonly texts: string[];
  send(message: unknown): void;
  sendText(text: string): void;
  sendBytes(bytes: Buffer): void;
  /** The first frame, now or later, that fits. */
  next<Type extends ServerMessage['type']>(
    type: Type,
    fits?: (frame: Extract<ServerMessage, { type: Type }>) => boolean,
  ): Promise<Extract<ServerMessage, { type: Type }>>;
  readonly closed: Promise<number>;
  close(): void;
  /** Reads nothing more: what comes waits in the system's buffers. */
  pause(): void;
}

export class UpgradeRefused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`Upgrade refused with ${status}`);
    this.status = status;
  }
}

export interface SocketOptions {
  /** Gets every text as it comes; then nothing is kept in `frames` and `texts`. */
  readonly onText?: (text: string) => void;
}

/** @throws UpgradeRefused with the status when the server answers with anything but 101. */
export function openSocket(
  url: string,
  headers: Record<string, string> = {},
  options: SocketOptions = {},
): Promise<TestSocket> {
  return new Promise((resolve, reject) => {
    const opening = request(url, {
      headers: {
        ...headers,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
      },
    });
    opening.on('upgrade', (_response, socket: Socket, head: Buffer) =>
      resolve(createTestSocket(socket, head, options)),
    );
    opening.on('response', (response) => reject(new UpgradeRefused(response.statusCode ?? 0)));
    opening.on('error', reject);
    opening.end();
  });
}

const OPCODES = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

function createTestSocket(socket: Socket, head: Buffer, { onText }: SocketOptions): TestSocket {
  const frames: ServerMessage[] = [];
  const texts: string[] = [];
  const waiting = new Set<() => void>();
  let buffer = head;
  let parts: Buffer[] = [];
  let code = 1006;
  const closed = new Promise<number>((resolve) => socket.on('close', () => resolve(code)));
  socket.on('error', () => socket.destroy());

  const write = (opcode: number, payload: Buffer): void => {
    if (!socket.writable) return;
    socket.write(maskedFrame(opcode, payload));
  };
  const handle = ({ opcode, isLast, payload }: WireFrame): void => {
    if (opcode === OPCODES.ping) return write(OPCODES.pong, payload);
    if (opcode === OPCODES.close) {
      code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
      write(OPCODES.close, payload);
      return void socket.end();
    }
    parts.push(payload);
    if (!isLast) return;
    const text = Buffer.concat(parts).toString();
    parts = [];
    if (onText) return onText(text);
    texts.push(text);
    frames.push(JSON.parse(text) as ServerMessage);
    for (const look of [...waiting]) look();
  };
  const drain = (): void => {
    for (let frame = readFrame(buffer); frame !== null; frame = readFrame(buffer)) {
      buffer = buffer.subarray(frame.bytes);
      handle(frame);
    }
  };
  socket.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    drain();
  });
  drain();
  return {
    frames,
    texts,
    closed,
    send: (message) => write(OPCODES.text, Buffer.from(JSON.stringify(message))),
    sendText: (text) => write(OPCODES.text, Buffer.from(text)),
    sendBytes: (bytes) => write(OPCODES.binary, bytes),
    close: () => void socket.destroy(),
    pause: () => void socket.pause(),
    next(type, fits = () => true) {
      return new Promise((resolve) => {
        const look = (): void => {
          const found = frames.find((frame) => frame.type === type && fits(frame as never));
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found as never);
        };
        waiting.add(look);
        look();
      });
    },
  };
}

interface WireFrame {
  readonly opcode: number;
  readonly isLast: boolean;
  readonly payload: Buffer;
  readonly bytes: number;
}

/** null while it has not come whole. */
function readFrame(buffer: Buffer): WireFrame | null {
  if (buffer.length < 2) return null;
  const [first = 0, second = 0] = buffer;
  const short = second & 0x7f;
  const start = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (buffer.length < start) return null;
  const length =
    short === 127 ? Number(buffer.readBigUInt64BE(2)) : short === 126 ? buffer.readUInt16BE(2) : short;
  if (buffer.length < start + length) return null;
  const payload = buffer.subarray(start, start + length);
  return { opcode: first & 0x0f, isLast: (first & 0x80) !== 0, payload, bytes: start + length };
}

function maskedFrame(opcode: number, payload: Buffer): Buffer {
  const mask = randomBytes(4);
  const masked = Buffer.from(payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
  const header = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10);
  header[0] = 0x80 | opcode;
  if (payload.length < 126) header[1] = 0x80 | payload.length;
  else if (payload.length < 65_536) {
    header[1] = 0x80 | 126;
    header.writeUInt16BE(payload.length, 2);
  } else {
    header[1] = 0x80 | 127;
    header.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  return Buffer.concat([header, mask, masked]);
}
