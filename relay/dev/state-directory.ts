import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The place where one relay keeps its rooms, keys and log, held by one supervisor at a time. */
export type StateDirectory = {
  readonly path: string;
  /** True when another supervisor holds the usual place, so that this one has a place of its own. */
  readonly isSecond: boolean;
  /** Lets the next supervisor have it. Idempotent. */
  release(): void;
};

/**
 * Takes the state directory of a project: `WEFT_STATE_DIR`, else one per project folder under the user's state
 * directory. Two servers over the same rooms would damage them, so the second one gets a directory of its port.
 * @returns undefined when `WEFT_STATE_DIR` is named and another supervisor holds it.
 */
export function takeStateDirectory(
  options: { projectDirectory: string; port: number },
  environment: NodeJS.ProcessEnv,
): StateDirectory | undefined {
  const named = environment['WEFT_STATE_DIR'];
  if (named) return lockDirectory(resolve(named), false);
  const usual = usualDirectory(options.projectDirectory, environment);
  return lockDirectory(usual, false) ?? lockDirectory(`${usual}-${options.port}`, true);
}

/** Takes exactly this directory, or answers undefined when a living supervisor holds it. */
export function lockDirectory(path: string, isSecond: boolean): StateDirectory | undefined {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
  const lockFile = join(path, 'lock');
  if (!writeLock(lockFile)) {
    if (isHeld(readLock(lockFile))) return undefined;
    // The holder died without cleaning up.
    rmSync(lockFile, { force: true });
    if (!writeLock(lockFile)) return undefined;
  }
  let isOurs = true;
  const release = () => {
    if (isOurs) rmSync(lockFile, { force: true });
    isOurs = false;
  };
  return Object.freeze({ path, isSecond, release });
}

/** Where the rooms of a project are when `WEFT_STATE_DIR` says nothing. */
export function usualDirectory(projectDirectory: string, environment: NodeJS.ProcessEnv): string {
  const base = environment['XDG_STATE_HOME'] || join(homedir(), '.local', 'state');
  const project = createHash('sha256').update(resolve(projectDirectory)).digest('hex').slice(0, 12);
  return join(base, 'weft', project);
}

function writeLock(file: string): boolean {
  try {
    writeFileSync(file, describeProcess(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readLock(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Released between our attempt and now.
    return '';
  }
}

function isHeld(lock: string): boolean {
  const pid = Number(lock.split(' ')[0]);
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) && describeProcess(pid) === lock;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A process by number and time of start: after a reboot its number alone may belong to somebody else. */
function describeProcess(pid: number): string {
  return `${pid} ${startOfProcess(pid)}`;
}

function startOfProcess(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The 22nd field is the start in clock ticks; the second, the program's name, may hold spaces.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    // No /proc on this system, or no such process.
    return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
  }
}
