import { describe, expect, it } from 'vitest';
import { PENDING_NODE, type CallState } from '#shared/run/state.ts';
import { statsOf } from './node-stats.ts';

const call = { try: 2, round: 0, end: null } as CallState;

describe('figures of a node', () => {
  it('has none before it worked', () => {
    expect(
      statsOf({
        state: null,
        tokens: { input: 0, output: 0 },
        costMicroUsd: null,
        costOpen: false,
        durationMs: null,
        waitedMs: 0,
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
        waitedMs: 61_000,
      }),
    ).toEqual([
      ['Tokens in', '812'],
      ['Tokens out', '412'],
      ['Speed', '103 / s'],
      ['Time', '4.0 s'],
      ['Waited', '1 min 01 s'],
      ['Cost so far', '$0.0023+'],
      ['Try', '2 of 3'],
    ]);
  });

  it('counts its speed in the time in which it wrote', () => {
    const wrote = { ...call, try: 1, end: { durationMs: 2_000 } } as CallState;
    const figures = statsOf({
      state: { ...PENDING_NODE, calls: [wrote] },
      tokens: { input: 0, output: 100 },
      costMicroUsd: null,
      costOpen: false,
      durationMs: 40_000,
      waitedMs: 0,
    });
    expect(figures).toContainEqual(['Speed', '50 / s']);
  });

  it('says when a price is not known', () => {
    const figures = statsOf({
      state: { ...PENDING_NODE, calls: [{ ...call, try: 1 }] },
      tokens: { input: 0, output: 0 },
      costMicroUsd: null,
      costOpen: false,
      durationMs: 10,
      waitedMs: 400,
    });
    expect(figures).toContainEqual(['Cost so far', 'Price unknown']);
  });
});
