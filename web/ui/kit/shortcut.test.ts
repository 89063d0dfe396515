import { expect, it } from 'vitest';
import { shortcutKeys, spokenShortcut } from './shortcut.ts';

it.each([
  ['Mod+Shift+L', ['Ctrl', 'Shift', 'L'], ['⌘', '⇧', 'L']],
  ['Mod+Enter', ['Ctrl', 'Enter'], ['⌘', '↵']],
  ['Plus', ['+'], ['+']],
  ['ArrowUp', ['↑'], ['↑']],
  ['Alt+Delete', ['Alt', 'Del'], ['⌥', 'Del']],
])('prints %s for each platform', (shortcut, elsewhere, mac) => {
  expect(shortcutKeys(shortcut, { mac: false })).toEqual(elsewhere);
  expect(shortcutKeys(shortcut, { mac: true })).toEqual(mac);
});

it('speaks shortcuts as aria-keyshortcuts wants them', () => {
  expect(spokenShortcut('Mod+Shift+L', { mac: false })).toBe('Control+Shift+L');
  expect(spokenShortcut('Mod+Esc', { mac: true })).toBe('Meta+Escape');
});
