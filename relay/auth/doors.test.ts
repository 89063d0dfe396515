import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFlow, makeLink } from '../core/flow/flow-record.ts';
import { listRuns, upsertRun } from '../core/flow/run-list.ts';
import { grantOf } from '../core/testing.ts';
import { DOOR_HEADERS, openSeal, sealHeaders } from './door.ts';
import { equalInConstantTime } from './equal-in-constant-time.ts';
import { findLink, hashSecret, revokeLink } from './flow-links.ts';
import { isAllowedHost, isAllowedOrigin } from './request-origin.ts';
import { isRunOf, makeRunId } from './run-id.ts';

const KEY = 'a-signing-key-of-the-tests-0123456789abcdef';
const NOW = 1_800_000_000_000;
const request = { method: 'POST', path: '/parties/run/x/poll', grant: grantOf('ann') } as const;

describe('the door between rooms', () => {
  const open = (headers: Record<string, string>, more = {}, now = NOW) =>
    openSeal(KEY, { ...request, ...more, headers: new Headers(headers) }, now);

  it('[AU1] opens to what was sealed, for a minute, and to nothing else', () => {
    const headers = sealHeaders(KEY, request, NOW);
    expect(open(headers)).toEqual(request.grant);
    expect(open(headers, { path: '/parties/run/y/poll' })).toBeUndefined();
    expect(open(headers, { method: 'GET' })).toBeUndefined();
    expect(open(headers, {}, NOW + 60_001)).toBeUndefined();
    expect(open({})).toBeUndefined();
    const owner = encodeURIComponent(JSON.stringify({ ...request.grant, role: 'owner' }));
    expect(open({ ...headers, [DOOR_HEADERS.grant]: owner })).toBeUndefined();
    expect(open({ ...headers, [DOOR_HEADERS.grant]: '%' })).toBeUndefined();
    expect(open(sealHeaders('another key', request, NOW))).toBeUndefined();
  });
});

describe('run ids', () => {
  const asked = { flowId: 'flow-a', personId: 'ann', requestId: 'r1' };

  it('are the same for the same request and show their flow', () => {
    const id = makeRunId(KEY, asked);
    expect(makeRunId(KEY, asked)).toBe(id);
    expect(makeRunId(KEY, { ...asked, requestId: 'r2' })).not.toBe(id);
    expect(isRunOf(KEY, id, 'flow-a')).toBe(true);
    expect(isRunOf(KEY, id, 'flow-b')).toBe(false);
    expect(isRunOf(`${KEY}x`, id, 'flow-a')).toBe(false);
  });

  it('[AU1] cannot be made up', () => {
    fc.assert(
      fc.property(fc.base64String({ minLength: 28, maxLength: 32 }), (id) => !isRunOf(KEY, id, 'flow-a')),
    );
  });
});

describe('links of a flow', () => {
  const created = createFlow(
    null,
    { flowId: 'f', ownerSecret: 'owner-secret-owner-secret', linkId: 'l1' },
    NOW,
  );
  const flow = created.outcome === 'created' ? created.flow : null;
  const links = flow?.links ?? [];

  it('keep no secret, only its hash', () => {
    expect(JSON.stringify(flow)).not.toContain('owner-secret');
    expect(links[0]?.secretHash).toBe(hashSecret('owner-secret-owner-secret'));
  });

  it('open with their secret alone', () => {
    expect(findLink(links, 'owner-secret-owner-secret', NOW)?.role).toBe('owner');
    expect(findLink(links, 'owner-secret-owner-secreT', NOW)).toBeNull();
    expect(findLink(links, hashSecret('owner-secret-owner-secret'), NOW)).toBeNull();
  });

  it('end on their date and when they are revoked', () => {
    const view = makeLink(
      { linkId: 'l2', role: 'viewer', secret: 'view-secret', name: 'v', endsAt: NOW + 10 },
      NOW,
    );
    const all = [...links, view];
    expect(findLink(all, 'view-secret', NOW + 9)?.linkId).toBe('l2');
    expect(findLink(all, 'view-secret', NOW + 10)).toBeNull();
    const revoked = revokeLink(all, 'l1', NOW);
    expect(findLink(revoked, 'owner-secret-owner-secret', NOW)).toBeNull();
    expect(revokeLink(revoked, 'l1', NOW + 5)).toBe(revoked);
    expect(revokeLink(all, 'none', NOW)).toBe(all);
  });

  it('belong to one owner: the same secret makes the same flow, another one none', () => {
    const again = { flowId: 'f', ownerSecret: 'owner-secret-owner-secret', linkId: 'l9' };
    expect(createFlow(flow, again, NOW)).toEqual({ outcome: 'same', flow });
    expect(createFlow(flow, { ...again, ownerSecret: 'something-else-entirely' }, NOW)).toEqual({
      outcome: 'taken',
    });
  });
});

describe('the list of runs', () => {
  const summary = (runId: string, more = {}) => ({
    runId,
    startedAt: NOW,
    startedBy: 'Ann',
    phase: 'running' as const,
    outcome: null,
    sealed: false,
    endedAt: null,
    parked: false,
    totalMicroUsd: 0,
    demo: false,
    ...more,
  });

  it('gives each run its number once, newest first', () => {
    const one = upsertRun([], summary('a')).runs;
    const two = upsertRun(one, summary('b')).runs;
    const three = upsertRun(two, summary('a', { phase: 'paused' })).runs;
    expect(listRuns(three).map(({ runId, number, phase }) => [runId, number, phase])).toEqual([
      ['b', 2, 'running'],
      ['a', 1, 'paused'],
    ]);
  });

  it('is not undone by a report that comes late', () => {
    const sealed = upsertRun([], summary('a', { phase: 'completed', sealed: true })).runs;
    expect(upsertRun(sealed, summary('a')).runs).toBe(sealed);
  });
});

describe('names and origins', () => {
  const allowed = '127.0.0.1:4400,localhost:4400';

  it.each([
    ['127.0.0.1:4400', true],
    ['LOCALHOST:4400', true],
    ['127.0.0.1:4401', false],
    ['evil.example:4400', false],
    ['', false],
    [null, false],
  ])('host %s → %s', (host, expected) => {
    expect(isAllowedHost(host, allowed)).toBe(expected);
  });

  it.each([
    [null, true],
    ['http://localhost:4400', true],
    ['https://localhost:4400', true],
    ['http://evil.example', false],
    ['null', false],
    ['http://localhost:4400.evil.example', false],
    ['file://localhost:4400', false],
  ])('origin %s → %s', (origin, expected) => {
    expect(isAllowedOrigin(origin, allowed)).toBe(expected);
  });

  it('without a list only this machine is meant', () => {
    expect([isAllowedHost('[::1]:99', undefined), isAllowedHost('example.org', undefined)]).toEqual([
      true,
      false,
    ]);
  });

  it('compares all of two texts', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => equalInConstantTime(a, b) === (a === b)));
    fc.assert(fc.property(fc.string(), (a) => equalInConstantTime(a, a)));
  });
});
