import { describe, expect, it, vi } from 'vitest';
import type { FlowDocument } from '#shared/graph/document.ts';
import type { RunSummary } from '#shared/protocol/messages.ts';
import type { ProviderDescription } from '#shared/protocol/providers.ts';
import { weftError } from '#shared/run/errors.ts';
import type { Fact } from '#shared/run/events.ts';
import { numbered, planOf, questionOf, startedFact } from '#shared/run/testing.ts';
import type { EngineBatch, StartOutcome, StartWish } from '../engine/api.ts';
import type { EnginePort } from './flow/engine-port.ts';
import { FlowSession } from './flow-session.svelte.ts';
import { memoryKeyValueStore } from './key-value-store.ts';
import { Providers } from './providers.svelte.ts';
import { Session } from './session.svelte.ts';
import { createTestClock, testEditor, testFlow, testNode } from './testing.ts';

const provider = (id: string, status: ProviderDescription['status']): ProviderDescription => ({
  id,
  label: id,
  about: '',
  keyUrl: '',
  keyVariable: '',
  status,
  free: false,
  demo: id === 'demo',
  defaultModels: { text: `${id}-model` },
  models: [],
});

const EMPTY: EngineBatch = {
  entries: [],
  deltas: [],
  connection: null,
  clockOffsetMs: null,
  hosting: [],
  notices: [],
};

const summary = (runId: string, more: Partial<RunSummary> = {}): RunSummary => ({
  runId,
  number: 1,
  startedAt: 0,
  startedBy: 'Ada',
  phase: 'running',
  outcome: null,
  sealed: false,
  endedAt: null,
  parked: false,
  totalMicroUsd: 0,
  demo: false,
  ...more,
});

/** An engine whose answers the test decides. */
function testEngine(runs: readonly RunSummary[], outcome: () => StartOutcome) {
  const starts: StartWish[] = [];
  const calls: string[] = [];
  let listener: (batch: EngineBatch) => void = () => undefined;
  const engine: EnginePort = {
    api: {
      connect: async () => ({ ok: true, session: { personId: 'p', role: 'owner', person: 'proof' } }),
      token: async () => ({ ok: true, session: { token: 't', personId: 'p', role: 'owner', now: 0 } }),
      forgetToken: async () => undefined,
      providers: async () => ({ ok: true, providers: [] }),
      listRuns: async () => ({ ok: true, runs }),
      async start(wish) {
        starts.push(wish);
        return outcome();
      },
      async branch({ wish }) {
        calls.push(`branch ${wish.parent} ${wish.nodeId}`);
        return outcome();
      },
      compareRuns: async () => ({ ok: false, error: weftError('not-found', 'none') }),
      compareStep: async () => ({ ok: false, error: weftError('not-found', 'none') }),
      async watch(runId) {
        calls.push(`watch ${runId}`);
        return { ok: true };
      },
      unwatch: async (runId) => void calls.push(`unwatch ${runId}`),
      async wish(runId, wish) {
        calls.push(`${wish.type} ${runId}`);
        return { ok: true };
      },
      output: async () => ({ ok: true, output: { text: 'fetched' } }),
      usable: async () => [],
      exportRun: async (runId) => `log of ${runId}`,
      weighRun: async () => ({ textBytes: 11, pictures: 0, fitting: 0, pictureBytes: 0 }),
      blobText: async () => ({ ok: true, text: '' }),
      picture: async () => ({ ok: true, bytes: new Uint8Array(), mediaType: 'image/png' }),
      payBy: async () => undefined,
      runPictures: async () => ({ ok: true, pictures: [] }),
      addPicture: async () => ({
        ok: true,
        picture: { blob: 'a'.repeat(64), mediaType: 'image/png', bytes: 1 },
      }),
      flowPicture: async () => ({ ok: true, bytes: new Uint8Array(), mediaType: 'image/png' }),
      clearCache: async () => undefined,
    },
    onBatch(next) {
      listener = next;
      return () => (listener = () => undefined);
    },
    close: () => void calls.push('close'),
  };
  return { engine, starts, calls, send: (batch: Partial<EngineBatch>) => listener({ ...EMPTY, ...batch }) };
}

