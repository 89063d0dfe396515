import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../relay/dev/ports.ts';
import { launchBenchBrowser } from './bench-browser.ts';
import type { Bench, BenchResult } from './bench-row.ts';

/**
 * What a stranger does: clones the project, types `npm start`, opens the page, picks a template, presses Run and sees
 * the first words of a node. The clone holds what is committed; npm's own cache is as it is on this machine.
 */

const TARGET_S = 60;
const GIVE_UP_MS = 300_000;
const PROJECT = new URL('../..', import.meta.url).pathname;

interface Lap {
  readonly what: string;
  readonly seconds: number;
}

/** Says when each of the words first came out of a process. */
function watch(child: ChildProcess, words: readonly string[]): Promise<readonly number[]> {
  return new Promise((resolve, reject) => {
    const seen = new Map<string, number>();
    let text = '';
    const look = (piece: Buffer) => {
      text += piece.toString();
      for (const word of words) if (!seen.has(word) && text.includes(word)) seen.set(word, performance.now());
      const last = words.at(-1);
      if (last !== undefined && seen.has(last)) resolve(words.map((word) => seen.get(word) ?? Number.NaN));
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.on('exit', () => reject(new Error(`npm start ended: ${text.slice(-2_000)}`)));
    setTimeout(() => reject(new Error(`npm start took too long: ${text.slice(-2_000)}`)), GIVE_UP_MS).unref();
  });
}

async function firstToken(url: string): Promise<void> {
  const browser = await launchBenchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    await page.getByRole('region', { name: 'Templates' }).locator('.card').first().click();
    const runBar = page.getByRole('group', { name: 'Run', exact: true });
    await runBar.getByRole('button', { name: /^Run( with demo)?$/ }).click();
    await page.locator('.svelte-flow__node .streaming p', { hasText: /\w/ }).first().waitFor();
  } finally {
    await browser.close();
  }
}

function end(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}

async function run(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'weft-clone-'));
  const clone = join(folder, 'weft');
  const startedAt = performance.now();
  const cloned = spawnSync('git', ['clone', '--quiet', PROJECT, clone], { encoding: 'utf8' });
  if (cloned.status !== 0) throw new Error(cloned.stderr);
  const clonedAt = performance.now();
  const port = await findFreePort();
  const child = spawn('npm', ['start'], {
    cwd: clone,
    detached: true,
    env: { ...process.env, PORT: String(port), XDG_STATE_HOME: join(folder, 'state'), WEFT_STATE_DIR: '' },
  });
  try {
    const [, builtFrom = 0, servedAt = 0] = await watch(child, ['Installing', 'Building', 'Weft is at']);
    await firstToken(`http://127.0.0.1:${port}`);
    const endedAt = performance.now();
    const laps: readonly Lap[] = [
      { what: 'git clone', seconds: clonedAt - startedAt },
      { what: 'npm ci', seconds: builtFrom - clonedAt },
      { what: 'build and start of the relay', seconds: servedAt - builtFrom },
      { what: 'page, template, Run, first words', seconds: endedAt - servedAt },
    ].map(({ what, seconds }) => ({ what, seconds: seconds / 1_000 }));
    const total = (endedAt - startedAt) / 1_000;
    return {
      rows: [
        {
          what: 'clone to first streamed token with npm start',
          figure: `${total.toFixed(1)} s`,
          n: 1,
          target: `≤ ${TARGET_S} s`,
          met: total <= TARGET_S,
        },
      ],
      notes: [
        {
          title: 'clone to first token',
          lines: laps.map(({ what, seconds }) => `${seconds.toFixed(1).padStart(6)} s  ${what}`),
        },
      ],
    };
  } finally {
    end(child);
    await new Promise((resolve) => child.once('exit', resolve));
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

export const cloneToToken: Bench = { name: 'clone', run };
