import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROJECT_DIRECTORY } from '../../relay/dev/bootstrap.mjs';
import { PROVIDER_KEY_NAMES } from '../../relay/dev/operator-environment.ts';
import { scanFiles } from '../security/scan-files.ts';
import { createSecretScanner } from '../security/secret-scanner.ts';

/** The page as it is built where keys are set: by whoever runs `npm start` with them. */
const NAMES = [...PROVIDER_KEY_NAMES, 'WEFT_CUSTOM_API_KEY', 'WEFT_SIGNING_KEY', 'VITE_OPENAI_API_KEY'];
const KEYS = Object.fromEntries(NAMES.map((name) => [name, `sk-canary-${randomBytes(20).toString('hex')}`]));
const dist = mkdtempSync(join(tmpdir(), 'weft-bundle-'));

beforeAll(() => {
  const vite = join(PROJECT_DIRECTORY, 'node_modules', 'vite', 'bin', 'vite.js');
  const built = spawnSync(process.execPath, [vite, 'build', '--outDir', dist, '--logLevel', 'warn'], {
    cwd: PROJECT_DIRECTORY,
    env: { ...process.env, NODE_ENV: 'production', ...KEYS },
  });
  expect([built.status, built.stderr.toString()]).toEqual([0, expect.any(String)]);
});

afterAll(() => rmSync(dist, { recursive: true, force: true }));

test('[SE1] no file of the page holds a key that was set while it was built', () => {
  expect(existsSync(join(dist, 'assets'))).toBe(true);
  expect(scanFiles(dist, createSecretScanner(KEYS).found)).toEqual([]);
});

test('[SE1] no file of the page tells its sources, or where to find them', () => {
  const telling = (bytes: Buffer) =>
    /[#@] sourceMappingURL=|"sourcesContent"/.test(bytes.toString('latin1')) ? ['a map'] : [];
  expect(scanFiles(dist, telling)).toEqual([]);
});

test('[SE1] the page has no script, style or listener within itself, and asks for nothing elsewhere', () => {
  const page = readFileSync(join(dist, 'app.html'), 'utf8');
  expect(page.match(/<script(?![^>]*\ssrc=)/gi)).toBeNull();
  expect(page.match(/<style|\sstyle=|\son[a-z]+=|javascript:/gi)).toBeNull();
  expect(page.match(/(?:src|href)="(?:https?:)?\/\//gi)).toBeNull();
});
