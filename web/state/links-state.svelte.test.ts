import { describe, expect, it } from 'vitest';
import type { Link } from '#shared/protocol/flow-messages.ts';
import type { Result } from '#shared/result.ts';
import { weftError } from '#shared/run/errors.ts';
import { memoryKeyValueStore } from './key-value-store.ts';
import { createLinkSecrets } from './link-secrets.ts';
import { Links, type LinksPort } from './links-state.svelte.ts';

const lost = weftError('relay-unreachable', 'Gone.', { retryable: true });

/** A relay with a list, which can be cut off. */
function world(initial: readonly Link[] = []) {
  const room = { links: [...initial], isLost: false, now: 1_000 };
  const answer = <T>(work: () => T): Promise<Result<T>> =>
    Promise.resolve(room.isLost ? { ok: false, error: lost } : { ok: true, value: work() });
  const replace = (linkId: string, change: Partial<Link>): null => {
    room.links = room.links.map((each) => (each.linkId === linkId ? { ...each, ...change } : each));
    return null;
  };
  const port: LinksPort = {
    links: () => answer(() => room.links),
    makeLink: (wish) =>
      answer(() => {
        const link = aLink({ ...wish, linkId: `made-${room.links.length}`, createdAt: room.now });
        room.links.push(link);
        return { link, secret: `s-${link.linkId}` };
      }),
    changeLink: (linkId, change) => answer(() => replace(linkId, change)),
    revokeLink: (linkId) => answer(() => replace(linkId, { revokedAt: room.now })),
  };
  const store = memoryKeyValueStore();
  const open = () =>
    new Links({
      port,
      flowId: 'flow',
      secrets: createLinkSecrets(store, 'flow'),
      origin: 'https://weft.example',
      now: () => room.now,
    });
  return { room, store, open, links: open() };
}

const aLink = (more: Partial<Link>): Link => ({
  linkId: 'link',
  role: 'viewer',
  name: '',
  createdAt: 0,
  endsAt: null,
  revokedAt: null,
  lastUsedAt: null,
  ...more,
});

describe('links of a flow', () => {
  it('[SH1] a made link can be copied here, after a reload too, and nowhere else', async () => {
    const { links, open, room } = world();
    const made = await links.make('editor');
    expect(made?.url).toBe('https://weft.example/f/flow#s-made-0');
    const run = await links.make('run-answerer', 'run');
    expect(run?.url).toBe('https://weft.example/r/run#flow.s-made-1');
    const later = open();
    await later.refresh();
    expect(later.items.map((link) => link.url)).toEqual([made?.url, run?.url]);
    const elsewhere = world(room.links).links;
    await elsewhere.refresh();
    expect(elsewhere.items.map((link) => link.url)).toEqual([null, null]);
  });

  it('are found by role and run, newest first, while they live', async () => {
    const { links, room } = world([
      aLink({ linkId: 'old', createdAt: 1 }),
      aLink({ linkId: 'new', createdAt: 2 }),
      aLink({ linkId: 'past', endsAt: 999 }),
      aLink({ linkId: 'gone', revokedAt: 5 }),
      aLink({ linkId: 'soon', createdAt: 3, endsAt: 2_000 }),
      aLink({ linkId: 'r1', role: 'run-viewer', runId: 'one' }),
      aLink({ linkId: 'r2', role: 'run-viewer', runId: 'two' }),
    ]);
    await links.refresh();
    expect(links.live('viewer').map((link) => link.linkId)).toEqual(['soon', 'new', 'old']);
    expect(links.live('run-viewer', 'one').map((link) => link.linkId)).toEqual(['r1']);
    expect(links.items.map((link) => link.status)).toEqual([
      'live',
      'live',
      'ended',
      'revoked',
      'live',
      'live',
      'live',
    ]);
    room.now = 2_000;
    await links.refresh();
    expect(links.live('viewer').map((link) => link.linkId)).toEqual(['new', 'old']);
  });

  it('a revoked link is no longer live, and its secret is forgotten', async () => {
    const { links, store } = world();
    const made = await links.make('viewer');
    expect(await links.revoke(made?.linkId ?? '')).toBe(true);
    expect(links.live('viewer')).toEqual([]);
    expect(links.items[0]).toMatchObject({ status: 'revoked', revokedAt: 1_000, url: null });
    expect(store.get('weft:link-secrets')).toBe('{}');
  });

  it('name and end can be changed', async () => {
    const { links, room } = world([aLink({})]);
    await links.refresh();
    expect(await links.change('link', { name: 'Class 4b', endsAt: 5_000 })).toBe(true);
    expect(links.items[0]).toMatchObject({ name: 'Class 4b', endsAt: 5_000 });
    expect(room.links[0]).toMatchObject({ name: 'Class 4b', endsAt: 5_000 });
  });

  it('what fails changes nothing and stands where it was tried, until it works', async () => {
    const { links, room } = world([aLink({})]);
    room.isLost = true;
    await links.refresh();
    expect([links.state, links.error]).toEqual(['failed', lost]);
    room.isLost = false;
    await links.refresh();
    expect([links.state, links.error]).toEqual(['ready', null]);
    room.isLost = true;
    expect(await links.make('editor')).toBeNull();
    expect(await links.revoke('link')).toBe(false);
    expect(links.items).toMatchObject([{ linkId: 'link', status: 'live' }]);
    expect([links.problem('editor'), links.problem('link'), links.problem('viewer')]).toEqual([
      lost,
      lost,
      null,
    ]);
    room.isLost = false;
    await links.make('editor');
    expect(links.problem('editor')).toBeNull();
    expect(links.isBusy('editor')).toBe(false);
  });

  it("a run's address is made once and found again", async () => {
    const { links, room } = world();
    const first = await links.runUrl('run');
    expect(first).toEqual({ ok: true, value: 'https://weft.example/r/run#flow.s-made-0' });
    expect(await links.runUrl('run')).toEqual(first);
    expect(room.links).toHaveLength(1);
    room.isLost = true;
    expect(await links.runUrl('another')).toEqual({ ok: false, error: lost });
  });
});
