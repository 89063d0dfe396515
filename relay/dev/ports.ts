import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { StartRefusal } from './start-refusal.ts';

/** Where Weft is when `PORT` says nothing. */
export const DEFAULT_PORT = 1999;

/**
 * Systems give a port from 32,768 on to whatever asks for any port. One of these, freed a moment ago, is soon somebody
 * else's: another relay's own servers took it now and then. Below that nobody gets one without naming it.
 */
const NAMED_PORTS = { from: 20_000, to: 32_000 } as const;
const TRIES = 50;

/** A port nobody listens on at this moment. @throws Error when none was found. */
export async function findFreePort(host = '127.0.0.1'): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = await listenOnce(randomInt(NAMED_PORTS.from, NAMED_PORTS.to), host).catch(() => null);
    if (port !== null) return port;
  }
  throw new Error(`No free port was found on ${host}.`);
}

/**
 * Makes sure that a port can be listened on, because partykit stays up without a server when it cannot.
 * @throws StartRefusal naming `PORT=` when it is taken or not allowed.
 */
export async function requireFreePort(port: number, host: string): Promise<void> {
  try {
    await listenOnce(port, host);
  } catch (error) {
    throw new StartRefusal(describePortFailure((error as NodeJS.ErrnoException).code, port, host));
  }
}

/** Reads `PORT`. An empty value counts as none. @throws StartRefusal when it is not a port number. */
export function parsePort(text: string | undefined, fallback: number): number {
  if (text === undefined || text.trim() === '') return fallback;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port <= 65_535) return port;
  throw new StartRefusal(
    `PORT=${text} is not a port number. Give a whole number from 1 to 65535, such as PORT=3000.`,
  );
}

function describePortFailure(code: string | undefined, port: number, host: string): string {
  const another = `Choose another one, such as: PORT=${port === 65_535 ? 3000 : port + 1} npm start`;
  if (code === 'EADDRINUSE') return `Port ${port} is already taken on ${host}. ${another}`;
  if (code === 'EACCES') return `Port ${port} is not open to this user. ${another}`;
  if (code === 'EADDRNOTAVAIL') return `HOST=${host} is not an address of this machine.`;
  return `Port ${port} on ${host} cannot be opened (${code ?? 'unknown reason'}). ${another}`;
}

function listenOnce(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host }, () => {
      const address = server.address();
      const taken = address !== null && typeof address === 'object' ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}
