import { describe, expect, it } from 'vitest';
import type { AppState } from '../../state/app-state.ts';
import type { PreferenceValues } from '../../state/preferences.svelte.ts';
import { registerPanelCommands } from './panel-commands.ts';

function setUp() {
  let value = {
    drawerOpen: true,
    drawerTab: 'cost',
    paletteOpen: false,
    outlineOpen: false,
  } as PreferenceValues;
  const runs = new Map<string, () => void>();
  const set = (change: Partial<PreferenceValues>) => void (value = { ...value, ...change });
  const app = {
    preferences: {
      get value() {
        return value;
      },
      set,
      toggle: (key: 'drawerOpen') => set({ [key]: !value[key] }),
    },
    commands: {
      handle: (id: string, { run }: { run: () => void }) => {
        runs.set(id, run);
        return () => runs.delete(id);
      },
    },
  } as unknown as AppState;
  return { stop: registerPanelCommands(app), runs, read: () => value };
}

describe('the switches of the drawer', () => {
  it('shows the timeline first and closes it when it is shown', () => {
    const { runs, read } = setUp();
    runs.get('toggle-timeline')?.();
    expect(read()).toMatchObject({ drawerOpen: true, drawerTab: 'timeline' });
    runs.get('toggle-timeline')?.();
    expect(read().drawerOpen).toBe(false);
  });

  it('gives the commands back', () => {
    const { runs, stop } = setUp();
    stop();
    expect([...runs.keys()]).toEqual([]);
  });
});
