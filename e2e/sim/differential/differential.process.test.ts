import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRelay } from '../../../relay/dev/start-relay.ts';
import { createRelayHttp } from '../../../web/adapters/relay-http.ts';
import { playInSimulation } from './play-in-simulation.ts';
import { playScript } from './script.ts';

const PORT = 4761;
const FLOW_ID = 'flow-of-the-differential-test';
const SECRET = 'secret-of-the-differential-test';

const stateDir = mkdtempSync(join(tmpdir(), 'weft-differential-'));
let relay: Awaited<ReturnType<typeof startRelay>>;

beforeAll(async () => {
  relay = await startRelay({ stateDir, port: PORT });
});

afterAll(async () => {
  await relay.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

test('[RM1, RM2, CA1, SC3] the same trace gives the same answers and the same log in the simulation and under partykit', async () => {
  const wait = (delayInMs: number) => new Promise<void>((resolve) => setTimeout(resolve, delayInMs));
  const clock = { now: () => performance.now(), after: () => () => undefined, soon: () => undefined };
  const browser = (mayCreate: boolean) =>
    createRelayHttp({
      ...{ origin: `http://127.0.0.1:${PORT}`, fetch, clock, flowId: FLOW_ID, secret: SECRET, mayCreate },
    });
  const ann = browser(true);
  await ann.session();
  const real = await playScript({ flowId: FLOW_ID, ann, ben: browser(false), wait });
  const simulated = await playInSimulation(FLOW_ID, SECRET);
  expect(simulated.answers).toEqual(real.answers);
  expect(simulated.log).toEqual(real.log);
});
