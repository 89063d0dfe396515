import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_DIRECTORY } from './bootstrap.mjs';

/** The smallest relay: answers /health, tells its environment at /env and prints it, counts at /count in its storage. */
const TINY_RELAY = `
export default class Main {
  constructor(room) { this.room = room; }
  static async onFetch(request, lobby) {
    const { pathname } = new URL(request.url);
    if (pathname === '/health') return new Response('well');
    if (pathname !== '/env') return (await lobby.assets.fetch('/app.html')) ?? new Response('', { status: 404 });
    console.log('asked for', JSON.stringify(lobby.env));
    return Response.json(lobby.env);
  }
  async onRequest() {
    const count = ((await this.room.storage.get('count')) ?? 0) + 1;
    await this.room.storage.put('count', count);
    return new Response(String(count));
  }
}
`;

/** The state of a listening socket in /proc/net/tcp. */
const LISTENING = '0A';

/** A directory that is gone when the test is over. */
export type TemporaryDirectory = { readonly path: string; remove(): void };

export function makeTemporaryDirectory(): TemporaryDirectory {
  const path = mkdtempSync(join(tmpdir(), 'weft-dev-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A project that is complete enough to be started, with the dependencies of this one. */
export function makeTinyProject(relaySource = TINY_RELAY): TemporaryDirectory {
  const directory = makeTemporaryDirectory();
  const write = (name: string, text: string) => writeFileSync(join(directory.path, name), text);
  mkdirSync(join(directory.path, 'dist'));
  mkdirSync(join(directory.path, 'relay'));
  symlinkSync(join(PROJECT_DIRECTORY, 'node_modules'), join(directory.path, 'node_modules'), 'dir');
  write('package.json', '{"type":"module"}');
  write(
    'partykit.json',
    '{"name":"tiny","main":"relay/main.ts","compatibilityDate":"2024-07-18","serve":"dist"}',
  );
  write('dist/app.html', '<p>page</p>');
  write('relay/main.ts', relaySource);
  return directory;
}

/** The machine's addresses that others can reach; empty on a machine without a network. */
export function foreignAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80'))
    .map(({ address }) => address);
}

/** The local addresses that the processes of a group listen on, as /proc tells (`lsof` where there is none). */
export function listeningAddresses(processGroup: number): string[] {
  return listeningPlaces(processGroup).map(({ address }) => address);
}

/** The same with the ports. */
export function listeningPlaces(processGroup: number): { address: string; port: number }[] {
  if (!existsSync('/proc/net/tcp')) return placesFromLsof(processGroup);
  const sockets = new Set(processesOfGroup(processGroup).flatMap(socketsOfProcess));
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === LISTENING && sockets.has(fields[9] ?? ''))
      .map(([, local = '']) => {
        const [address = '', port = ''] = local.split(':');
        return { address: readableAddress(address), port: parseInt(port, 16) };
      }),
  );
}

function placesFromLsof(processGroup: number): { address: string; port: number }[] {
  const output = execFileSync(
    'lsof',
    ['-nP', '-a', '-g', String(processGroup), '-iTCP', '-sTCP:LISTEN', '-Fn'],
    {
      encoding: 'utf8',
    },
  );
  return [...output.matchAll(/^n(.*):(\d+)$/gm)].map(([, address = '', port]) => ({
    address: address === '*' ? '0.0.0.0' : address,
    port: Number(port),
  }));
}

/** The kernel writes the four bytes of an IPv4 address backwards, in hexadecimal. */
function readableAddress(hexadecimal: string): string {
  const bytes = hexadecimal.match(/../g) ?? [];
  return bytes.length === 4
    ? bytes
        .map((byte) => parseInt(byte, 16))
        .reverse()
        .join('.')
    : hexadecimal;
}

/** The environments of the processes of a group as they were given at their start; none where there is no /proc. */
export function environmentsOfGroup(group: number): string[] {
  if (!existsSync('/proc/net/tcp')) return [];
  return processesOfGroup(group).flatMap((pid) => {
    try {
      return [readFileSync(`/proc/${pid}/environ`, 'utf8')];
    } catch {
      // Ended between the listing and now.
      return [];
    }
  });
}

function processesOfGroup(group: number): string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && groupOf(pid) === String(group));
}

function groupOf(pid: string): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2];
  } catch {
    // Ended between the listing and now.
    return undefined;
  }
}

function socketsOfProcess(pid: string): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${descriptor}`))?.[1] ?? [];
    } catch {
      // Closed between the listing and now.
      return [];
    }
  });
}
