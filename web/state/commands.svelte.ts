import { untrack } from 'svelte';
import { COMMANDS, commandsFor, isCommandId, type Command, type CommandId } from './shortcuts.ts';

export interface CommandHandler {
  readonly run: () => void;
  /** Why it cannot be done now, in words; null when it can. */
  readonly disabledReason?: (() => string | null) | undefined;
  /** For switches. */
  readonly checked?: (() => boolean) | undefined;
}

/** Elements in which keys belong to whoever is there. */
const LAYERS = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"], dialog';
const FIELDS = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]';
const OWN_ENTER = 'button, a[href], summary, [role="button"], [role="tab"], [role="switch"], [role="option"]';

/** Who does what the table names: screens register handlers, keys and menus run them. */
export class Commands {
  readonly #mac: boolean;
  #handlers = $state.raw<ReadonlyMap<CommandId, readonly CommandHandler[]>>(new Map());

  constructor(options: { readonly mac: boolean }) {
    this.#mac = options.mac;
  }

  /** Takes a command on until the returned function is called. The latest handler counts. */
  handle = (id: CommandId, handler: CommandHandler): (() => void) => {
    this.#set(id, (list) => [...list, handler]);
    return () => this.#set(id, (list) => list.filter((each) => each !== handler));
  };

  /** Commands that somebody handles now, in the table's order; for palette and menus. */
  get available(): readonly Command[] {
    return COMMANDS.filter(
      (command) =>
        this.#handlers.has(command.id) &&
        command.unlisted !== true &&
        this.disabledReason(command.id) === null,
    );
  }

  /** Does the command; false when nobody handles it or it cannot be done now. */
  run = (id: string): boolean => {
    const handler = this.#handler(id);
    if (handler === null || (handler.disabledReason?.() ?? null) !== null) return false;
    handler.run();
    return true;
  };

  /** Why a command cannot be done now; null when it can. */
  disabledReason = (id: string): string | null => {
    const handler = this.#handler(id);
    return handler === null ? 'Not possible here.' : (handler.disabledReason?.() ?? null);
  };

  checked = (id: string): boolean => this.#handler(id)?.checked?.() ?? false;

  /** The first keys of a command; '' when it has none. */
  keys = (id: string): string => COMMANDS.find((command) => command.id === id)?.keys[0] ?? '';

  onkeydown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(LAYERS)) return;
    const plainEnter = (event.key === 'Enter' || event.key === ' ') && !event.ctrlKey && !event.metaKey;
    if (plainEnter && target?.closest(OWN_ENTER)) return;
    const place = {
      mac: this.#mac,
      typing: target?.closest(FIELDS) != null,
      onCanvas: target === null || target === document.body || target.closest('[data-canvas]') !== null,
    };
    const candidates = commandsFor(event, place);
    if (candidates.some((id) => this.run(id)) || candidates.includes('save')) event.preventDefault();
  };

  #handler(id: string): CommandHandler | null {
    return isCommandId(id) ? (this.#handlers.get(id)?.at(-1) ?? null) : null;
  }

  #set(id: CommandId, change: (list: readonly CommandHandler[]) => readonly CommandHandler[]): void {
    // Components register in effects: what is there already must not become a dependency of theirs.
    const next = new Map(untrack(() => this.#handlers));
    const list = change(next.get(id) ?? []);
    if (list.length === 0) next.delete(id);
    else next.set(id, list);
    this.#handlers = next;
  }
}
