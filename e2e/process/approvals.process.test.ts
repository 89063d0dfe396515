import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '#shared/json.ts';
import type { LogEntry } from '#shared/run/events.ts';
import { startWatchedRelay, type WatchedRelay } from '../security/watched-relay.ts';
import { openApiClient, until } from '../../relay/testing/api-client.ts';
import type { Outcome } from '../../web/engine/api.ts';
import { createNodeRegistry } from '../../web/engine/node-registry.ts';
import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { openNodeTab, type NodeTab } from '../tabs/node-tab.ts';
import { followRun, type FollowedRun } from '../tabs/follow-run.ts';

const registry = createNodeRegistry();
let relay: WatchedRelay;

beforeAll(async () => {
  relay = await startWatchedRelay({ port: 5030 });
});

afterAll(async () => {
  await relay.stop();
});

/** How much later than its time a default may count, on a busy machine. */
const LATE_MS = 3_000;

/** Nothing in it has to be filled in. */
const OPTIONAL = JSON.stringify({ type: 'object', properties: { note: { type: 'string' } } });

/** Two branches: one with a question, one that needs nobody. */
const brief = (type: string, config: JsonObject = {}) =>
  sketchFlow(
    'Brief',
    [
      { id: 'idea', type: 'template', config: { text: 'A lighthouse in the fog.' } },
      { id: 'story', type: 'storyTeller', config: { idea: '', tags: '' } },
      { id: 'check', type, config },
      { id: 'joined', type: 'join' },
      { id: 'better', type: 'promptEnhancer' },
      { id: 'aside', type: 'translator', config: { language: 'fr' } },
    ],
    ['idea > story', 'story > check', 'check > joined', 'joined > better', 'idea > aside'],
  );

type Role = 'editor' | 'viewer' | 'run-viewer' | 'run-answerer';

interface Scene {
  readonly ann: NodeTab;
  readonly seenByAnn: FollowedRun;
  readonly runId: string;
  /** Waits until the run asks. */
  readonly question: Extract<LogEntry, { type: 'approval.requested' }>;
  /** Somebody with a link of this kind, who follows the run. */
  readonly invite: (role: Role, name: string) => Promise<{ tab: NodeTab; seen: FollowedRun }>;
  /** Ann's own link in another tab. */
  readonly open: (name: string) => Promise<NodeTab>;
  readonly say: (tab: NodeTab, answer: object) => Promise<Outcome>;
}

async function runThatAsks(type: string, config: JsonObject = {}, approvals?: 'on-error'): Promise<Scene> {
  const random = () => randomBytes(18).toString('base64url');
  const [flowId, secret] = [random(), random()];
  const common = { flowId, url: relay.url, registry };
  const ann = await openNodeTab({ ...common, secret, name: 'Ann', mayCreate: true });
  const seenByAnn = followRun(ann);
  const flow = brief(type, config);
  const document = { ...flow, settings: { ...flow.settings, approvals } };
  const wish = { document, scope: { kind: 'all' }, demo: true, useCache: true } as const;
  const runId = await ann.start(wish);
  const asked = await seenByAnn.first((entry) => entry.type === 'approval.requested');
  const question = asked as Scene['question'];
  const owner = await openApiClient(relay.url, flowId, secret);
  return {
    ...{ ann, seenByAnn, runId, question },
    open: (name) => openNodeTab({ ...common, secret, name }),
    async invite(role, name) {
      const ofRun = role.startsWith('run-') ? { runId } : {};
      const link = { role, name, endsAt: null, ...ofRun };
      const made = await owner.request('POST', `/api/flows/${flowId}/links`, link);
      const { secret: own } = (await made.json()) as { secret: string };
      const tab = await openNodeTab({ ...common, secret: own, name });
      const seen = followRun(tab);
      expect(await tab.watch(runId)).toEqual({ ok: true });
      await seen.first((entry) => entry.type === 'approval.requested');
      return { tab, seen };
    },
    say: (tab, answer) =>
      tab.engine.wish(runId, {
        ...{ type: 'answer', approvalId: question.data.approvalId, outcome: 'approve' },
        ...answer,
      }),
  };
}