async function open(
  options: {
    readonly document?: FlowDocument;
    readonly runs?: readonly RunSummary[];
    readonly providers?: readonly ProviderDescription[];
    readonly outcome?: () => StartOutcome;
  } = {},
) {
  const { runs = [], outcome = () => ({ ok: true, runId: 'new-run' }) } = options;
  const document =
    options.document ??
    testFlow([testNode('p', 'prompt'), testNode('s', 'story')], ['p.text-out > s.text-in']);
  const list = options.providers ?? [provider('one', 'ready'), provider('demo', 'ready')];
  const world = testEngine(runs, outcome);
  const clock = createTestClock();
  const providers = new Providers(async () => ({ ok: true, providers: list }));
  await providers.refresh();
  const person = new Session(memoryKeyValueStore(), () => 0);
  const editor = testEditor(document);
  const openSharing = () => Promise.reject(new Error('not asked for here'));
  const flow = new FlowSession({
    editor,
    engine: world.engine,
    providers,
    session: person,
    clock,
    openSharing,
  });
  await flow.open();
  return { flow, editor, clock, person, ...world };
}

describe('an open flow', () => {
  it('shows its live run after a reload, else its last one', async () => {
    const done = { phase: 'completed', sealed: true } as const;
    const live = await open({ runs: [summary('last', done), summary('live')] });
    expect(live.calls).toEqual(['watch live']);
    expect(live.flow.run.runId).toBe('live');
    const past = await open({ runs: [summary('last', done), summary('older', done)] });
    expect(past.flow.run.runId).toBe('last');
    expect((await open()).flow.run.runId).toBeNull();
  });

  it('folds what the engine sends into the run it belongs to', async () => {
    const { flow, send } = await open();
    await flow.runAll();
    const entries = numbered([startedFact(planOf(2, []))], 1, 'new-run');
    send({ entries, hosting: [{ runId: 'new-run', hosting: true }], clockOffsetMs: 500 });
    expect([flow.run.runId, flow.run.phase, flow.run.hosting, flow.run.total]).toEqual([
      'new-run',
      'running',
      true,
      2,
    ]);
    expect(flow.title).toBe('0 of 2 · Test flow · Weft');
    await flow.stop();
  });

  it('runs with the demo while no provider of the plan has a key', async () => {
    const { flow, starts } = await open({
      providers: [provider('one', 'missing-key'), provider('demo', 'ready')],
    });
    expect(flow.runLabel).toBe('Run with demo');
    await flow.runFrom('s');
    expect(starts).toMatchObject([{ demo: true, useCache: true, scope: { kind: 'from', nodeId: 's' } }]);
    const ready = await open();
    expect(ready.flow.runLabel).toBe('Run');
    await ready.flow.runWithoutCache();
    expect(ready.starts).toMatchObject([{ demo: false, useCache: false, scope: { kind: 'all' } }]);
  });

  it('asks before it starts a run beside another', async () => {
    const { flow, starts } = await open({ runs: [summary('live')] });
    const first = flow.runAll();
    expect(flow.question?.kind).toBe('already-running');
    if (flow.question?.kind === 'already-running') flow.question.answer(false);
    await first;
    expect([starts.length, flow.question]).toEqual([0, null]);
    const second = flow.runAll();
    if (flow.question?.kind === 'already-running') flow.question.answer(true);
    await second;
    expect(starts).toHaveLength(1);
  });

  it('offers both ways out when some provider of the plan has no key', async () => {
    const error = weftError('missing-key', 'No key for two.', { providerId: 'two' });
    let refused = true;
    const { flow, starts } = await open({
      providers: [provider('one', 'ready'), provider('two', 'missing-key'), provider('demo', 'ready')],
      outcome: () => (refused ? { ok: false, problems: [{ nodeId: 's', error }] } : { ok: true, runId: 'r' }),
    });
    await flow.runAll();
    expect(flow.problemsOf('s')).toEqual([error]);
    const { question } = flow;
    expect(question).toMatchObject({ kind: 'missing-keys', providers: [{ id: 'two' }] });
    refused = false;
    if (question?.kind === 'missing-keys') question.answer('demo');
    expect(starts.at(-1)).toMatchObject({ demo: true });
  });

  it('shows what is wrong in the field until it is mended', async () => {
    const error = weftError('missing-input', 'Write something.', { field: 'text' });
    const { flow, editor, clock } = await open({
      outcome: () => ({ ok: false, problems: [{ nodeId: 'p', error }] }),
    });
    await flow.runAll();
    expect(flow.fieldProblem('p', 'text')).toBe('Write something.');
    expect(flow.problems.get('p')).toEqual([error]);
    editor.setConfig('p', 'text', 'something');
    clock.advance(1_000);
    await vi.waitFor(() => expect(flow.fieldProblem('p', 'text')).toBeNull());
  });

  it('says why it cannot run', async () => {
    const { flow } = await open({ document: testFlow([]) });
    expect(flow.runDisabledReason).toMatch(/nothing to run/);
  });

  it('stops, exports and closes', async () => {
    const { flow, calls } = await open({ runs: [summary('live')] });
    await flow.stop();
    expect(calls).toContain('cancel live');
    const kept = flow.runToKeep();
    expect(kept?.name).toBe('test-flow.run.jsonl');
    expect(await kept?.text({ pictures: true })).toBe('log of live');
    flow.close();
    flow.close();
    expect(calls.filter((call) => call === 'close')).toHaveLength(1);
  });

  it('passes notices and health on to the session', async () => {
    const { person, send } = await open();
    const error = weftError('storage-failed', 'Full.');
    send({ notices: [{ id: 'a', error }] });
    send({ notices: [{ id: 'a', error }] });
    expect(person.notices).toEqual([{ id: 'a', error }]);
    person.dismiss('a');
    expect(person.notices).toEqual([]);
  });
});

