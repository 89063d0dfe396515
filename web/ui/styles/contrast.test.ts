import { describe, expect, it } from 'vitest';
import { NODE_DISPLAY_STATUSES } from '../status/node-status.ts';
import { colourTokens, contrast, contrastOf, linearSrgb, type Theme } from './testing/contrast.ts';

const THEMES: readonly Theme[] = ['light', 'dark'];
const SURFACES = ['canvas', 'panel', 'raised', 'sunken', 'hover', 'active'];
const PORTS = ['text', 'image', 'persona', 'json', 'any'].map((type) => `t-${type}`);

/** Pairs that fall short, so that a failure names all of them at once. */
function tooFaint(
  pairs: readonly (readonly [string, string])[],
  theme: Theme,
  least: number,
): readonly string[] {
  return pairs
    .filter(([foreground, background]) => contrast(theme, foreground, background) < least)
    .map(
      ([foreground, background]) =>
        `${foreground} on ${background}: ${contrast(theme, foreground, background)}`,
    );
}

const across = (foregrounds: readonly string[], backgrounds: readonly string[]) =>
  foregrounds.flatMap((foreground) => backgrounds.map((background) => [foreground, background] as const));

describe('the measure itself', () => {
  it('agrees with known colours', () => {
    expect(contrastOf([1, 0, 0], [0, 0, 0])).toBeCloseTo(21, 3);
    expect(contrastOf([0.5999, 0, 0], [1, 0, 0])).toBeCloseTo(3.95, 1);
    const [red, green, blue] = linearSrgb([0.62796, 0.25768, 29.2339]);
    expect([red, green, blue].map((channel) => Math.round(channel * 100) / 100)).toEqual([1, 0, 0]);
  });

  it('reads every colour of tokens.css', () => {
    expect(colourTokens.length).toBeGreaterThan(60);
    for (const status of NODE_DISPLAY_STATUSES) {
      expect(colourTokens).toContain(`st-${status}`);
      expect(colourTokens).toContain(`st-${status}-soft`);
    }
  });
});

describe.each(THEMES)('[design] contrast, %s', (theme) => {
  it('text passes AA on every surface', () => {
    expect(tooFaint(across(['ink', 'ink-2', 'ink-3'], SURFACES), theme, 4.5)).toEqual([]);
  });

  it('text passes AA on every status fill and on the accent fill', () => {
    const fills = [...NODE_DISPLAY_STATUSES.map((status) => `st-${status}-soft`), 'accent-soft'];
    expect(tooFaint(across(['ink'], fills), theme, 4.5)).toEqual([]);
  });

  it('status words pass AA on their own fill, on nodes and on panels', () => {
    const pairs = NODE_DISPLAY_STATUSES.flatMap((status) =>
      across([`st-${status}`], [`st-${status}-soft`, 'raised', 'panel']),
    );
    expect(tooFaint(pairs, theme, 4.5)).toEqual([]);
  });

  it('words on filled buttons and on people pass AA', () => {
    const people = [1, 2, 3, 4, 5, 6].map((who) => ['on-who', `who-${who}`] as const);
    const buttons = ['accent', 'accent-hover'].map((fill) => ['on-accent', fill] as const);
    const solids = ['solid', 'solid-hover'].map((fill) => ['on-solid', fill] as const);
    expect(tooFaint([...people, ...buttons, ...solids, ['raised', 'st-failed']], theme, 4.5)).toEqual([]);
  });

  it('outlines of fields, focus rings and ports reach 3 : 1', () => {
    expect(tooFaint(across(['line-control'], ['panel', 'raised', 'sunken']), theme, 3)).toEqual([]);
    expect(tooFaint(across(['focus'], SURFACES), theme, 3)).toEqual([]);
    expect(tooFaint(across([...PORTS, 'accent'], ['raised', 'canvas', 'panel']), theme, 3)).toEqual([]);
  });
});
