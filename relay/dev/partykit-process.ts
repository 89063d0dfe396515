import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROVIDER_KEY_NAMES } from './operator-environment.ts';

const PRELOAD = fileURLToPath(new URL('./loopback-preload.mjs', import.meta.url));
const TERMINATION_GRACE_MS = 2000;

/** One running `partykit dev` with its workerd, as a process group of its own. */
export type PartykitProcess = {
  readonly pid: number | undefined;
  /** The workerd that is running now; undefined while there is none. */
  workerdPid(): number | undefined;
  /** Settles when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends the whole group, by force after 2 s. Idempotent. */
  end(): Promise<void>;
};

/** What the preload reports (loopback-preload.mjs). */
type PreloadMessage =
  | { type: 'workerd.started'; pid: number }
  | { type: 'workerd.ended'; pid: number; code: number | null; signal: string | null; wanted: boolean };

export type PartykitOptions = {
  readonly projectDirectory: string;
  readonly configFile: string;
  /** Where the rooms' storage is kept. */
  readonly roomsDirectory: string;
  readonly host: string;
  readonly port: number;
  /** Everything the processes print, in pieces as they come. */
  onOutput(text: string): void;
  /** workerd ended without being asked to; it is being started again. */
  onWorkerdLost(): void;
};

/** Starts `partykit dev`; whether it serves is for a health check to say. */
export function startPartykit(options: PartykitOptions): PartykitProcess {
  const child = spawn(process.execPath, commandLine(options), {
    cwd: options.projectDirectory,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: childEnvironment(options.host),
  });
  let workerdPid: number | undefined;
  child.stdout?.on('data', (chunk: Buffer) => options.onOutput(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => options.onOutput(chunk.toString()));
  child.on('message', (message: PreloadMessage) => {
    if (message.type === 'workerd.started') workerdPid = message.pid;
    else if (workerdPid === message.pid) workerdPid = undefined;
    if (message.type === 'workerd.ended' && !message.wanted) options.onWorkerdLost();
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return Object.freeze({
    pid: child.pid,
    workerdPid: () => workerdPid,
    ended,
    end: () => endGroup(child, ended),
  });
}

function commandLine(options: PartykitOptions): string[] {
  return [
    '--import',
    PRELOAD,
    join(options.projectDirectory, 'node_modules', 'partykit', 'dist', 'bin.mjs'),
    'dev',
    '--config',
    options.configFile,
    '--port',
    String(options.port),
    // Here, because the default of this option wins over the configuration file.
    '--persist',
    options.roomsDirectory,
    '--disable-request-cf-fetch',
    '--no-hotkeys',
  ];
}

/** The keys travel in the configuration file; the child's environment stays free of them. */
function childEnvironment(host: string): NodeJS.ProcessEnv {
  const hidden = new Set<string>(PROVIDER_KEY_NAMES);
  const kept = Object.entries(process.env).filter(([name]) => !hidden.has(name) && !name.startsWith('WEFT_'));
  return { ...Object.fromEntries(kept), WEFT_LISTEN_HOST: host, NO_COLOR: '1', FORCE_COLOR: '0' };
}

async function endGroup(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const force = setTimeout(() => signalGroup(child, 'SIGKILL'), TERMINATION_GRACE_MS);
  signalGroup(child, 'SIGTERM');
  await ended;
  clearTimeout(force);
  // workerd and esbuild are in the group too and may outlive their parent.
  signalGroup(child, 'SIGKILL');
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The whole group has gone already.
  }
}
