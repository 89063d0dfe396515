import type { AppState } from '../../state/app-state.ts';

/** Switches of the panels that live in this folder and beside it. Returns what gives them back. */
export function registerPanelCommands({ commands, preferences }: AppState): () => void {
  const shown = () => preferences.value;
  const isTimeline = () => shown().drawerOpen && shown().drawerTab === 'timeline';
  const isOutline = () => shown().paletteOpen && shown().outlineOpen;
  const stops = [
    commands.handle('toggle-drawer', {
      run: () => preferences.toggle('drawerOpen'),
      checked: () => shown().drawerOpen,
    }),
    commands.handle('toggle-timeline', {
      run: () =>
        isTimeline()
          ? preferences.set({ drawerOpen: false })
          : preferences.set({ drawerOpen: true, drawerTab: 'timeline' }),
      checked: isTimeline,
    }),
    commands.handle('toggle-outline', {
      run: () =>
        isOutline()
          ? preferences.set({ outlineOpen: false })
          : preferences.set({ paletteOpen: true, outlineOpen: true }),
      checked: isOutline,
    }),
  ];
  return () => stops.forEach((stop) => stop());
}
