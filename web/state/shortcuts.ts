/**
 * The one table of commands: key handling, menus, the command palette and the help read it. Keys as in 'Mod+Shift+L';
 * Mod is Cmd on a Mac and Ctrl elsewhere; a literal plus is the word Plus. Where conventions clash: SPEC, then the
 * design language, then what peers do.
 */

export type CommandGroupId = 'run' | 'edit' | 'add' | 'view' | 'arrange' | 'file' | 'help';

interface CommandShape {
  readonly label: string;
  readonly group: CommandGroupId;
  readonly keys: readonly string[];
  /** 'canvas' = only while the canvas (or nothing) has the focus. */
  readonly where: 'page' | 'canvas';
  /** A name known to the kit's icons. */
  readonly icon?: string;
  readonly whileTyping?: true;
  /** Left out of the palette: it needs the keyboard's place. */
  readonly unlisted?: true;
}

const TABLE = {
  run: { label: 'Run', group: 'run', keys: ['Mod+Enter'], where: 'page', icon: 'play', whileTyping: true },
  stop: {
    label: 'Stop',
    group: 'run',
    keys: ['Mod+Alt+Enter'],
    where: 'page',
    icon: 'square',
    whileTyping: true,
  },
  pause: { label: 'Pause', group: 'run', keys: [], where: 'page', icon: 'pause' },
  resume: { label: 'Resume', group: 'run', keys: [], where: 'page', icon: 'play' },
  'run-from': {
    label: 'Run from here',
    group: 'run',
    keys: ['Shift+Enter'],
    where: 'canvas',
    icon: 'step-forward',
  },
  'run-upto': { label: 'Run up to here', group: 'run', keys: [], where: 'canvas', icon: 'skip-forward' },
  'run-only': { label: 'Run this step only', group: 'run', keys: [], where: 'canvas', icon: 'play' },
  'run-without-cache': {
    label: 'Run again without the cache',
    group: 'run',
    keys: [],
    where: 'page',
    icon: 'rotate-cw',
  },
  keys: { label: 'Keys of providers…', group: 'run', keys: [], where: 'page', icon: 'key-round' },
  'retry-failed': { label: 'Retry failed steps', group: 'run', keys: [], where: 'page', icon: 'rotate-cw' },

  undo: { label: 'Undo', group: 'edit', keys: ['Mod+Z'], where: 'page', icon: 'undo-2' },
  redo: { label: 'Redo', group: 'edit', keys: ['Mod+Shift+Z', 'Mod+Y'], where: 'page', icon: 'redo-2' },
  copy: { label: 'Copy', group: 'edit', keys: ['Mod+C'], where: 'canvas', icon: 'copy' },
  cut: { label: 'Cut', group: 'edit', keys: ['Mod+X'], where: 'canvas', icon: 'scissors' },
  paste: { label: 'Paste', group: 'edit', keys: ['Mod+V'], where: 'canvas', icon: 'clipboard' },
  duplicate: { label: 'Duplicate', group: 'edit', keys: ['Mod+D'], where: 'canvas', icon: 'copy-plus' },
  delete: { label: 'Delete', group: 'edit', keys: ['Delete', 'Backspace'], where: 'canvas', icon: 'trash-2' },
  'select-all': { label: 'Select all', group: 'edit', keys: ['Mod+A'], where: 'canvas' },
  deselect: { label: 'Deselect', group: 'edit', keys: ['Escape'], where: 'canvas' },
  rename: { label: 'Rename', group: 'edit', keys: ['F2'], where: 'canvas', icon: 'pencil' },
  'toggle-disabled': {
    label: 'Disable or enable',
    group: 'edit',
    keys: ['Mod+B'],
    where: 'canvas',
    icon: 'circle-slash',
  },
  group: { label: 'Group', group: 'edit', keys: ['Mod+G'], where: 'canvas', icon: 'group' },
  ungroup: { label: 'Ungroup', group: 'edit', keys: ['Mod+Shift+G'], where: 'canvas', icon: 'ungroup' },

  'add-node': { label: 'Add a step…', group: 'add', keys: ['/', 'N'], where: 'canvas', icon: 'plus' },
  'add-note': { label: 'Add a note', group: 'add', keys: [], where: 'page', icon: 'sticky-note' },

  palette: {
    label: 'Commands…',
    group: 'view',
    keys: ['Mod+K'],
    where: 'page',
    icon: 'search',
    whileTyping: true,
  },
  find: { label: 'Find in flow…', group: 'view', keys: ['Mod+F'], where: 'page', icon: 'search' },
  'fit-view': {
    label: 'Fit view',
    group: 'view',
    keys: ['Shift+1', '1', 'Mod+Shift+F'],
    where: 'canvas',
    icon: 'maximize',
  },
  'fit-selection': { label: 'Fit selection', group: 'view', keys: ['Shift+2'], where: 'canvas' },
  'zoom-in': {
    label: 'Zoom in',
    group: 'view',
    keys: ['Plus', 'Mod+Plus', 'Mod+='],
    where: 'canvas',
    icon: 'zoom-in',
  },
  'zoom-out': { label: 'Zoom out', group: 'view', keys: ['-', 'Mod+-'], where: 'canvas', icon: 'zoom-out' },
  'zoom-actual': { label: 'Zoom to 100 %', group: 'view', keys: ['Mod+0'], where: 'canvas' },
  'toggle-minimap': { label: 'Minimap', group: 'view', keys: ['Alt+M'], where: 'page', icon: 'map' },
  'toggle-snap': { label: 'Snap to grid', group: 'view', keys: [], where: 'page', icon: 'grid-3x3' },
  'toggle-palette': { label: 'Palette of steps', group: 'view', keys: [], where: 'page', icon: 'panel-left' },
  'toggle-inspector': { label: 'Inspector', group: 'view', keys: [], where: 'page', icon: 'panel-right' },
  'toggle-outline': { label: 'Outline', group: 'view', keys: ['O'], where: 'page', icon: 'list-tree' },
  'toggle-timeline': { label: 'Timeline', group: 'view', keys: ['T'], where: 'page', icon: 'chart-gantt' },
  'toggle-drawer': { label: 'Drawer', group: 'view', keys: [], where: 'page', icon: 'panel-bottom' },
  characters: { label: 'My characters', group: 'view', keys: [], where: 'page', icon: 'user-round' },
  theme: { label: 'Light or dark', group: 'view', keys: [], where: 'page', icon: 'sun-moon' },

  layout: { label: 'Tidy up', group: 'arrange', keys: ['Shift+L'], where: 'canvas', icon: 'layout-template' },
  'align-left': { label: 'Align left', group: 'arrange', keys: [], where: 'canvas' },
  'align-center': { label: 'Align centres', group: 'arrange', keys: [], where: 'canvas' },
  'align-right': { label: 'Align right', group: 'arrange', keys: [], where: 'canvas' },
  'align-top': { label: 'Align top', group: 'arrange', keys: [], where: 'canvas' },
  'align-middle': { label: 'Align middles', group: 'arrange', keys: [], where: 'canvas' },
  'align-bottom': { label: 'Align bottom', group: 'arrange', keys: [], where: 'canvas' },
  'distribute-horizontal': { label: 'Distribute across', group: 'arrange', keys: [], where: 'canvas' },
  'distribute-vertical': { label: 'Distribute down', group: 'arrange', keys: [], where: 'canvas' },
  'nudge-left': {
    label: 'Move left',
    group: 'arrange',
    keys: ['ArrowLeft'],
    where: 'canvas',
    unlisted: true,
  },
  'nudge-right': {
    label: 'Move right',
    group: 'arrange',
    keys: ['ArrowRight'],
    where: 'canvas',
    unlisted: true,
  },
  'nudge-up': { label: 'Move up', group: 'arrange', keys: ['ArrowUp'], where: 'canvas', unlisted: true },
  'nudge-down': {
    label: 'Move down',
    group: 'arrange',
    keys: ['ArrowDown'],
    where: 'canvas',
    unlisted: true,
  },
  'nudge-left-far': {
    label: 'Move far left',
    group: 'arrange',
    keys: ['Shift+ArrowLeft'],
    where: 'canvas',
    unlisted: true,
  },
  'nudge-right-far': {
    label: 'Move far right',
    group: 'arrange',
    keys: ['Shift+ArrowRight'],
    where: 'canvas',
    unlisted: true,
  },
  'nudge-up-far': {
    label: 'Move far up',
    group: 'arrange',
    keys: ['Shift+ArrowUp'],
    where: 'canvas',
    unlisted: true,
  },
  'nudge-down-far': {
    label: 'Move far down',
    group: 'arrange',
    keys: ['Shift+ArrowDown'],
    where: 'canvas',
    unlisted: true,
  },

  save: { label: 'Save now', group: 'file', keys: ['Mod+S'], where: 'page', icon: 'save', whileTyping: true },
  share: { label: 'Share…', group: 'file', keys: ['S'], where: 'page', icon: 'share-2' },
  'copy-run-link': { label: 'Copy run link', group: 'file', keys: [], where: 'page', icon: 'link' },
  versions: { label: 'Versions…', group: 'file', keys: ['V'], where: 'page', icon: 'history' },
  gallery: { label: 'Pictures…', group: 'file', keys: [], where: 'page', icon: 'image' },
  export: { label: 'Export flow', group: 'file', keys: [], where: 'page', icon: 'download' },
  'export-picture': {
    label: 'Export a picture with the flow in it',
    group: 'file',
    keys: [],
    where: 'page',
    icon: 'image',
  },
  import: { label: 'Open a file…', group: 'file', keys: ['Mod+O'], where: 'page', icon: 'folder-open' },
  'export-run': { label: 'Export run', group: 'file', keys: [], where: 'page', icon: 'download' },
  home: { label: 'All flows', group: 'file', keys: [], where: 'page', icon: 'house' },
  'new-flow': { label: 'New flow', group: 'file', keys: [], where: 'page', icon: 'plus' },

  shortcuts: {
    label: 'Keyboard shortcuts',
    group: 'help',
    keys: ['?', 'Mod+Shift+K'],
    where: 'page',
    icon: 'keyboard',
  },
  'next-node': {
    label: 'Next step in flow order',
    group: 'view',
    keys: ['Tab'],
    where: 'canvas',
    unlisted: true,
  },
  'previous-node': {
    label: 'Previous step in flow order',
    group: 'view',
    keys: ['Shift+Tab'],
    where: 'canvas',
    unlisted: true,
  },
  'open-inspector': {
    label: 'Open in inspector',
    group: 'view',
    keys: ['Enter'],
    where: 'canvas',
    unlisted: true,
  },
  'pull-thread': { label: 'Pull a thread', group: 'add', keys: ['C'], where: 'canvas', unlisted: true },
  'follow-back': {
    label: 'Follow a thread back',
    group: 'view',
    keys: ['Alt+ArrowLeft'],
    where: 'canvas',
    unlisted: true,
  },
  'follow-forward': {
    label: 'Follow a thread on',
    group: 'view',
    keys: ['Alt+ArrowRight'],
    where: 'canvas',
    unlisted: true,
  },
  'next-waiting': {
    label: 'Next step that waits for you',
    group: 'view',
    keys: ['A'],
    where: 'page',
    icon: 'hand',
  },
} as const satisfies { readonly [id: string]: CommandShape };

