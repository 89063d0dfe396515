import type { AppState } from '../../state/app-state.ts';

/** Switches of the drawer. Returns what gives them back. */
export function registerPanelCommands({ commands, preferences }: AppState): () => void {
  const shown = () => preferences.value;
  const isTimeline = () => shown().drawerOpen && shown().drawerTab === 'timeline';
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
  ];
  return () => stops.forEach((stop) => stop());
}
