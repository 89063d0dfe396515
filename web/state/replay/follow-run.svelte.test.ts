import { describe, expect, it } from 'vitest';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { LogEntry } from '#shared/run/events.ts';
import { completedFact, numbered, planOf, startedFact } from '#shared/run/testing.ts';
import type { ConnectionHealth, EngineBatch } from '../../engine/api.ts';
import type { EnginePort } from '../flow/engine-port.ts';
import { Session } from '../session.svelte.ts';
import { createTestClock } from '../testing.ts';
import { followRun } from './follow-run.ts';
import { RunPage } from './run-page.svelte.ts';

const RUN = 'run';
const entries: readonly LogEntry[] = numbered([startedFact(planOf(2, [[0, 1]])), completedFact('n0')]);
const quiet: EngineBatch = {
  ...{ entries: [], deltas: [], connection: null, clockOffsetMs: null, hosting: [], notices: [] },
};
const health = (state: ConnectionHealth['state'], error: WeftError | null = null): ConnectionHealth => ({
  ...{ state, error, latencyMs: null, reconnects: 0, gaps: 0, queued: 0, lastSeenAt: null },
});

/** A page, and an engine that does what the test says. */
function opened(options: { readonly refusals?: WeftError[]; readonly at?: number } = {}) {
  const refusals = options.refusals ?? [];
  const asked: string[] = [];
  let tell: (batch: EngineBatch) => void = () => undefined;
  let closed = 0;
  const engine = {
    api: {
      async connect() {
        asked.push('connect');
        const error = refusals.shift();
        if (error !== undefined) return { ok: false, error };
        return { ok: true, session: { personId: 'p', role: 'run-viewer', person: '', linkEndsAt: 5 } };
      },
      async watch(runId: string) {
        asked.push(`watch ${runId}`);
        return { ok: true };
      },
    },
    onBatch(listener: (batch: EngineBatch) => void) {
      tell = listener;
      return () => (tell = () => undefined);
    },
    close: () => (closed += 1),
  } as unknown as EnginePort;
  const clock = createTestClock();
  const flows: string[] = [];
  const page = new RunPage({
    ...{ runId: RUN, clock, at: options.at ?? null, nodeId: null, definitions: new Map() },
    origin: { kind: 'link', flowId: 'flow', secret: 'secret' },
    player: { frames: () => () => undefined, isMotionReduced: () => false },
    loadOutput: async () => ({ ok: false, error: weftError('not-found', 'None.') }),
    loadText: async () => ({ ok: true, text: '' }),
    keep: {
      weigh: async () => ({ textBytes: 4, pictures: 0, fitting: 0, pictureBytes: 0 }),
      text: async () => 'text',
    },
    async createFlow(document, name) {
      flows.push(`${name}: ${document.nodes.length} nodes`);
      return '/f/new';
    },
  });
  const session = new Session({ get: () => null, set: () => undefined } as never, () => 0.5);
  const close = followRun({ page, engine, clock, session });
  const settle = async () => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return {
    ...{ page, clock, close, settle, asked, flows },
    tell: (batch: Partial<EngineBatch>) => tell({ ...quiet, ...batch }),
    closed: () => closed,
  };
}

describe('following a run on a page of its own', () => {
  it('shows what comes in of this run, and nothing of others', async () => {
    const run = opened();
    await run.settle();
    expect(run.page.state).toEqual({ kind: 'ready' });
    expect(run.page.role).toBe('run-viewer');
    expect(run.page.linkEndsAt).toBe(5);
    run.tell({ entries: [...entries, ...entries.map((entry) => ({ ...entry, runId: 'other' }))] });
    expect(run.page.view.head).toBe(2);
    expect(run.page.name).toBe('Flow');
    expect(run.page.people).toEqual([{ personId: 'p', name: 'P', deeds: ['started it'] }]);
    expect(run.page.news).toHaveLength(2);
    expect(run.asked).toEqual(['watch run', 'connect']);
  });

  it('waits for the moment that an address names, and stays there', async () => {
    const run = opened({ at: 2 });
    await run.settle();
    run.tell({ entries: entries.slice(0, 1) });
    expect(run.page.view.cursor).toBeNull();
    run.tell({ entries: entries.slice(1) });
    expect(run.page.view.cursor).toBe(2);
    expect(run.page.href()).toBe('/r/run#flow.secret&at=2');
    run.page.goTo(1, 'n0');
    expect(run.page.href()).toBe('/r/run#flow.secret&at=1&node=n0');
    run.page.goTo(null, null);
    expect(run.page.view.cursor).toBeNull();
  });

  it('tries again when the relay is away, says when a live run loses it, and when it is back', async () => {
    const away = weftError('relay-unreachable', 'Away.', { retryable: true });
    const run = opened({ refusals: [away] });
    await run.settle();
    expect(run.page.state).toEqual({ kind: 'offline', error: away });
    run.clock.advance(5_000);
    await run.settle();
    expect(run.page.state.kind).toBe('ready');
    run.tell({ entries });
    run.tell({ connection: health('lost') });
    expect(run.page.state.kind).toBe('offline');
    run.tell({ connection: health('live') });
    expect(run.page.state.kind).toBe('ready');
    run.tell({ entries: [{ ...numbered([{ type: 'execution.cancelled', data: {} }], 3)[0]! }] });
    run.tell({ connection: health('lost') });
    expect(run.page.state.kind).toBe('ready');
  });

  it('says that a link has ended, at the start and while it is looked at', async () => {
    const ended = weftError('link-ended', 'Ended.');
    const refused = opened({ refusals: [ended] });
    await refused.settle();
    expect(refused.page.state).toEqual({ kind: 'refused', error: ended });
    const run = opened();
    await run.settle();
    run.tell({ connection: health('refused', ended) });
    expect(run.page.state).toEqual({ kind: 'refused', error: ended });
  });

  it('forks, names its file, hands on only links of runs, and ends once', async () => {
    const run = opened();
    await run.settle();
    run.tell({ entries });
    expect(await run.page.fork()).toBe('/f/new');
    expect(run.flows).toEqual(['Flow (fork): 2 nodes']);
    const kept = run.page.toKeep();
    expect([kept.name, await kept.text({ pictures: true })]).toEqual(['flow.run.jsonl', 'text']);
    expect(run.page.shareRefusal).toBeNull();
    run.page.setLink({ role: 'owner' });
    expect(run.page.shareRefusal?.message).toMatch(/opens the whole flow/);
    run.close();
    run.close();
    expect(run.closed()).toBe(1);
  });
});

describe('the overview of a run', () => {
  it('is there at once, then follows a few times a second, and ends with the newest', async () => {
    const run = opened();
    await run.settle();
    run.tell({ entries: entries.slice(0, 1) });
    expect(run.page.overview?.seq).toBe(1);
    run.tell({ entries: entries.slice(1) });
    expect(run.page.overview?.seq).toBe(1);
    run.clock.advance(200);
    expect(run.page.overview).toBe(run.page.view.newest);
    run.clock.advance(1_000);
    run.close();
  });
});
