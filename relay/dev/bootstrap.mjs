/**
 * What has to be true before anything else can run. Plain Node without dependencies: it works on a fresh clone.
 * `npm start` and `npm test` both begin here.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT_DIRECTORY = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

const OLDEST_NODE = [20, 19];
const BUILD_SOURCES = ['web', 'shared', 'package-lock.json', 'vite.config.ts', 'svelte.config.js'];

/** Ends the process with a message when Node is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  fail(
    `Weft needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}. Get it at https://nodejs.org.`,
  );
}

/** Installs the dependencies when they are missing or belong to another lock file. */
export function ensureInstalled() {
  const lockFile = join(PROJECT_DIRECTORY, 'package-lock.json');
  const lock = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  const marker = join(PROJECT_DIRECTORY, 'node_modules', '.weft-lock');
  const installed = existsSync(marker) ? readFileSync(marker, 'utf8') : undefined;
  if (installed === lock) return;
  // npm leaves a list of what it installed: somebody has run it by hand since the lock file last changed.
  const byHand = join(PROJECT_DIRECTORY, 'node_modules', '.package-lock.json');
  const isFresh = installed === undefined && existsSync(byHand) && changedAt(byHand) >= changedAt(lockFile);
  if (!isFresh) {
    process.stderr.write('Installing dependencies…\n');
    run(
      'npm',
      ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
      'The dependencies could not be installed.',
    );
  }
  writeFileSync(marker, lock);
}

/** Builds the web app when there is none or a source is newer than it. */
export function ensureBuilt() {
  const shell = join(PROJECT_DIRECTORY, 'dist', 'app.html');
  const builtAt = existsSync(shell) ? changedAt(shell) : 0;
  if (BUILD_SOURCES.every((source) => newestChange(join(PROJECT_DIRECTORY, source)) < builtAt)) return;
  process.stderr.write('Building the web app…\n');
  build();
}

/** Builds the web app. */
export function build() {
  const vite = join(PROJECT_DIRECTORY, 'node_modules', 'vite', 'bin', 'vite.js');
  run(process.execPath, [vite, 'build', '--logLevel', 'warn'], 'The web app could not be built.');
}

/** Runs a command to its end with the terminal of this process; ends the process when it fails. */
function run(command, parameters, failure) {
  const isNpmOnWindows = command === 'npm' && process.platform === 'win32';
  const result = spawnSync(command, parameters, {
    cwd: PROJECT_DIRECTORY,
    // What a person reads in the end is one line on stdout; everything on the way goes to stderr.
    stdio: ['ignore', 2, 2],
    shell: isNpmOnWindows,
  });
  if (result.status !== 0) fail(failure);
}

function newestChange(path) {
  if (!existsSync(path)) return 0;
  const inner = statSync(path).isDirectory() ? readdirSync(path) : [];
  return inner.reduce((newest, name) => Math.max(newest, newestChange(join(path, name))), changedAt(path));
}

function changedAt(path) {
  return statSync(path).mtimeMs;
}

/** @returns {never} */
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
