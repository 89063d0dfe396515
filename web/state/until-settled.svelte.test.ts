import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { createTestClock } from './testing.ts';
import type { RelaySync } from './together/together.svelte.ts';
import { untilSettled } from './until-settled.svelte.ts';

function room(initial: RelaySync) {
  let syncState = $state<RelaySync>(initial);
  return {
    get syncState() {
      return syncState;
    },
    become(next: RelaySync) {
      syncState = next;
      flushSync();
    },
  };
}

describe('waiting until the relay has every edit', () => {
  it('ends at once when it has them, and when it is away', async () => {
    expect(await untilSettled(room('synced'), createTestClock())).toEqual({ ok: true, value: null });
    expect(await untilSettled(room('offline'), createTestClock())).toMatchObject({
      ok: false,
      error: { code: 'relay-unreachable', retryable: true },
    });
  });

  it('lasts while edits are on their way, but not for ever', async () => {
    const [one, two] = [room('syncing'), room('syncing')];
    const clock = createTestClock();
    const [settled, late] = [untilSettled(one, clock), untilSettled(two, clock)];
    flushSync();
    one.become('synced');
    expect(await settled).toEqual({ ok: true, value: null });
    clock.advance(10_000);
    expect(await late).toMatchObject({ ok: false, error: { code: 'relay-unreachable' } });
  });
});
