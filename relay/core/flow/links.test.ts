import { describe, expect, it } from 'vitest';
import type { RunSummary } from '#shared/protocol/messages.ts';
import type { Role } from '#shared/protocol/roles.ts';
import { createLinkPushes } from './link-push.ts';
import { createTestFlowRoom, OWNER_LINK, OWNER_SECRET, type TestFlowRoom } from './testing.ts';

const line = (runId: string): Omit<RunSummary, 'number'> => ({
  ...{ runId, startedAt: 1, startedBy: 'Ann', phase: 'running', outcome: null, sealed: false },
  ...{ endedAt: null, parked: true, totalMicroUsd: 0, demo: true },
});

function roomWithRuns(count = 2): TestFlowRoom {
  const test = createTestFlowRoom();
  for (let index = 1; index <= count; index += 1)
    test.ask(null, { type: 'report', summary: line(`run-${index}`) });
  return test;
}

const owner = (test: TestFlowRoom) => test.grant('olga', 'owner');
const revoke = (test: TestFlowRoom, linkId: string) =>
  test.ask(owner(test), { type: 'links.revoke', linkId });
const make = (test: TestFlowRoom, role: Exclude<Role, 'owner'>, more: object = {}, as = owner(test)) =>
  test.ask(as, {
    ...{ type: 'links.make', linkId: `made-${role}`, secret: 'new-secret', role, name: 'New', endsAt: null },
    ...more,
  });

describe('links', () => {
  it('[FR10] are listed without secrets or hashes, to owners all and to editors those of runs', () => {
    const test = createTestFlowRoom();
    for (const role of ['editor', 'viewer', 'run-viewer', 'run-answerer'] as const) test.grant('x', role);
    const seen = (role: Role) =>
      (test.ask(test.grant('x', role), { type: 'links.list' }).body as { links: { role: Role }[] }).links;
    expect(seen('owner').map(({ role }) => role)).toEqual([
      ...['owner', 'editor', 'viewer', 'run-viewer', 'run-answerer'],
    ]);
    expect(seen('editor').map(({ role }) => role)).toEqual(['run-viewer', 'run-answerer']);
    expect(JSON.stringify(seen('owner'))).not.toMatch(/secret|hash/i);
    expect(JSON.stringify(test.room().record())).not.toContain('secret-editor');
  });

  it('[FR10] name a run if and only if they are of one', () => {
    const test = createTestFlowRoom();
    expect(make(test, 'run-viewer').status).toBe(400);
    expect(make(test, 'viewer', { runId: 'run-1' }).status).toBe(400);
    expect(make(test, 'viewer', { endsAt: test.now }).status).toBe(400);
    expect(make(test, 'viewer')).toMatchObject({ status: 201, body: { secret: 'new-secret' } });
    expect(make(test, 'run-viewer', { runId: 'run-1' })).toMatchObject({
      body: { link: { runId: 'run-1' } },
    });
  });

  it('[FR10] give tokens until they end, and say to the minute when they were used', () => {
    const test = createTestFlowRoom();
    make(test, 'viewer', { endsAt: test.now + 120_000 });
    const use = () => test.ask(null, { type: 'token', secret: 'new-secret' });
    expect(use()).toMatchObject({
      status: 200,
      body: { grant: { role: 'viewer', linkId: 'made-viewer', expiresAt: test.now + 120_000 } },
    });
    const [, made] = (test.ask(owner(test), { type: 'links.list' }).body as { links: object[] }).links;
    expect(made).toMatchObject({ lastUsedAt: Math.floor(test.now / 60_000) * 60_000 });
    expect(test.steps.at(-2)?.store?.record).not.toBeNull();
    use();
    expect(test.steps.at(-1)?.store).toBeNull();
    test.now += 120_000;
    expect(use()).toMatchObject({ status: 403, body: { error: { code: 'link-ended' } } });
    expect(test.ask(null, { type: 'token', secret: 'no-such-secret' }).status).toBe(403);
  });

  it('[FR10] of owners can be neither revoked nor given an end', () => {
    const test = createTestFlowRoom();
    expect(revoke(test, OWNER_LINK)).toMatchObject({ status: 409, body: { error: { code: 'out-of-turn' } } });
    const change = (more: object) =>
      test.ask(owner(test), { type: 'links.change', linkId: OWNER_LINK, ...more });
    expect(change({ endsAt: test.now + 1 })).toMatchObject({ status: 409 });
    expect(change({ name: 'Mine' })).toMatchObject({ status: 200, body: { link: { name: 'Mine' } } });
    expect(test.ask(null, { type: 'token', secret: OWNER_SECRET }).status).toBe(200);
  });

  it('[FR13] the owner puts another in the place of theirs: the old one ends at once, everywhere', () => {
    const test = roomWithRuns();
    const mine = owner(test);
    test.connect('old', mine);
    test.connect('ann', test.grant('ann'));
    const next = 'another-secret-of-the-owner';
    const replace = (as = mine, ownerSecret = next) =>
      test.ask(as, { type: 'owner.replace', linkId: 'link-owner-2', ownerSecret }).status;
    expect(replace(test.grant('ann'))).toBe(403);
    expect(replace()).toBe(204);
    expect([test.closed.get('old'), test.closed.get('ann')]).toEqual([4003, undefined]);
    expect(test.ask(mine, { type: 'links.list' })).toMatchObject({
      status: 403,
      body: { error: { code: 'link-ended' } },
    });
    expect(test.pushes.map(({ runId, linkId, at }) => [runId, linkId, at])).toEqual([
      ['run-2', OWNER_LINK, test.now],
      ['run-1', OWNER_LINK, test.now],
    ]);
    const use = (secret: string) => test.ask(null, { type: 'token', secret });
    expect([use(OWNER_SECRET).status, use('secret-editor').status]).toEqual([403, 200]);
    expect(use(next)).toMatchObject({
      status: 200,
      body: { grant: { role: 'owner', linkId: 'link-owner-2' } },
    });
    const again = { ...mine, linkId: 'link-owner-2' };
    // Made again from the browser that made it, it is the same flow; an old secret opens it no more.
    const made = (ownerSecret: string) =>
      test.ask(null, { type: 'create', flowId: mine.flowId, ownerSecret, linkId: 'x' }).status;
    expect([made(next), made(OWNER_SECRET), made('of-somebody-else')]).toEqual([200, 403, 409]);
    expect([replace(again), replace(again, OWNER_SECRET)]).toEqual([409, 409]);
    expect(test.ask(again, { type: 'links.revoke', linkId: 'link-owner-2' }).status).toBe(409);
  });

  it('[FR10] are limited in number, and ended ones make room', () => {
    const test = createTestFlowRoom();
    const add = (index: number) => make(test, 'viewer', { linkId: `l${index}`, secret: `s${index}` }).status;
    for (let index = 0; index < 199; index += 1) {
      expect(add(index)).toBe(201);
      test.now += 100;
    }
    expect(add(200)).toBe(409);
    revoke(test, 'l0');
    expect(add(201)).toBe(201);
    expect(test.room().record()?.links).toHaveLength(200);
    expect(
      test
        .room()
        .record()
        ?.links.some(({ linkId }) => linkId === 'l0'),
    ).toBe(false);
  });
});

