import { describe, expect, it } from 'vitest';
import type { RunSummary } from '#shared/protocol/messages.ts';
import { ROLES } from '#shared/protocol/roles.ts';
import type { FlowEffect } from './flow-step.ts';
import { createTestDoc, createTestFlowRoom, OWNER_SECRET, type TestFlowRoom } from './testing.ts';

const line = (runId: string): Omit<RunSummary, 'number'> => ({
  ...{ runId, startedAt: 1, startedBy: 'Ann', phase: 'running', outcome: null, sealed: false },
  ...{ endedAt: null, parked: true, totalMicroUsd: 0, demo: true },
});
const report = (test: TestFlowRoom, runId: string) =>
  test.ask(null, { type: 'report', summary: line(runId) });
const owner = (test: TestFlowRoom) => test.grant('olga', 'owner');
const asked = (test: TestFlowRoom, from = 0): string[] =>
  test.steps
    .slice(from)
    .flatMap(({ effects }) => effects)
    .flatMap((effect: FlowEffect) => (effect.type === 'remove-run' ? [effect.runId] : []));
const alarm = (test: TestFlowRoom) => test.steps.at(-1)?.alarmAt ?? null;
const gone = (test: TestFlowRoom, runId: string, isGone = true) =>
  test.give({ type: 'run-removed', runId, isGone });

describe('a flow that its owner deletes', () => {
  it('[FR12] is there for nobody from then on, by no link and no token, and is not made again', () => {
    const test = createTestFlowRoom();
    const grants = ROLES.map((role) => test.grant('x', role));
    const doc = createTestDoc(5);
    doc.setNode('a');
    test.connect('c', test.grant('ann'));
    for (const update of doc.takeUpdates()) expect(test.update('c', update)?.ok).toBe(true);
    expect(test.ask(owner(test), { type: 'remove' }).status).toBe(204);
    expect(test.closed.get('c')).toBe(4001);
    for (const grant of grants) {
      const answer = test.ask(grant, { type: 'document' });
      expect([grant.role, [403, 404].includes(answer.status)]).toEqual([grant.role, true]);
      expect(answer.body).not.toBeInstanceOf(Uint8Array);
    }
    for (const secret of [OWNER_SECRET, 'secret-editor', 'secret-run-viewer', 'another'])
      expect(test.ask(null, { type: 'token', secret })).toMatchObject({
        status: 404,
        body: { error: { code: 'not-found' } },
      });
    const again = {
      type: 'create',
      flowId: owner(test).flowId,
      linkId: 'l',
      ownerSecret: OWNER_SECRET,
    } as const;
    expect(test.ask(null, again).status).toBe(404);
    expect(test.ask(owner(test), { type: 'remove' }).status).toBe(204);
    for (const type of ['kept.get', 'kept.put', 'kept.look'] as const)
      expect(test.ask(null, { type }).status).toBe(404);
    expect(test.room().record()).toMatchObject({ links: [], removal: { by: 'olga' } });
  });

  it('[FR12] takes its runs along, six at once, and asks again until each is gone', () => {
    const test = createTestFlowRoom();
    for (let index = 1; index <= 8; index += 1) report(test, `run-${index}`);
    test.ask(owner(test), { type: 'remove' });
    expect(asked(test)).toHaveLength(6);
    gone(test, 'run-1');
    expect(asked(test)).toHaveLength(7);
    const before = test.steps.length;
    gone(test, 'run-2', false);
    for (const index of [3, 4, 5, 6, 7]) gone(test, `run-${index}`);
    expect(alarm(test)).not.toBeNull();
    test.pass(60_000);
    expect(asked(test, before).sort()).toEqual(['run-2', 'run-8']);
    gone(test, 'run-2');
    gone(test, 'run-8');
    expect([alarm(test), asked(test, before).length]).toEqual([null, 2]);
  });

  it('[FR12] goes on with a process that comes later', async () => {
    const test = createTestFlowRoom();
    for (const runId of ['run-1', 'run-2']) report(test, runId);
    test.ask(owner(test), { type: 'remove' });
    gone(test, 'run-1');
    await test.store.clear();
    const before = test.steps.length;
    await test.restart();
    expect(asked(test, before)).toEqual(['run-2']);
    gone(test, 'run-2');
    await test.restart();
    expect([asked(test, before), alarm(test)]).toEqual([['run-2'], null]);
    expect(test.ask(null, { type: 'token', secret: OWNER_SECRET }).status).toBe(404);
  });

  it('[FR12] takes along a run of which it hears only afterwards', () => {
    const test = createTestFlowRoom();
    test.ask(owner(test), { type: 'remove' });
    const before = test.steps.length;
    report(test, 'run-late');
    expect(asked(test, before)).toEqual(['run-late']);
    test.ask(null, { type: 'forget', runId: 'run-late' });
    gone(test, 'run-late');
    report(test, 'run-late');
    expect([asked(test, before), alarm(test)]).toEqual([['run-late'], null]);
  });

  it('[FR12] stays for everybody but its owner’s word', () => {
    const test = createTestFlowRoom();
    for (const role of ['editor', 'viewer', 'run-viewer', 'run-answerer'] as const)
      expect(test.ask(test.grant('x', role), { type: 'remove' }).status).toBe(403);
    expect(test.ask(null, { type: 'remove' }).status).toBe(403);
    expect(test.room().record()?.removal).toBeUndefined();
  });
});