describe('a flow that others have open too', () => {
  const done = { phase: 'completed', sealed: true } as const;
  const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

  it('shows a run that somebody else starts to who looks at none that is going on', async () => {
    const { flow, calls } = await open({ runs: [summary('last', done)] });
    flow.takeRuns([summary('theirs', { number: 2 })]);
    expect(flow.run.runId).toBe('theirs');
    expect(flow.runs.map(({ runId }) => runId)).toEqual(['theirs', 'last']);
    expect(calls).toEqual(['watch last', 'unwatch last', 'watch theirs']);
  });

  it('goes on showing the run that is looked at, and follows the other one so that it can be taken over', async () => {
    const { flow, calls, send } = await open({ runs: [summary('mine')] });
    send({ entries: numbered([startedFact(planOf(1, []))], 1, 'mine') });
    expect(flow.run.live).toBe(true);
    flow.takeRuns([summary('theirs', { number: 2 })]);
    expect(flow.run.runId).toBe('mine');
    expect(calls).toEqual(['watch mine', 'watch theirs']);
    flow.takeRuns([summary('theirs', { number: 2, ...done })]);
    await settled();
    expect(calls).toEqual(['watch mine', 'watch theirs', 'unwatch theirs']);
  });

  it('[AP13] counts the questions of every run in the title, whichever is looked at', async () => {
    const { flow, send } = await open({ runs: [summary('past', done)] });
    flow.takeRuns([summary('theirs', { number: 2 })]);
    const running = { nodeId: 'n0', status: 'running', round: 0 } as const;
    const facts: readonly Fact[] = [
      startedFact(planOf(1, [])),
      { type: 'execution.node.status', data: running },
      { type: 'approval.requested', data: questionOf({}) },
    ];
    send({ entries: numbered([...facts], 1, 'theirs') });
    expect(flow.title).toBe('(1) 0 of 1 · Test flow · Weft');
    await flow.openRun('past');
    expect([flow.run.live, flow.title]).toEqual([false, '(1) Test flow · Weft']);
  });

  it('[RS5] leaves a run that is gone for good, for the newest or for none', async () => {
    const { flow, calls } = await open({
      runs: [summary('new', { number: 2, ...done }), summary('old', done)],
    });
    flow.takeRuns([], ['new']);
    expect([flow.run.runId, flow.runs.map(({ runId }) => runId)]).toEqual(['old', ['old']]);
    flow.takeRuns([], ['old']);
    expect([flow.run.runId, flow.runs]).toEqual([null, []]);
    await settled();
    expect(calls).toContain('unwatch new');
    expect(calls.at(-1)).toBe('unwatch old');
  });

  it('says to a viewer why nothing can be run or stopped', async () => {
    const { flow, editor } = await open();
    flow.together.takeRole('viewer');
    expect(editor.readOnly).toBe(true);
    expect([flow.canEdit, flow.runDisabledReason, flow.controlDisabledReason]).toEqual([
      false,
      'You can watch. Ask for an editor link to change this flow.',
      'You can watch. Ask for an editor link to change this flow.',
    ]);
    flow.together.takeRole('editor');
    expect([flow.canEdit, flow.controlDisabledReason]).toEqual([true, null]);
  });
});
