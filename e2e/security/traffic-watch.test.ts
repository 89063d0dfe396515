import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scanFiles } from './scan-files.ts';
import { createSecretScanner } from './secret-scanner.ts';
import { createTrafficWatch } from './traffic-watch.ts';

const KEY = 'sk-canary-0123456789abcdef-last';
const LINK = 'a-secret-of-a-link-with-43-characters-in-it';
const TOKEN = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.${'signature-of-a-token-'.repeat(2)}`;
const watchFor = () => createTrafficWatch(createSecretScanner({ key: KEY }));

test('[SE1] the watch finds a key in an answer, cut wherever it may be, and says where', () => {
  for (let cut = 1; cut < KEY.length; cut += 1) {
    const watch = watchFor();
    const note = watch.answer('/api/providers');
    note(Buffer.from(`{"a":"${KEY.slice(0, cut)}`));
    note(Buffer.from(`${KEY.slice(cut)}"}`));
    expect(watch.faults()).toEqual(['key in what came from /api/providers']);
  }
});

test('[SE1] the watch finds the secret of a link and a token in an address, and where somebody came from', () => {
  const watch = watchFor();
  watch.body('/api/flows', Buffer.from(JSON.stringify({ flowId: 'f', ownerSecret: LINK })));
  watch.request('/api/runs', { authorization: `Bearer ${TOKEN}` });
  expect(watch.faults()).toEqual([]);
  expect(watch.known.count).toBe(2);
  watch.request(`/f/abc?secret=${LINK}`, {});
  watch.request(`/api/runs?token=${TOKEN}`, {});
  watch.request(`/x/${KEY}`, {});
  watch.request('/', { referer: 'http://127.0.0.1/f/abc' });
  watch.request('/assets/font.woff2', { referer: 'http://127.0.0.1/assets/page.css' });
  expect(watch.faults()).toEqual([
    'Referer http://127.0.0.1/f/abc',
    `a secret in the address /f/abc?secret=${LINK}`,
    `a secret in the address /api/runs?token=${TOKEN}`,
    `a secret in the address /x/${KEY}`,
  ]);
});

test('[SE1] files are looked through at any depth, but for the two that hold the relay’s own keys', () => {
  const folder = mkdtempSync(join(tmpdir(), 'weft-scan-'));
  mkdirSync(join(folder, 'rooms'));
  for (const name of ['keys.json', 'partykit.json', 'relay.log', 'rooms/a.sqlite'])
    writeFileSync(join(folder, name), `… ${KEY} …`);
  writeFileSync(join(folder, 'rooms', 'b.sqlite'), 'nothing');
  const scanner = createSecretScanner({ key: KEY });
  expect([...scanFiles(folder, scanner.found)].sort()).toEqual([
    `key in ${join(folder, 'relay.log')}`,
    `key in ${join(folder, 'rooms/a.sqlite')}`,
  ]);
  rmSync(folder, { recursive: true });
});
