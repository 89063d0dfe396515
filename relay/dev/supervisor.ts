import { setTimeout as sleep } from 'node:timers/promises';
import { isHealthy } from './health.ts';
import type { RelayLog } from './relay-log.ts';
import { StartRefusal } from './start-refusal.ts';
import { startPartykit, type PartykitProcess } from './partykit-process.ts';

const START_TIMEOUT_MS = 90_000;
const FIRST_CHECKS_EVERY_MS = 50;
const CHECK_EVERY_MS = 2000;
const CHECK_TIMEOUT_MS = 3000;
const FAILED_CHECKS_ALLOWED = 3;
const FIRST_RESTART_DELAY_MS = 100;
const LONGEST_RESTART_DELAY_MS = 10_000;
/** A relay that has lived this long has not been crashing. */
const STABLE_AFTER_MS = 60_000;
const BUILD_FAILED = /✘ \[ERROR\]|Build failed|Could not find (main|party)/;

export type SupervisorOptions = {
  readonly projectDirectory: string;
  readonly configFile: string;
  readonly roomsDirectory: string;
  readonly host: string;
  readonly port: number;
  /** Where the relay is reached from this machine. */
  readonly url: string;
  readonly log: RelayLog;
  /** While developing, a build that fails is mended in the editor: wait for it instead of giving up. */
  readonly waitsForMending: boolean;
  /** Tells a person what the supervisor does, in whole sentences. */
  onNotice(text: string): void;
};

/** Keeps one relay running: starts it, asks for its health, starts it again when it is dead or deaf. */
export type Supervisor = {
  pid(): number | undefined;
  workerdPid(): number | undefined;
  /** Settles when the relay answers. */
  untilHealthy(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts the relay. @throws StartRefusal with the last lines of the log when it does not come up. */
export async function superviseRelay(options: SupervisorOptions): Promise<Supervisor> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let current = launch(options);
  await untilFirstHealthy(options, current).catch(async (error: unknown) => {
    await current.process.end();
    throw error;
  });
  const watching = watch();

  async function watch(): Promise<void> {
    let crashes = 0;
    while (!signal.aborted) {
      const startedAt = performance.now();
      await untilDeadOrDeaf(options, current, signal);
      if (signal.aborted) return;
      crashes = performance.now() - startedAt > STABLE_AFTER_MS ? 1 : crashes + 1;
      const delayInMs = Math.min(FIRST_RESTART_DELAY_MS * 2 ** (crashes - 1), LONGEST_RESTART_DELAY_MS);
      options.onNotice(describeRestart(crashes, delayInMs, options.log));
      await current.process.end();
      await sleep(delayInMs, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) current = launch(options);
    }
  }

  return Object.freeze({
    pid: () => current.process.pid,
    workerdPid: () => current.process.workerdPid(),
    async untilHealthy() {
      while (!signal.aborted && !(await isHealthy(options.url, CHECK_TIMEOUT_MS)))
        await sleep(FIRST_CHECKS_EVERY_MS);
    },
    async stop() {
      stopping.abort();
      await current.process.end();
      await watching;
    },
  });
}

type Launched = { process: PartykitProcess; hasEnded(): boolean; buildHasFailed(): boolean };

function launch(options: SupervisorOptions): Launched {
  let ended = false;
  let buildFailed = false;
  const process = startPartykit({
    ...options,
    onOutput: (text) => {
      buildFailed ||= BUILD_FAILED.test(text);
      options.log.write(text);
    },
    onWorkerdLost: () => options.onNotice('The relay was killed and is being started again.'),
  });
  void process.ended.then(() => {
    ended = true;
  });
  return { process, hasEnded: () => ended, buildHasFailed: () => buildFailed };
}

async function untilFirstHealthy(options: SupervisorOptions, launched: Launched): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!(await isHealthy(options.url, CHECK_TIMEOUT_MS))) {
    const failed = launched.hasEnded() || (launched.buildHasFailed() && !options.waitsForMending);
    if (failed || performance.now() > deadline) {
      throw new StartRefusal(
        `The relay did not start. The end of ${options.log.file}:\n${options.log.tail()}`,
      );
    }
    await sleep(FIRST_CHECKS_EVERY_MS);
  }
}

/** Watches until the process has ended or has failed to answer several times in a row. */
async function untilDeadOrDeaf(
  options: SupervisorOptions,
  launched: Launched,
  signal: AbortSignal,
): Promise<void> {
  let failedChecks = 0;
  const aborted = new Promise<void>((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  while (!signal.aborted && !launched.hasEnded() && failedChecks < FAILED_CHECKS_ALLOWED) {
    await Promise.race([
      sleep(CHECK_EVERY_MS, undefined, { signal }).catch(() => undefined),
      launched.process.ended,
      aborted,
    ]);
    if (signal.aborted || launched.hasEnded()) return;
    const isWell =
      (await isHealthy(options.url, CHECK_TIMEOUT_MS)) ||
      (launched.buildHasFailed() && options.waitsForMending);
    failedChecks = isWell ? 0 : failedChecks + 1;
  }
}

function describeRestart(crashes: number, delayInMs: number, log: RelayLog): string {
  if (crashes < 4) return 'The relay has stopped and is being started again.';
  const seconds = Math.max(1, Math.round(delayInMs / 1000));
  return `The relay has stopped ${crashes} times in a row; trying again in ${seconds} s. The end of ${log.file}:\n${log.tail()}`;
}
