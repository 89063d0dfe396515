import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRelay, type RunningRelay } from './start-relay.ts';
import { foreignAddresses, listeningAddresses, makeTemporaryDirectory, makeTinyProject } from './testing.ts';

const CANARY = 'canary-key-3f9a1c77';

const project = makeTinyProject();
const state = makeTemporaryDirectory();
const notices: string[] = [];
let relay: RunningRelay;

beforeAll(async () => {
  relay = await startRelay({
    projectDir: project.path,
    stateDir: state.path,
    env: { OPENAI_API_KEY: CANARY, PATH: 'not handed over' },
    onNotice: (text) => notices.push(text),
  });
});

afterAll(async () => {
  await relay?.stop();
  project.remove();
  state.remove();
});

const read = async (path: string) => (await fetch(`${relay.url}${path}`)).text();
/** The addresses on which any of its processes listens. */
const listenersOf = (running: RunningRelay) => [...new Set(listeningAddresses(running.pid ?? 0))].sort();
const count = async () => Number(await read('/parties/main/room'));

describe('a running relay', () => {
  test('serves the page and the relay on one address', async () => {
    expect(await read('/')).toContain('page');
    expect(await read('/health')).toBe('well');
  });

  test('[SE1] hands keys over in a file only its owner can read, and to nothing else', async () => {
    const environment = JSON.parse(await read('/env')) as Record<string, string>;
    expect(environment).toMatchObject({
      OPENAI_API_KEY: CANARY,
      WEFT_SIGNING_KEY: expect.stringMatching(/^[\w-]{43}$/),
      WEFT_ENCRYPTION_KEY: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(environment).not.toHaveProperty('PATH');
    expect(statSync(join(state.path, 'partykit.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(state.path, 'keys.json')).mode & 0o777).toBe(0o600);
    expect(execFileSync('ps', ['auxeww'], { encoding: 'utf8', maxBuffer: 2 ** 26 })).not.toContain(CANARY);
  });

  test('[SE1] its log holds no key, though the relay printed them all', async () => {
    await read('/env');
    await expect.poll(() => readFileSync(relay.logFile, 'utf8')).toContain('asked for');
    const log = readFileSync(relay.logFile, 'utf8');
    const { WEFT_SIGNING_KEY: signingKey } = JSON.parse(readFileSync(join(state.path, 'keys.json'), 'utf8'));
    expect(log).toContain('[redacted]');
    expect(log).not.toContain(CANARY);
    expect(log).not.toContain(signingKey);
  });

  test('[SE1] no other file of it holds a key', async () => {
    await count();
    const files = [state.path, join(project.path, 'dist')].flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== 'partykit.json')
        .map((entry) => join(entry.parentPath, entry.name)),
    );
    expect(files.filter((file) => file.includes('rooms'))).not.toEqual([]);
    expect(files.filter((file) => readFileSync(file).includes(CANARY))).toEqual([]);
  });

  test('listens on the loopback address alone, with every listener it has', async () => {
    for (const address of foreignAddresses()) {
      const name = address.includes(':') ? `[${address}]` : address;
      await expect(fetch(`http://${name}:${relay.port}/health`)).rejects.toThrow();
    }
    expect(listenersOf(relay)).toEqual(['127.0.0.1']);
  });

  test('opens its page to other machines only when HOST= asks for it', async () => {
    const openState = makeTemporaryDirectory();
    const open = await startRelay({ projectDir: project.path, stateDir: openState.path, host: '0.0.0.0' });
    for (const address of foreignAddresses().filter((name) => !name.includes(':'))) {
      expect(await (await fetch(`http://${address}:${open.port}/health`)).text()).toBe('well');
    }
    expect(listenersOf(open)).toEqual(['0.0.0.0', '127.0.0.1']);
    await open.stop();
    openState.remove();
  });

  test('starts beside another one', async () => {
    const secondState = makeTemporaryDirectory();
    const second = await startRelay({ projectDir: project.path, stateDir: secondState.path });
    expect(await (await fetch(`${second.url}/health`)).text()).toBe('well');
    expect(await read('/health')).toBe('well');
    await second.stop();
    secondState.remove();
  });
});

describe('a relay that dies', () => {
  test('[RM1] comes back with what it had stored when workerd is killed', async () => {
    const before = await count();
    const killed = relay.workerdPid();
    await relay.killWorkerd();
    await relay.untilHealthy();
    expect(relay.workerdPid()).not.toBe(killed);
    expect(await count()).toBe(before + 1);
    expect(notices).toContain('The relay was killed and is being started again.');
  });

  test('[RM1] comes back when partykit itself is killed', async () => {
    const before = await count();
    const killed = relay.pid ?? 0;
    process.kill(killed, 'SIGKILL');
    while (relay.pid === killed) await sleep(10);
    await relay.untilHealthy();
    expect(await count()).toBe(before + 1);
  });
});

describe('a start that cannot be', () => {
  const start = (options: { port?: number; projectDir?: string; stateDir?: string }) => {
    const other = makeTemporaryDirectory();
    return startRelay({ projectDir: project.path, stateDir: other.path, ...options }).finally(other.remove);
  };

  test('names PORT= when the port is taken', async () => {
    const holder = createServer();
    const port = await new Promise<number>((resolve) => {
      holder.listen(0, '127.0.0.1', () => resolve((holder.address() as { port: number }).port));
    });
    await expect(start({ port })).rejects.toThrow(
      `Port ${port} is already taken on 127.0.0.1. Choose another one, such as: PORT=`,
    );
    holder.close();
  });

  test('refuses while a .env would be compiled into the server', async () => {
    const poisoned = makeTinyProject();
    writeFileSync(join(poisoned.path, '.env'), `OPENAI_API_KEY=${CANARY}`);
    await expect(start({ projectDir: poisoned.path })).rejects.toThrow(/does not start while .*\.env exists/);
    poisoned.remove();
  });

  test('does not share a state directory', async () => {
    await expect(start({ stateDir: state.path })).rejects.toThrow(/Another Weft is using/);
  });

  test('shows the end of the log when the relay does not build', async () => {
    const broken = makeTinyProject('export default class {');
    await expect(start({ projectDir: broken.path })).rejects.toThrow(
      /The relay did not start[\s\S]*Expected identifier/,
    );
    broken.remove();
  });
});
