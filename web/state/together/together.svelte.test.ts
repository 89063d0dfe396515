import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import type { Participant, Presence } from '#shared/protocol/flow-messages.ts';
import { weftError } from '#shared/run/errors.ts';
import type { ConnectionHealth } from '../../engine/api.ts';
import { createTestClock } from '../testing.ts';
import { PRESENCE_EVERY_MS } from './presence-writer.ts';
import { Together } from './together.svelte.ts';

const shown: Presence = {
  ...{ name: 'Bo', colour: 2, cursor: null, selection: [], viewport: null, editing: null, watching: null },
  visible: true,
};
const somebody = (connectionId: string, presence: Partial<Presence> | null = {}): Participant => ({
  ...{ connectionId, personId: `person of ${connectionId}`, role: 'editor' as const },
  presence: presence && { ...shown, ...presence },
});
const health = (
  state: ConnectionHealth['state'],
  error: ConnectionHealth['error'] = null,
): ConnectionHealth => ({
  ...{ state, error, latencyMs: null, reconnects: 0, gaps: 0, queued: 0, lastSeenAt: null },
});

function setUp(role: 'owner' | null = 'owner') {
  const clock = createTestClock();
  const sent: Presence[] = [];
  const roles: string[] = [];
  const together = new Together({
    person: { name: 'Ada', colour: 3 },
    role,
    after: clock.after,
    onRole: (next) => roles.push(next),
    onHealth: () => undefined,
  });
  together.attach({ show: (presence) => sent.push(presence), reconnect: () => roles.push('reconnect') });
  together.people.begin('me');
  return { together, clock, sent, roles };
}

describe('a flow among people', () => {
  it('lists who comes and goes; this browser’s other tabs are nobody else', () => {
    const { together } = setUp();
    together.takePeople([somebody('a'), { ...somebody('b'), personId: 'me' }], []);
    expect(together.people.list.map(({ connectionId }) => connectionId)).toEqual(['a']);
    together.takePeople([somebody('c', null)], ['a']);
    expect(together.people.list.map(({ name }) => name)).toEqual(['Someone']);
    together.takeHealth(health('lost'));
    expect(together.people.list).toEqual([]);
  });

  it('moves ten cursors without waking anything but ten cursors', () => {
    const { together } = setUp();
    const ids = Array.from({ length: 10 }, (_, index) => `c${index}`);
    together.takePeople(
      ids.map((id) => somebody(id)),
      [],
    );
    const woken = { list: 0, selections: 0, names: 0, cursors: 0 };
    const stop = $effect.root(() => {
      $effect(() => void (together.people.list.length, (woken.list += 1)));
      $effect(() => void (together.people.list.map(({ selection }) => selection), (woken.selections += 1)));
      $effect(() => void (together.people.list.map(({ name }) => name), (woken.names += 1)));
      for (const person of together.people.list) $effect(() => void (person.cursor, (woken.cursors += 1)));
    });
    flushSync();
    for (let step = 1; step <= 20; step += 1) {
      together.takePeople(
        ids.map((id) => somebody(id, { cursor: { x: step, y: 0 }, selection: [] })),
        [],
      );
      flushSync();
    }
    expect(woken).toEqual({ list: 1, selections: 1, names: 1, cursors: 210 });
    stop();
  });

  it('cuts names that are somebody’s joke, and gives a name to who has none', () => {
    const { together } = setUp();
    together.takePeople([somebody('a', { name: 'x'.repeat(90) }), somebody('b', { name: '  ' })], []);
    expect(together.people.list.map(({ name }) => name.length)).toEqual([40, 'Someone'.length]);
  });

  it('tells what one does at most once in 50 ms, the last of it in any case, and nothing while nobody is there', () => {
    const { together, clock, sent } = setUp();
    expect(sent.map(({ name }) => name)).toEqual(['Ada']);
    clock.advance(PRESENCE_EVERY_MS);
    together.presence.set({ cursor: { x: 1, y: 1 } });
    clock.advance(1_000);
    expect(sent).toHaveLength(1);
    together.takePeople([somebody('a')], []);
    expect(sent.at(-1)?.cursor).toEqual({ x: 1, y: 1 });
    for (let x = 2; x < 40; x += 1) {
      together.presence.set({ cursor: { x, y: 1 } });
      clock.advance(10);
    }
    clock.advance(PRESENCE_EVERY_MS);
    expect(sent.length).toBeLessThanOrEqual(2 + 380 / PRESENCE_EVERY_MS + 1);
    expect(sent.at(-1)?.cursor).toEqual({ x: 39, y: 1 });
    const before = sent.length;
    together.presence.set({ cursor: { x: 39, y: 1 } });
    clock.advance(1_000);
    expect(sent).toHaveLength(before);
  });

  it('lets a viewer look and an editor edit, and nobody any more whose link has ended', () => {
    const { together, roles } = setUp(null);
    expect([together.role, together.canEdit]).toEqual([null, false]);
    together.takeRole('viewer');
    expect(together.canEdit).toBe(false);
    together.takeRole('editor');
    expect(together.canEdit).toBe(true);
    const ended = weftError('link-ended', 'Ended.');
    together.takeHealth(health('refused', ended));
    expect([together.ended, together.canEdit]).toEqual([ended, false]);
    together.reconnect();
    expect(together.ended).toBeNull();
    expect(roles).toEqual(['viewer', 'editor', 'reconnect']);
  });

  it('has versions and links looked at anew when the relay is back: what became of them meanwhile was not told', () => {
    const { together } = setUp();
    const told: string[] = [];
    together.onChanged((what) => told.push(what));
    together.takeHealth(health('connecting'));
    together.takeHealth(health('live'));
    expect(told).toEqual([]);
    together.takeHealth(health('lost'));
    together.takeHealth(health('connecting'));
    expect(told).toEqual([]);
    together.takeHealth(health('live'));
    together.takeHealth(health('live'));
    expect(told).toEqual(['versions', 'links']);
  });

  it('follows somebody until he leaves', () => {
    const { together } = setUp();
    together.takePeople([somebody('a')], []);
    together.follow('a');
    expect(together.followed?.connectionId).toBe('a');
    together.takePeople([], ['a']);
    expect(together.followed).toBeNull();
  });
});