describe('the end of a link', () => {
  it('[FR7] closes its sockets at once and refuses its grants from then on', () => {
    const test = roomWithRuns();
    test.connect('ann', test.grant('ann'));
    test.connect('vera', test.grant('vera', 'viewer'));
    const ann = test.grant('ann');
    expect(revoke(test, 'link-editor').status).toBe(204);
    expect([test.closed.get('ann'), test.closed.get('vera')]).toEqual([4003, undefined]);
    test.connect('again', ann);
    expect(test.take('again')).toMatchObject([{ data: { error: { code: 'link-ended' } } }]);
    expect(test.closed.get('again')).toBe(4003);
    expect(test.ask(ann, { type: 'admit' })).toMatchObject({
      status: 403,
      body: { error: { code: 'link-ended' } },
    });
    expect(test.ask(ann, { type: 'document' }).status).toBe(403);
    expect(revoke(test, 'link-editor').status).toBe(204);
    const again = test.ask(owner(test), { type: 'links.change', linkId: 'link-editor', endsAt: null });
    expect(again.status).toBe(409);
  });

  it('[FR7] is told to every run of the flow, or to the one it was for', () => {
    const test = roomWithRuns(3);
    test.grant('ann');
    revoke(test, 'link-editor');
    const at = test.now;
    expect(test.pushes.map(({ runId, linkId, at: when }) => [runId, linkId, when])).toEqual([
      ['run-3', 'link-editor', at],
      ['run-2', 'link-editor', at],
      ['run-1', 'link-editor', at],
    ]);
    test.pushes.splice(0);
    make(test, 'run-viewer', { runId: 'run-2' });
    revoke(test, 'made-run-viewer');
    for (const runId of ['run-3', 'run-2', 'run-1'])
      test.give({ type: 'pushed', runId, linkId: 'link-editor', at, ok: true });
    expect(test.pushes.map(({ runId, linkId }) => [runId, linkId])).toEqual([['run-2', 'made-run-viewer']]);
  });

  it('[FR7] is told again until each room has answered, also after a restart', async () => {
    const test = roomWithRuns(2);
    test.grant('ann');
    revoke(test, 'link-editor');
    const at = test.now;
    const answer = (runId: string, ok: boolean) =>
      test.give({ type: 'pushed', runId, linkId: 'link-editor', at, ok });
    answer('run-2', false);
    expect(answer('run-1', true).alarmAt).not.toBeNull();
    test.pushes.splice(0);
    test.pass(2_000);
    expect(test.pushes.map(({ runId }) => runId)).toEqual(['run-2']);
    await test.restart();
    expect(test.pushes.map(({ runId }) => runId)).toEqual(['run-2', 'run-2']);
    expect(answer('run-2', true).alarmAt).toBeNull();
    test.pass(120_000);
    expect(test.pushes).toHaveLength(2);
    expect((await test.store.load())?.pushes).toEqual([]);
  });

  it('[FR7] that comes by its date closes sockets to the moment, and runs that go on know of it before', () => {
    const test = roomWithRuns(1);
    test.ask(null, { type: 'report', summary: { ...line('run-over'), phase: 'completed', sealed: true } });
    const endsAt = test.now + 5_000;
    make(test, 'viewer', { endsAt });
    expect(test.pushes).toMatchObject([{ runId: 'run-1', linkId: 'made-viewer', at: endsAt }]);
    const later = test.ask(null, { type: 'report', summary: line('run-later') });
    expect(later).toMatchObject({ body: { ended: [{ linkId: 'made-viewer', at: endsAt }] } });
    test.connect('vera', { ...test.grant('vera', 'viewer'), linkId: 'made-viewer' });
    test.pass(4_999);
    expect(test.closed.has('vera')).toBe(false);
    test.pass(1);
    expect(test.closed.get('vera')).toBe(4003);
  });

  it('[FR7] that is brought forward or put off is told to the rooms of runs, where tokens are still about', () => {
    const test = roomWithRuns(1);
    test.connect('vera', test.grant('vera', 'viewer'));
    const change = (endsAt: number | null) =>
      test.ask(owner(test), { type: 'links.change', linkId: 'link-viewer', endsAt });
    const soon = test.now + 1_000;
    expect(change(soon).status).toBe(200);
    expect(test.pushes).toMatchObject([{ runId: 'run-1', linkId: 'link-viewer', at: soon }]);
    test.give({ type: 'pushed', runId: 'run-1', linkId: 'link-viewer', at: soon, ok: true });
    change(null);
    expect(test.pushes).toMatchObject([{ at: soon }, { at: null }]);
    test.pass(5_000);
    expect(test.closed.has('vera')).toBe(false);
  });

  it('[FR7] is told to a run that is younger than it', () => {
    const test = roomWithRuns();
    test.grant('ann');
    revoke(test, 'link-editor');
    const report = () => test.ask(null, { type: 'report', summary: line('run-young') });
    expect(report()).toMatchObject({ body: { ended: [{ linkId: 'link-editor', at: test.now }] } });
    test.now += 13 * 60_000;
    expect(report()).toMatchObject({ body: { ended: [] } });
  });
});