export type CommandId = keyof typeof TABLE;

export interface Command extends CommandShape {
  readonly id: CommandId;
}

/** All commands, in the order of menus and help. */
export const COMMANDS: readonly Command[] = (Object.keys(TABLE) as CommandId[]).map((id) => ({
  ...(TABLE[id] as CommandShape),
  id,
}));

export function isCommandId(id: string): id is CommandId {
  return Object.hasOwn(TABLE, id);
}

/** What key handling needs of a KeyboardEvent. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Where a key was pressed. */
export interface KeyPlace {
  readonly mac: boolean;
  readonly typing: boolean;
  readonly onCanvas: boolean;
}

/** Whether a key press is these keys. Letters and digits go by their place on the keyboard when the layout has no Latin. */
export function pressed(event: KeyPress, keys: string, mac: boolean): boolean {
  const parts = keys.split('+');
  const last = parts.at(-1) ?? '';
  const name = last === 'Plus' ? '+' : last;
  const wants = (modifier: string) => parts.slice(0, -1).includes(modifier);
  const control = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  if (control !== wants('Mod') || other || event.altKey !== wants('Alt')) return false;
  if (/^[A-Z]$/.test(name))
    return (
      event.shiftKey === wants('Shift') && (event.key.toUpperCase() === name || isPlace(event, `Key${name}`))
    );
  if (/^[0-9]$/.test(name))
    return event.shiftKey === wants('Shift') && (event.code === `Digit${name}` || event.key === name);
  if (name.length === 1) return event.key === name; // signs already contain Shift where the layout needs it
  return event.key === name && event.shiftKey === wants('Shift');
}

/** A key's place counts only where its sign is not a Latin letter; else Dvorak's keys would be taken for others. */
function isPlace(event: KeyPress, code: string): boolean {
  return event.code === code && !/^[a-z]$/i.test(event.key);
}

/** The commands of a key press, in the table's order; the first that can be run now is meant. */
export function commandsFor(event: KeyPress, place: KeyPlace): readonly CommandId[] {
  return COMMANDS.filter(
    (command) =>
      (!place.typing || command.whileTyping === true) &&
      (command.where === 'page' || place.onCanvas) &&
      command.keys.some((keys) => pressed(event, keys, place.mac)),
  ).map((command) => command.id);
}
