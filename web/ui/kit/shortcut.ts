/** Where the app runs; decides whether `Mod` is Cmd or Ctrl. */
export type Platform = { readonly mac: boolean };

const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Delete: 'Del',
  Escape: 'Esc',
};

const MAC_NAMES: Readonly<Record<string, string>> = { Mod: '⌘', Alt: '⌥', Shift: '⇧', Ctrl: '⌃', Enter: '↵' };

/** The platform of this browser. */
export function browserPlatform(): Platform {
  return { mac: typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform) };
}

/** `Mod+Shift+L` as the caps to print: Ctrl, Shift, L; on a Mac ⌘, ⇧, L. A literal plus is the word `Plus`. */
export function shortcutKeys(shortcut: string, { mac }: Platform): readonly string[] {
  return shortcut.split('+').map((key) => {
    if (key === 'Plus') return '+';
    if (mac && MAC_NAMES[key] !== undefined) return MAC_NAMES[key];
    return NAMES[key] ?? (key === 'Mod' ? 'Ctrl' : key);
  });
}

/** The same for `aria-keyshortcuts`: Control+Shift+L. */
export function spokenShortcut(shortcut: string, { mac }: Platform): string {
  const words: Readonly<Record<string, string>> = {
    Mod: mac ? 'Meta' : 'Control',
    Ctrl: 'Control',
    Esc: 'Escape',
  };
  return shortcut
    .split('+')
    .map((key) => words[key] ?? key)
    .join('+');
}
