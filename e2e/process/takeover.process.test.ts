import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '#shared/protocol/limits.ts';
import type { LogEntry } from '#shared/run/events.ts';
import { startWatchedRelay, type WatchedRelay } from '../security/watched-relay.ts';
import { createNodeRegistry } from '../../web/engine/node-registry.ts';
import {
  startProviderServer,
  type ProviderServer,
} from '../fixtures/provider-server/start-provider-server.ts';
import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { openNodeTab, type NodeTab } from '../tabs/node-tab.ts';
import { followRun, type FollowedRun } from '../tabs/follow-run.ts';

const WORD_MS = 20;
/** Grace of the closed socket, the window for claims, and what a busy machine adds. */
const TAKEOVER_MS = LIMITS.leaseGraceMs + LIMITS.claimWindowMs + 3_000;

const registry = createNodeRegistry();
let relay: WatchedRelay;
let provider: ProviderServer;

beforeAll(async () => {
  provider = await startProviderServer({ port: 4470, key: 'sk-canary-of-takeovers-c3f18a60' });
  relay = await startWatchedRelay({
    port: 4471,
    env: {
      MISTRAL_API_KEY: provider.key,
      WEFT_PROVIDER_BASE_URLS: JSON.stringify({ mistral: `${provider.url}/v1` }),
    },
  });
});

afterAll(async () => {
  await relay.stop();
  await provider.close();
});

const CALLS = 3;

/** Three calls, two of them of one node: the story, and the persona that goes into it. */
const story = (model: string) =>
  sketchFlow(
    'Story',
    [
      {
        id: 'idea',
        type: 'initialPrompt',
        config: { text: 'A lighthouse in the fog.' },
        model: `mistral/${model}`,
      },
      { id: 'better', type: 'promptEnhancer', model: `mistral/${model}` },
      {
        id: 'mira',
        type: 'consistentCharacter',
        config: { characterName: 'Mira', characterDescription: 'Tall, red hair.' },
      },
      { id: 'story', type: 'storyTeller', model: `mistral/${model}` },
    ],
    ['idea > better', 'better > story', 'mira > story.adapter-0'],
  );

interface Scene {
  readonly ann: NodeTab;
  readonly bob: NodeTab;
  readonly seenByAnn: FollowedRun;
  readonly seenByBob: FollowedRun;
  /** Of this scene alone: its requests are counted by its name. */
  readonly model: string;
  readonly open: (name: string) => Promise<NodeTab>;
  /** Ann runs the story. */
  readonly start: () => Promise<string>;
}

/** Two people with a flow of their own. */
async function setScene(): Promise<Scene> {
  const random = () => randomBytes(18).toString('base64url');
  const common = { flowId: random(), secret: random(), url: relay.url, registry };
  const model = random();
  provider.behaviour(model, 'ok', {
    delayInMs: WORD_MS,
    text: 'The lamp went out, and then the fog began to sing.',
  });
  const ann = await openNodeTab({ ...common, name: 'Ann', mayCreate: true });
  const bob = await openNodeTab({ ...common, name: 'Bob' });
  return {
    ...{ ann, bob, model },
    seenByAnn: followRun(ann),
    seenByBob: followRun(bob),
    open: (name) => openNodeTab({ ...common, name }),
    start: () => ann.start({ document: story(model), scope: { kind: 'all' }, demo: false, useCache: true }),
  };
}

const callsIn = (log: readonly LogEntry[]) => log.filter(({ type }) => type === 'call.sent').length;
const hostsIn = (log: readonly LogEntry[]) =>
  log.flatMap((entry) => (entry.type === 'execution.host.changed' ? [entry.data.host?.name ?? null] : []));