const of = (seen: FollowedRun, type: LogEntry['type']) =>
  seen.entries().filter((entry) => entry.type === type);
const codeOf = (outcome: Outcome) => (outcome.ok ? null : outcome.error.code);
const completed = (nodeId: string) => (entry: LogEntry) =>
  entry.type === 'execution.node.completed' && entry.data.nodeId === nodeId;

describe('people who are asked, with real sockets and relay', () => {
  it('[AP1, AP9] other branches go on; one answer counts, both see whose, and it reaches the next prompt', async () => {
    const { ann, seenByAnn, invite, say } = await runThatAsks('approval');
    await seenByAnn.first(completed('aside'));
    expect(of(seenByAnn, 'approval.received')).toEqual([]);
    const bob = await invite('editor', 'Bob');
    const outcomes = await Promise.all([
      say(ann, { feedback: 'Good' }),
      say(bob.tab, { outcome: 'edit', text: 'By Bob.', feedback: 'In verse' }),
    ]);
    expect(outcomes.map(codeOf).sort()).toEqual(['approval-closed', null]);
    await bob.seen.sealed;
    await seenByAnn.sealed;
    expect(of(bob.seen, 'approval.received')).toEqual(of(seenByAnn, 'approval.received'));
    const [answer] = of(bob.seen, 'approval.received');
    const byAnn = outcomes[0]?.ok === true;
    expect(answer?.data).toMatchObject({ answeredBy: { name: byAnn ? 'Ann' : 'Bob' } });
    const prompt = bob.seen
      .entries()
      .find((entry) => entry.type === 'call.accepted' && entry.data.nodeId === 'better');
    expect(JSON.stringify(prompt?.data)).toContain(byAnn ? 'Good' : 'In verse');
    expect(of(bob.seen, 'execution.completed')[0]?.data).toMatchObject({ outcome: 'ok' });
    expect(codeOf(await say(ann, {}))).toBe('run-sealed');
    ann.close();
    bob.tab.close();
  });

  it('[AP2, AP3] a form takes what fits, from who may: not from viewers, but from a link made for answering', async () => {
    const schema = JSON.stringify({
      type: 'object',
      properties: { age: { type: 'integer', minimum: 18 }, mail: { type: 'string', format: 'email' } },
      required: ['age', 'mail'],
    });
    const { ann, seenByAnn, invite, say } = await runThatAsks('humanInput', { schema });
    const viewer = await invite('viewer', 'Vic');
    const watcher = await invite('run-viewer', 'Wim');
    const answerer = await invite('run-answerer', 'Xia');
    const values = { age: 30, mail: 'x@example.com' };
    const submit = (tab: NodeTab, given: object) => say(tab, { outcome: 'submit', values: given });
    expect(codeOf(await submit(viewer.tab, values))).toBe('not-allowed');
    expect(codeOf(await submit(watcher.tab, values))).toBe('not-allowed');
    const wrong = await submit(answerer.tab, { age: 3, mail: 'x' });
    expect(wrong).toMatchObject({
      ok: false,
      error: { code: 'invalid-answer', problems: [{ path: 'age' }, { path: 'mail' }] },
    });
    expect(of(seenByAnn, 'approval.received')).toEqual([]);
    expect(await submit(answerer.tab, values)).toEqual({ ok: true });
    await answerer.seen.sealed;
    expect(of(seenByAnn, 'approval.received')[0]?.data).toMatchObject({
      values,
      answeredBy: { name: 'Xia' },
    });
    for (const tab of [ann, viewer.tab, watcher.tab, answerer.tab]) tab.close();
  });

  it('[AP5] sent back, the step before writes anew with the words, and the question comes again', async () => {
    const { ann, seenByAnn, say } = await runThatAsks('approval');
    expect(await say(ann, { outcome: 'redo' })).toMatchObject({
      error: { problems: [{ path: '$feedback' }] },
    });
    expect(await say(ann, { outcome: 'redo', feedback: 'Much shorter, please' })).toEqual({ ok: true });
    const again = await seenByAnn.first(
      (entry) => entry.type === 'approval.requested' && entry.data.round > 0,
    );
    const prompts = seenByAnn
      .entries()
      .filter((entry) => entry.type === 'call.accepted' && entry.data.nodeId === 'story');
    expect(prompts).toHaveLength(2);
    expect(JSON.stringify(prompts[1]?.data)).toContain('Much shorter, please');
    const { approvalId } = (again as Scene['question']).data;
    expect(codeOf(await say(ann, {}))).toBe('approval-closed');
    expect(await say(ann, { approvalId })).toEqual({ ok: true });
    await seenByAnn.sealed;
    expect(of(seenByAnn, 'execution.completed')[0]?.data).toMatchObject({ outcome: 'ok' });
    ann.close();
  });

  it('[AP1, AP9] asked before the host died, it is answered and the run goes on elsewhere, asked once', async () => {
    const { ann, invite, say } = await runThatAsks('approval');
    const bob = await invite('editor', 'Bob');
    ann.kill();
    expect(await say(bob.tab, { outcome: 'edit', text: 'By Bob.' })).toEqual({ ok: true });
    await bob.seen.sealed;
    expect(of(bob.seen, 'approval.requested')).toHaveLength(1);
    const hosts = of(bob.seen, 'execution.host.changed').map(
      ({ data }) => (data as { host: { name: string } | null }).host?.name,
    );
    expect(hosts).toEqual(['Ann', undefined, 'Bob']);
    expect(of(bob.seen, 'execution.completed')[0]?.data).toMatchObject({ outcome: 'ok' });
    bob.tab.close();
  });

  it('[AP5, AP10] a step that fails is asked about, tried again by the step that it names, and left out', async () => {
    const { ann, seenByAnn, runId, say } = await runThatAsks('humanInput', { schema: OPTIONAL }, 'on-error');
    expect(await say(ann, { outcome: 'submit', values: {} })).toEqual({ ok: true });
    const failed = (round: number) =>
      seenByAnn.first(
        ({ type, data }) => type === 'approval.requested' && data.nodeId === 'joined' && data.round === round,
      ) as Promise<Scene['question']>;
    const first = await failed(0);
    expect(first.data).toMatchObject({ title: '“joined” failed', redoes: ['joined'], answerers: 'editors' });
    const answer = (approvalId: string, outcome: 'retry' | 'skip') =>
      ann.engine.wish(runId, { type: 'answer', approvalId, outcome });
    expect(await answer(first.data.approvalId, 'retry')).toEqual({ ok: true });
    const again = await failed(1);
    expect(await answer(again.data.approvalId, 'skip')).toEqual({ ok: true });
    await seenByAnn.sealed;
    expect(of(seenByAnn, 'execution.completed')[0]?.data).toMatchObject({ outcome: 'ok' });
    ann.close();
  });

  it('[AP4] its default counts in time, over kill -9 of the relay and with nobody there', async () => {
    const waiting = { timeoutMinutes: 0.1, onTimeout: 'approve' };
    const { ann, question, invite, open, runId } = await runThatAsks('approval', waiting);
    const bob = await invite('editor', 'Bob');
    bob.tab.kill();
    ann.kill();
    await relay.killWorkerd();
    await relay.untilHealthy();
    const deadlineAt = question.at + 6_000;
    // Nobody asks for the room before its time is long over.
    await until(
      async () => Date.now(),
      (now) => now > deadlineAt + LATE_MS,
    );
    const cleo = await open('Cleo');
    const seen = followRun(cleo);
    await cleo.watch(runId);
    const expired = await seen.first(({ type }) => type === 'approval.expired');
    expect(expired).toMatchObject({ by: null, data: { outcome: 'approve' } });
    expect(expired.at).toBeGreaterThanOrEqual(deadlineAt);
    expect(expired.at).toBeLessThan(deadlineAt + LATE_MS);
    await seen.sealed;
    expect(of(seen, 'execution.completed')[0]?.data).toMatchObject({ outcome: 'ok' });
    cleo.close();
  });
});