describe('telling rooms', () => {
  it('[FR7] asks six at once, and takes no answer to an older question for one', () => {
    const pushes = createLinkPushes([]);
    const runIds = Array.from({ length: 8 }, (_, index) => `r${index}`);
    pushes.add({ linkId: 'l', at: 5, runIds });
    expect(pushes.start('f', 0)).toHaveLength(6);
    expect(pushes.start('f', 0)).toEqual([]);
    pushes.add({ linkId: 'l', at: null, runIds });
    pushes.answered({ runId: 'r0', linkId: 'l', at: 5, ok: true }, 0);
    expect(pushes.takeChanged()).toEqual([{ linkId: 'l', at: null, runIds }]);
    expect(pushes.start('f', 0)).toMatchObject([{ runId: 'r0', at: null }]);
  });

  it('[FR7] waits longer after each failure', () => {
    const pushes = createLinkPushes([{ linkId: 'l', at: 5, runIds: ['r'] }]);
    const waits: number[] = [];
    for (let now = 0; waits.length < 8; now = pushes.dueAt() ?? now) {
      expect(pushes.start('f', now)).toHaveLength(1);
      pushes.answered({ runId: 'r', linkId: 'l', at: 5, ok: false }, now);
      waits.push((pushes.dueAt() ?? 0) - now);
    }
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });
});
