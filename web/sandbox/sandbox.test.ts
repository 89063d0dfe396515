import { describe, expect, it } from 'vitest';
import { LIMITS } from '#shared/protocol/limits.ts';
import { createSandbox } from './sandbox.ts';
import { shutIn } from './shut-in.ts';
import { createTestBench, type TestWorker } from './testing.ts';

const wish = (code: string) => ({ code, input: null });
const open = () => {
  const bench = createTestBench();
  return { ...bench, sandbox: createSandbox(bench.ports) };
};
const done = (worker: TestWorker | undefined, value: string, isBroken = false) =>
  worker?.says({
    type: 'done',
    id: worker.asked.at(-1)?.id ?? 0,
    evaluation: { ok: true, value },
    isBroken,
  });

describe('the sandbox', () => {
  it('starts its worker with the first wish and asks one after another', async () => {
    const { sandbox, workers } = open();
    expect(workers).toEqual([]);
    const both = Promise.all([sandbox.evaluate(wish('a')), sandbox.evaluate(wish('b'))]);
    const [worker] = workers;
    expect(worker?.asked).toEqual([]);
    worker?.says({ type: 'ready' });
    expect(worker?.asked.map((question) => question.wish.code)).toEqual(['a']);
    done(worker, '1');
    expect(worker?.asked.map((question) => question.wish.code)).toEqual(['a', 'b']);
    done(worker, '2');
    expect(await both).toEqual([
      { ok: true, value: '1' },
      { ok: true, value: '2' },
    ]);
    expect(workers).toHaveLength(1);
  });

  it('[SB4] ends a worker that keeps silent; the next wish gets a new one', async () => {
    const { sandbox, workers, pass } = open();
    const first = sandbox.evaluate(wish('for(;;);'));
    const second = sandbox.evaluate(wish('b'));
    workers[0]?.says({ type: 'ready' });
    pass(LIMITS.codeMs + LIMITS.codeGraceMs);
    expect(workers[0]?.isEnded).toBe(true);
    expect(await first).toMatchObject({ ok: false, error: { code: 'code-failed', field: 'code' } });
    workers[1]?.says({ type: 'ready' });
    // A word of the one that was ended counts for nothing.
    done(workers[0], 'late');
    done(workers[1], '2');
    expect(await second).toEqual({ ok: true, value: '2' });
  });

  it('[SB4] uses no interpreter twice that broke, nor a worker that died', async () => {
    const { sandbox, workers } = open();
    const first = sandbox.evaluate(wish('a'));
    workers[0]?.says({ type: 'ready' });
    done(workers[0], '1', true);
    await first;
    expect(workers[0]?.isEnded).toBe(true);
    const second = sandbox.evaluate(wish('b'));
    workers[1]?.says({ type: 'ready' });
    workers[1]?.breaks();
    expect(await second).toMatchObject({ ok: false, error: { code: 'code-failed' } });
    expect(workers[1]?.isEnded).toBe(true);
  });

  it.each([
    ['says so', (worker: TestWorker | undefined) => worker?.says({ type: 'not-loaded' })],
    ['breaks', (worker: TestWorker | undefined) => worker?.breaks()],
  ])('gives everybody who waits an answer when it cannot be loaded and %s', async (_how, fail) => {
    const { sandbox, workers } = open();
    const both = Promise.all([sandbox.evaluate(wish('a')), sandbox.evaluate(wish('b'))]);
    fail(workers[0]);
    expect(await both).toMatchObject([
      { ok: false, error: { code: 'relay-unreachable', retryable: true } },
      { ok: false, error: { code: 'relay-unreachable' } },
    ]);
    const again = sandbox.evaluate(wish('c'));
    workers[1]?.says({ type: 'ready' });
    done(workers[1], '3');
    expect(await again).toEqual({ ok: true, value: '3' });
  });

  it('gives up when it does not come, and where no worker can be started', async () => {
    const { sandbox, pass } = open();
    const slow = sandbox.evaluate(wish('a'));
    pass(LIMITS.codeLoadMs);
    expect(await slow).toMatchObject({ ok: false, error: { code: 'relay-unreachable' } });
    const none = createSandbox({
      start: () => {
        throw new Error('no workers here');
      },
      after: () => () => undefined,
    });
    expect(await none.evaluate(wish('a'))).toMatchObject({ ok: false, error: { code: 'relay-unreachable' } });
  });

  it('gives its memory back when nothing is asked for a while', async () => {
    const { sandbox, workers, pass } = open();
    const first = sandbox.evaluate(wish('a'));
    workers[0]?.says({ type: 'ready' });
    done(workers[0], '1');
    await first;
    pass(LIMITS.codeIdleMs - 1);
    const second = sandbox.evaluate(wish('b'));
    pass(1);
    expect(workers[0]?.isEnded).toBe(false);
    done(workers[0], '2');
    await second;
    pass(LIMITS.codeIdleMs);
    expect(workers[0]?.isEnded).toBe(true);
  });
});

it('[SB1] shuts a worker in for good', () => {
  const world = { fetch: () => 1, indexedDB: {}, performance };
  shutIn(world);
  expect(world.fetch).toBeUndefined();
  expect(() => Object.assign(world, { fetch: () => 2 })).toThrow(TypeError);
  expect('WebSocket' in world).toBe(true);
  expect(world.performance).toBe(performance);
});
