import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { allowedHosts, urlHost } from './allowed-hosts.ts';
import { describeEnvFiles, findEnvFiles } from './env-files.ts';
import { readOperatorEnvironment, secretValues } from './operator-environment.ts';
import { findFreePort, requireFreePort } from './ports.ts';
import { createRedactor } from './redact.ts';
import { writeRelayConfig } from './relay-config.ts';
import { createRelayLog } from './relay-log.ts';
import { keepRelaySecrets } from './relay-secrets.ts';
import { StartRefusal } from './start-refusal.ts';
import { lockDirectory, type StateDirectory } from './state-directory.ts';
import { superviseRelay, type Supervisor } from './supervisor.ts';

const PROJECT_DIRECTORY = fileURLToPath(new URL('../..', import.meta.url));
const LOOPBACK = '127.0.0.1';

/** Rooms, keys, configuration and log: a path that is made when absent, or a directory the caller has taken. */
type StatePlace =
  | { readonly stateDir: string; readonly state?: undefined }
  | { readonly state: StateDirectory; readonly stateDir?: undefined };

export type StartRelayOptions = StatePlace & {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** The address to listen on; loopback unless the operator asks for another. */
  readonly host?: string;
  /** Provider keys and `WEFT_…` settings for the relay; nothing is taken from the process's own environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The built web app; `dist` of the project when absent. */
  readonly dist?: string;
  /** Where `partykit.json` and `relay/` lie; this project when absent. */
  readonly projectDir?: string;
  /** More origins a page may come from, such as the development server's. */
  readonly pageOrigins?: readonly string[];
  readonly waitsForMending?: boolean;
  readonly onNotice?: (text: string) => void;
  readonly onTrouble?: (line: string) => void;
};

/** A relay under supervision: it comes back when it is killed. */
export type RunningRelay = {
  readonly url: string;
  readonly port: number;
  readonly stateDir: string;
  readonly logFile: string;
  /** The process of partykit at this moment; another one after a restart. */
  readonly pid: number | undefined;
  workerdPid(): number | undefined;
  /** Kills workerd with SIGKILL and waits until it is gone; await `untilHealthy` for the next one. */
  killWorkerd(): Promise<void>;
  untilHealthy(): Promise<void>;
  /** Ends every process of it. Idempotent. */
  stop(): Promise<void>;
};

/**
 * Starts the real relay, `partykit dev` with workerd, and waits until it answers. `npm start`, the process tests
 * and the browser tests all start it here.
 * @throws StartRefusal when something a person can mend is in the way.
 */
export async function startRelay(options: StartRelayOptions): Promise<RunningRelay> {
  const projectDirectory = resolve(options.projectDir ?? PROJECT_DIRECTORY);
  const host = options.host ?? LOOPBACK;
  refuseEnvFiles(projectDirectory);
  const operator = readOperatorEnvironment(options.env ?? {});
  const port = options.port || (await findFreePort(host));
  await requireFreePort(port, host);
  const state = options.state ?? lockDirectory(resolve(options.stateDir), false);
  if (state === undefined)
    throw new StartRefusal(`Another Weft is using ${options.stateDir}. Stop it first.`);
  const url = `http://${host === '0.0.0.0' || host === '::' ? LOOPBACK : urlHost(host)}:${port}`;
  const variables = {
    ...keepRelaySecrets(state.path, options.env?.['WEFT_ROTATE_ENCRYPTION_KEY'] === '1'),
    ...operator,
    WEFT_ALLOWED_HOSTS: allowedHosts({
      ...{ host, port, pageOrigins: options.pageOrigins ?? [] },
      operator: operator['WEFT_ALLOWED_HOSTS'],
    }).join(','),
  };
  const log = createRelayLog({
    file: join(state.path, 'relay.log'),
    redact: createRedactor(secretValues(variables)),
    onTrouble: options.onTrouble ?? (() => undefined),
  });
  try {
    const supervisor = await superviseRelay({
      projectDirectory,
      configFile: writeRelayConfig({
        projectDirectory,
        stateDirectory: state.path,
        webDirectory: resolve(projectDirectory, options.dist ?? 'dist'),
        variables,
      }),
      roomsDirectory: join(state.path, 'rooms'),
      host,
      port,
      url,
      log,
      waitsForMending: options.waitsForMending ?? false,
      onNotice: options.onNotice ?? (() => undefined),
    });
    return createHandle(supervisor, {
      url,
      port,
      stateDir: state.path,
      logFile: log.file,
      release: state.release,
    });
  } catch (error) {
    state.release();
    throw error;
  }
}

function refuseEnvFiles(projectDirectory: string): void {
  const files = findEnvFiles(projectDirectory);
  if (files.length > 0) throw new StartRefusal(describeEnvFiles(files));
  if (!existsSync(join(projectDirectory, 'partykit.json'))) {
    throw new StartRefusal(`${projectDirectory} is no Weft project: it has no partykit.json.`);
  }
}

function createHandle(
  supervisor: Supervisor,
  facts: { url: string; port: number; stateDir: string; logFile: string; release: () => void },
): RunningRelay {
  const { release, ...rest } = facts;
  return Object.freeze({
    ...rest,
    get pid() {
      return supervisor.pid();
    },
    workerdPid: supervisor.workerdPid,
    untilHealthy: supervisor.untilHealthy,
    async killWorkerd() {
      const pid = supervisor.workerdPid();
      if (pid === undefined) return;
      process.kill(pid, 'SIGKILL');
      while (supervisor.workerdPid() === pid) await sleep(5);
    },
    async stop() {
      await supervisor.stop();
      release();
    },
  });
}
