import { DEFAULT_PORT, findFreePort, parsePort, requireFreePort } from './ports.ts';
import { PROJECT_DIRECTORY } from './bootstrap.mjs';
import { describeEnvFiles, findEnvFiles } from './env-files.ts';
import { startRelay, type RunningRelay } from './start-relay.ts';
import { StartRefusal } from './start-refusal.ts';
import { takeStateDirectory } from './state-directory.ts';

const LOOPBACK = '127.0.0.1';
const PARENT_CHECK_EVERY_MS = 500;

type Closable = { close(): Promise<void> };

/** Serves Weft in the foreground until a signal ends it, and prints the one address to open. */
export async function serve({ isDevelopment }: { isDevelopment: boolean }): Promise<void> {
  try {
    const running = isDevelopment ? await serveForDevelopment() : await serveBuilt();
    endOnSignal(running);
  } catch (error) {
    if (!(error instanceof StartRefusal)) throw error;
    tell(error.message);
    process.exitCode = 1;
  }
}

async function serveBuilt(): Promise<Closable> {
  const host = process.env['HOST'] || LOOPBACK;
  const port = parsePort(process.env['PORT'], DEFAULT_PORT);
  await refuseEarly(port, host);
  const relay = await startOwnRelay({ port, host });
  if (host !== LOOPBACK) tell(`Everybody who reaches ${host} can open this page: HOST= asked for it.`);
  process.stdout.write(`Weft is at ${relay.url}\n`);
  return { close: relay.stop };
}

/** The page comes from Vite and reloads as files change; the relay stands behind it on a port of its own. */
async function serveForDevelopment(): Promise<Closable> {
  const port = parsePort(process.env['PORT'], DEFAULT_PORT);
  await refuseEarly(port, LOOPBACK);
  const pageOrigins = [LOOPBACK, 'localhost'].map((name) => `http://${name}:${port}`);
  const relay = await startOwnRelay({
    port: await findFreePort(),
    host: LOOPBACK,
    pageOrigins,
    waitsForMending: true,
  });
  process.env['WEFT_RELAY_URL'] = relay.url;
  const { createServer } = await import('vite');
  const vite = await createServer({
    configFile: `${PROJECT_DIRECTORY}/vite.config.ts`,
    server: { port },
  });
  await vite.listen();
  process.stdout.write(`Weft is at http://${LOOPBACK}:${port}\n`);
  return {
    async close() {
      await Promise.all([vite.close(), relay.stop()]);
    },
  };
}

/** Before a directory is taken: refusals leave nothing behind. */
async function refuseEarly(port: number, host: string): Promise<void> {
  const envFiles = findEnvFiles(PROJECT_DIRECTORY);
  if (envFiles.length > 0) throw new StartRefusal(describeEnvFiles(envFiles));
  await requireFreePort(port, host);
}

async function startOwnRelay(options: {
  port: number;
  host: string;
  pageOrigins?: string[];
  waitsForMending?: boolean;
}): Promise<RunningRelay> {
  const state = takeStateDirectory({ projectDirectory: PROJECT_DIRECTORY, port: options.port }, process.env);
  if (state === undefined) {
    throw new StartRefusal(
      `Another Weft is using WEFT_STATE_DIR=${process.env['WEFT_STATE_DIR']}. Name another directory.`,
    );
  }
  if (state.isSecond)
    tell(`Another Weft of this folder is running; this one keeps its runs in ${state.path}.`);
  return startRelay({ ...options, state, env: process.env, onNotice: tell, onTrouble: tell });
}

function endOnSignal(running: Closable): void {
  let isEnding = false;
  const end = async () => {
    // A second signal means now: the children end with this process.
    if (isEnding) process.exit(1);
    isEnding = true;
    await running.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());
  whenNpmIsGone(() => void end());
}

/** npm hands a signal to its shell, which dies of it and passes nothing on: what it started would hold the port for ever. */
function whenNpmIsGone(callback: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, PARENT_CHECK_EVERY_MS);
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