/** Ann's tab dies when it has seen so many entries, and so many milliseconds later. */
async function killAt(point: number, laterMs: number) {
  const { ann, bob, seenByAnn, seenByBob, model, start } = await setScene();
  const runId = await start();
  expect(await bob.watch(runId)).toEqual({ ok: true });
  await seenByAnn.reached(point);
  // Waits for nothing: when between two entries the host dies is what is tried.
  await new Promise((resolve) => setTimeout(resolve, laterMs));
  ann.kill();
  const killedAt = performance.now();
  await seenByBob.sealed;
  const log = seenByBob.entries();
  const taken = log.find(
    (entry) => entry.type === 'execution.host.changed' && entry.data.host?.name === 'Bob',
  );
  bob.close();
  return {
    ...{ point, log },
    requests: provider.countFor(model),
    takenOverMs: taken === undefined ? null : (seenByBob.cameAt(taken.seq) ?? 0) - killedAt,
  };
}

describe('takeover by a collaborator, with real sockets, relay and provider', () => {
  it('[EX1] [CA1] [HO2] a host that dies at any of twenty points is followed by another; no call is made twice', async () => {
    const { bob, seenByBob, model, start } = await setScene();
    await bob.watch(await start());
    await seenByBob.sealed;
    const unhurt = seenByBob.entries();
    expect(callsIn(unhurt)).toBe(CALLS);
    expect(provider.countFor(model)).toBe(CALLS);
    // Once the last call has ended, a host may have said all that is left before it dies.
    const most = unhurt.findLastIndex(({ type }) => type === 'call.ended');
    const points = Array.from({ length: 20 }, (_, index) => 2 + Math.floor((index * (most - 2)) / 19));
    const outcomes = await Promise.all(points.map((point, index) => killAt(point, (index % 4) * 40)));
    for (const { log, requests, takenOverMs } of outcomes) {
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
      expect(log.at(-1)?.type).toBe('execution.sealed');
      expect(log.find(({ type }) => type === 'execution.completed')?.data).toMatchObject({ outcome: 'ok' });
      expect(requests).toBe(CALLS);
      expect(hostsIn(log)).toEqual(['Ann', null, 'Bob']);
      expect(takenOverMs).toBeLessThan(TAKEOVER_MS);
    }
  });

  it('[CA1] [RM2] a run that nobody else sees is parked, and goes on where an editor opens the flow', async () => {
    const { ann, bob, seenByAnn, model, open, start } = await setScene();
    bob.close();
    const runId = await start();
    await seenByAnn.reached(8);
    ann.kill();
    const cleo = await open('Cleo');
    const seenByCleo = followRun(cleo);
    await cleo.watch(runId);
    await seenByCleo.sealed;
    expect(hostsIn(seenByCleo.entries())).toEqual(['Ann', null, 'Cleo']);
    expect(provider.countFor(model)).toBe(CALLS);
    cleo.close();
  });
});

describe('what a collaborator has seen', () => {
  it.each<[string, string, string]>([
    ['a long text, whose bytes lie beside the log', 'fog '.repeat(6_000).trim(), ''],
    ['the JSON of an answer', '```json\n{"words": ["lamp", "fog"]}\n```', '{"type":"object"}'],
  ])('[CK2] is not bought again when they run the same: %s', async (_what, text, jsonSchema) => {
    const { ann, bob, model, seenByBob } = await setScene();
    provider.behaviour(model, 'ok', { delayInMs: 0, text });
    const asks = { id: 'asks', type: 'llm', config: { prompt: 'Go on.', jsonSchema } };
    const document = sketchFlow('Asks', [{ ...asks, model: `mistral/${model}` }], []);
    const wish = { document, scope: { kind: 'all' }, demo: false, useCache: true } as const;
    const first = await ann.start(wish);
    expect(await bob.watch(first)).toEqual({ ok: true });
    await seenByBob.sealed;
    await expect.poll(() => bob.engine.usable(document, false), { timeout: 10_000 }).toEqual(['asks']);
    const second = await bob.start(wish);
    await seenByBob.first((entry) => entry.type === 'execution.sealed' && entry.runId === second);
    const ofSecond = seenByBob.entries().filter(({ runId }) => runId === second);
    expect([callsIn(seenByBob.entries()), callsIn(ofSecond)]).toEqual([1, 0]);
    for (const tab of [ann, bob]) tab.close();
  });
});
