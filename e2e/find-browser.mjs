/** Finds a Chromium for the browser tests and installs one when there is none. Plain Node without dependencies. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path of a browser of this system, or undefined when Playwright's own is to be used. */
export function findBrowser() {
  return findInstalled() ?? installFromSystem() ?? installFromPlaywright();
}

function findInstalled() {
  const folders = ['/usr/bin', ...(process.env['PATH'] ?? '').split(delimiter)];
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) =>
    existsSync(path),
  );
}

function installFromSystem() {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return undefined;
  const quietly = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  console.log('Installing Chromium…');
  spawnSync('apt-get', ['update', '-q'], quietly);
  spawnSync('apt-get', ['install', '-y', '-q', 'chromium'], quietly);
  return findInstalled();
}

function installFromPlaywright() {
  spawnSync(process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return undefined;
}
