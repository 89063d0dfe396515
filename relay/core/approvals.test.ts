import { describe, expect, it } from 'vitest';
import type { ApprovalOutcome } from '#shared/run/approval.ts';
import { QUESTION_ID, questionOf, runningFact } from '#shared/run/testing.ts';
import { createHostedRoom, entriesIn, grantOf, RUN_ID, START_MS, typesOf, type TestRoom } from './testing.ts';

const append = (facts: readonly object[], epoch = 1) =>
  ({ type: 'host.append', data: { epoch, facts } }) as const;
const asking = (change: Parameters<typeof questionOf>[0] = {}) => ({
  type: 'approval.requested',
  data: questionOf({ nodeId: 'a', ...change }),
});
const answer = (outcome: ApprovalOutcome, more: object = {}) =>
  ({ type: 'approval.resolve', data: { approvalId: QUESTION_ID, name: 'Bea', outcome, ...more } }) as const;

/** A hosted room in which node a asks, with bea beside ann. */
function roomThatAsks(change: Parameters<typeof questionOf>[0] = {}): TestRoom {
  const test = createHostedRoom();
  test.command('ann', append([runningFact('a'), asking(change)]));
  test.connect('bea', grantOf('bea'));
  return test;
}

const newest = async (test: TestRoom) => (await test.log()).at(-1);
const FORM = {
  type: 'object',
  properties: { age: { type: 'integer', minimum: 18 }, mail: { type: 'string', format: 'email' } },
  required: ['age'],
};

