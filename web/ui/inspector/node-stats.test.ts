import { describe, expect, it } from 'vitest';
import { PENDING_NODE, type CallState } from '#shared/run/state.ts';
import { statsOf } from './node-stats.ts';

const call = { try: 2 } as CallState;

describe('figures of a node', () => {
  it('has none before it worked', () => {
    expect(
      statsOf({
        state: null,
        tokens: { input: 0, output: 0 },
        costMicroUsd: null,
        costOpen: false,
        durationMs: null,
      }),
    ).toEqual([]);
  });

  it('shows tokens, speed, time, money and tries', () => {
    const state = { ...PENDING_NODE, calls: [call] };
    expect(
      statsOf({
        state,
        tokens: { input: 812, output: 412 },
        costMicroUsd: 2_300,
        costOpen: true,
        durationMs: 4_000,
      }),
    ).toEqual([
      ['Tokens in', '812'],
      ['Tokens out', '412'],
      ['Speed', '103 / s'],
      ['Time', '4.0 s'],
      ['Cost so far', '$0.0023+'],
      ['Try', '2 of 3'],
    ]);
  });

  it('says when a price is not known', () => {
    const figures = statsOf({
      state: { ...PENDING_NODE, calls: [{ ...call, try: 1 }] },
      tokens: { input: 0, output: 0 },
      costMicroUsd: null,
      costOpen: false,
      durationMs: 10,
    });
    expect(figures).toContainEqual(['Cost so far', 'Price unknown']);
  });
});