describe('a question to people', () => {
  it('[AP1] is answered once, and whoever comes later is told who was first', async () => {
    const test = roomThatAsks();
    test.connect('cleo', grantOf('cleo'));
    expect(test.command('bea', answer('approve', { feedback: 'Good' }))?.data).toMatchObject({
      ok: true,
      seq: 5,
    });
    expect(test.command('cleo', answer('reject'))?.data).toMatchObject({
      ok: false,
      error: { code: 'approval-closed', message: 'Bea was first and approved it.' },
    });
    expect(await newest(test)).toMatchObject({
      seq: 5,
      by: 'bea',
      type: 'approval.received',
      data: { outcome: 'approve', feedback: 'Good', answeredBy: { personId: 'bea', name: 'Bea' } },
    });
  });

  it('[AP1] is answered once over a restart, and its open ones survive it', async () => {
    const test = roomThatAsks({ form: FORM, kind: 'form', options: ['submit'] });
    await test.restart();
    test.connect('cleo', grantOf('cleo'));
    expect(test.command('cleo', answer('submit', { values: { age: 3 } }))?.data.error?.code).toBe(
      'invalid-answer',
    );
    expect(test.command('cleo', answer('submit', { values: { age: 30 } }))?.data.ok).toBe(true);
    await test.restart();
    test.connect('dora', grantOf('dora'));
    expect(test.command('dora', answer('submit', { values: { age: 40 } }))?.data.error?.code).toBe(
      'approval-closed',
    );
    expect(typesOf(await test.log()).filter((type) => type === 'approval.received')).toHaveLength(1);
  });

  it('[AP1] is not answered twice by a command that is sent again', async () => {
    const test = roomThatAsks();
    const first = test.command('bea', answer('approve'), { n: 1 });
    expect(test.command('bea', answer('approve'), { n: 1 })).toMatchObject(first ?? {});
    expect(typesOf(await test.log()).filter((type) => type === 'approval.received')).toHaveLength(1);
  });

  it('[AP2] takes no answer that does not fit: nothing changes, and each place is named', () => {
    const test = roomThatAsks({
      form: FORM,
      options: ['approve', 'reject', 'redo', 'edit'],
      mustExplain: true,
      redoes: ['b'],
    });
    const before = test.room().header();
    const problems = (outcome: ApprovalOutcome, more: object = {}) =>
      test.command('bea', answer(outcome, more))?.data.error?.problems?.map(({ path }) => path);
    expect(problems('approve', { values: { age: 3, mail: 'x' } })).toEqual(['age', 'mail']);
    expect(problems('approve', { values: 'no' })).toEqual(['']);
    expect(problems('approve')).toEqual(['age']);
    expect(problems('reject')).toEqual(['$feedback']);
    expect(problems('redo', { feedback: ' ' })).toEqual(['$feedback']);
    expect(problems('edit', { text: '' })).toEqual(['$text']);
    expect(problems('reject', { feedback: 'x', text: 'y' })).toEqual(['$text']);
    expect(problems('abort')).toEqual(['$outcome']);
    expect(problems('approve', { values: { age: 20, mail: `${'x'.repeat(300)}@b.de` } })).toEqual(['mail']);
    expect(test.room().header()).toBe(before);
    expect(test.command('bea', answer('approve', { values: { age: 20 } }))?.data.ok).toBe(true);
  });

  it('[AP2] takes no answer that does not fit an entry', () => {
    const form = { type: 'object', properties: { a: { type: 'string' } } };
    const test = roomThatAsks({ form, options: ['approve'] });
    const long = { values: { a: '漢'.repeat(20_000) }, feedback: '漢'.repeat(10_000) };
    expect(test.command('bea', answer('approve', long))?.data.error).toMatchObject({
      code: 'invalid-answer',
      problems: [{ path: '', message: 'This answer is too long. Shorten it.' }],
    });
  });

  it('[AP3] is answered by whoever may, and by editors alone where it says so', () => {
    const ofRun = { runId: RUN_ID };
    const test = roomThatAsks({ answerers: 'editors' });
    test.connect('viewer', grantOf('v', 'viewer'));
    test.connect('watcher', grantOf('w', 'run-viewer', ofRun));
    test.connect('answerer', grantOf('x', 'run-answerer', ofRun));
    for (const who of ['viewer', 'watcher', 'answerer'])
      expect(test.command(who, answer('approve'))?.data.error?.code).toBe('not-allowed');
    const open = roomThatAsks({ answerers: 'links' });
    open.connect('answerer', grantOf('x', 'run-answerer', ofRun));
    open.connect('watcher', grantOf('w', 'run-viewer', ofRun));
    expect(open.command('watcher', answer('approve'))?.data.error?.code).toBe('not-allowed');
    expect(open.command('answerer', answer('approve'))?.data.ok).toBe(true);
  });

  it('[AP4] ends with its default when its time is over, told by the room itself', async () => {
    const test = roomThatAsks({ deadline: { afterMs: 60_000, outcome: 'approve' } });
    test.pass(59_999);
    expect(typesOf(await test.log())).not.toContain('approval.expired');
    test.pass(1);
    expect(await newest(test)).toMatchObject({
      type: 'approval.expired',
      by: null,
      at: START_MS + 60_000,
      data: { outcome: 'approve', nodeId: 'a' },
    });
    expect(test.command('bea', answer('approve'))?.data.error?.code).toBe('approval-expired');
  });

  it('[AP4] ends in time after a restart with nobody there, and wakes the room for it', async () => {
    const test = roomThatAsks({ deadline: { afterMs: 60_000, outcome: 'reject' } });
    test.pass(20_000);
    await test.restart();
    expect(test.room().nextDeadline()).toBe(START_MS + 60_000);
    test.now = START_MS + 500_000;
    await test.restart();
    test.pass(0);
    expect(await newest(test)).toMatchObject({ type: 'approval.expired', data: { outcome: 'reject' } });
    expect(test.room().nextDeadline()).toBeNull();
  });

  it('[AP4] sends the defaults of its form', async () => {
    const form = { type: 'object', properties: { n: { type: 'integer', default: 3 } } };
    const test = roomThatAsks({
      form,
      kind: 'form',
      options: ['submit'],
      deadline: { afterMs: 1_000, outcome: 'submit' },
    });
    test.pass(1_000);
    expect(await newest(test)).toMatchObject({ data: { outcome: 'submit', values: { n: 3 } } });
  });

  it('[AP4] waits for storage: a default that cannot be written does not count', async () => {
    const test = roomThatAsks({ deadline: { afterMs: 1_000, outcome: 'approve' } });
    test.give({ type: 'storage', works: false });
    test.pass(5_000);
    test.give({ type: 'storage', works: true });
    expect((await newest(test))?.type).toBe('approval.requested');
    test.pass(1);
    expect((await newest(test))?.type).toBe('approval.expired');
  });

  it('[AP5] sends the steps before it back with the words, in the same step', async () => {
    const test = roomThatAsks({ options: ['redo', 'retry'], redoes: ['b', 'c'] });
    test.take('ann');
    test.command('bea', answer('redo', { feedback: 'Shorter' }));
    expect(entriesIn(test.take('ann'))).toMatchObject([
      { type: 'approval.received', by: 'bea' },
      {
        type: 'execution.node.amended',
        by: 'bea',
        data: { nodeId: 'b', action: 'retry', round: 1, guidance: 'Shorter' },
      },
      {
        type: 'execution.node.amended',
        data: { nodeId: 'c', action: 'retry', round: 2, guidance: 'Shorter' },
      },
    ]);
  });

  it('[AP5] stops the run where that is an answer', async () => {
    const test = roomThatAsks({ options: ['approve', 'abort'] });
    test.command('bea', answer('abort'));
    expect(typesOf(await test.log()).slice(-3)).toEqual([
      'approval.received',
      'execution.cancelled',
      'execution.sealed',
    ]);
  });

  it('[AP6] is over with its node, and with the run', () => {
    const over = (end: object) => {
      const test = roomThatAsks({ deadline: { afterMs: 1_000, outcome: 'abort' } });
      test.command('ann', end as never);
      test.pass(5_000);
      expect(test.room().header()?.phase).not.toBe('empty');
      return [test.command('bea', answer('approve'))?.data.error?.code, test.room().header()?.phase];
    };
    const failed = { code: 'internal', message: 'x', retryable: false };
    expect(
      over(append([{ type: 'execution.node.failed', data: { nodeId: 'a', round: 0, error: failed } }])),
    ).toEqual(['approval-closed', 'running']);
    expect(
      over(append([{ type: 'approval.withdrawn', data: { nodeId: 'a', approvalId: QUESTION_ID } }])),
    ).toEqual(['approval-closed', 'running']);
    expect(over({ type: 'execution.node.skip', data: { nodeId: 'a' } })).toEqual([
      'approval-closed',
      'running',
    ]);
    expect(over({ type: 'execution.cancel', data: {} })).toEqual(['run-sealed', 'cancelled']);
  });

  it('is answered while the run is paused: what is under way ends and is recorded', () => {
    const test = roomThatAsks();
    test.command('ann', { type: 'execution.pause', data: {} });
    expect(test.command('bea', answer('approve'))?.data.ok).toBe(true);
  });

  it('[AP7] is not asked when it is none: twice, with a hostile form, about bytes that are not there', () => {
    const test = createHostedRoom();
    let n = 0;
    const refusal = (change: Parameters<typeof questionOf>[0]) => {
      n += 1;
      return test.command('ann', append([asking(change)]), { clientId: `c${n}` })?.data.error?.code;
    };
    const host = (change: Parameters<typeof questionOf>[0]) =>
      test.command('ann', { type: 'host.append', data: { epoch: 1, afresh: true, facts: [asking(change)] } })
        ?.data.error?.code;
    expect(host({ form: { type: 'object', properties: { a: { $ref: '#' } } } })).toBe('invalid-config');
    expect(host({ options: ['submit'] })).toBe('invalid-config');
    expect(host({ options: ['redo'] })).toBe('invalid-config');
    expect(host({ deadline: { afterMs: 1_000, outcome: 'redo' }, redoes: ['b'] })).toBe('invalid-config');
    expect(host({ subject: { text: { kind: 'blob', hash: 'c'.repeat(64), bytes: 9 } } })).toBe(
      'blob-missing',
    );
    expect(host({})).toBeUndefined();
    expect(host({})).toBe('out-of-turn');
    // Another tab of the host's person does not ask at all.
    expect(refusal({ approvalId: 'f'.repeat(32) })).toBe('stale-epoch');
  });

  it('keeps a long text that goes on instead as a blob of the run', async () => {
    const test = roomThatAsks({ options: ['edit'] });
    test.command('bea', answer('edit', { text: 'x'.repeat(100_000) }));
    const entry = await newest(test);
    expect(entry).toMatchObject({
      type: 'approval.received',
      data: { text: { kind: 'blob', bytes: 100_000 } },
    });
    if (entry?.type !== 'approval.received' || entry.data.text?.kind !== 'blob') throw new Error('no text');
    expect(test.room().hasBlob(entry.data.text.hash)).toBe(true);
  });
});
