import { weftError, type WeftError } from '#shared/run/errors.ts';
import { KeptList } from '../kept-list.svelte.ts';
import { newNodeId } from '../new-id.ts';
import { heldFault } from './read-held.ts';
import { MAX_NAME_LENGTH, type SavedSubflow, type SubflowDraft } from './saved-subflow.ts';
import { MOST_SUBFLOWS, readSubflows, subflowsText, type SubflowInFile } from './subflow-file.ts';

/** Where the library lies. Every method may reject. */
export interface SubflowStore {
  /** In any order; what an older or newer Weft wrote otherwise is left out. */
  readonly all: () => Promise<readonly SavedSubflow[]>;
  readonly put: (subflow: SavedSubflow) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
}

export type Saved =
  { readonly ok: true; readonly subflow: SavedSubflow } | { readonly ok: false; readonly error: WeftError };

/** What a file brought: whole when there is no error. `undo` takes all of it back. */
export interface TakenIn {
  readonly error: WeftError | null;
  readonly added: number;
  readonly replaced: number;
  readonly undo: () => Promise<void>;
}

/** One's own subflows, by name. */
export class SubflowLibrary {
  readonly #store: SubflowStore;
  readonly #now: () => number;
  readonly #list: KeptList<SavedSubflow>;

  constructor(store: SubflowStore, now: () => number) {
    this.#store = store;
    this.#now = now;
    this.#list = new KeptList(store.all);
  }

  get items(): readonly SavedSubflow[] {
    return this.#list.items;
  }
  /** 'failed' = this browser gives no place to keep them. */
  get state(): KeptList<SavedSubflow>['state'] {
    return this.#list.state;
  }

  /** Reads what is kept; again when another tab may have changed it. */
  load = (): Promise<void> => this.#list.load();

  find = (id: string): SavedSubflow | null => this.#list.find(id);

  /** The one that a step is, or was, or is called like; null when there is none. */
  like = ({ name, flow }: SubflowDraft, savedAs: string | null): SavedSubflow | null =>
    this.items.find(({ id }) => id === savedAs) ??
    this.items.find((each) => each.flow === flow) ??
    this.items.find((each) => each.name === name) ??
    null;

  /** The name, with a number behind it where another has it: “Polish 2”. */
  freeName = (name: string): string => {
    const taken = new Set(this.items.map((each) => each.name));
    for (let number = 2, free = name; ; number += 1) {
      if (!taken.has(free)) return free;
      free = `${name.slice(0, MAX_NAME_LENGTH - 5)} ${number}`;
    }
  };

  /** Keeps a new one, or what has become of the one with this id. What would hold itself is refused by name. */
  save = async (draft: SubflowDraft, id: string = newNodeId()): Promise<Saved> => {
    const name = draft.name.trim().slice(0, MAX_NAME_LENGTH);
    if (name === '') return refused('missing-input', 'The subflow has no name. Give it one.');
    const before = this.find(id);
    if (before === null && this.items.length >= MOST_SUBFLOWS)
      return refused('storage-failed', `There are ${MOST_SUBFLOWS} subflows already. Delete one first.`);
    const fault = this.faultOf(draft.flow, id);
    if (fault !== null) return refused('invalid-config', `“${name}” was not saved: ${fault}.`);
    const now = this.#now();
    return this.#put({ id, name, flow: draft.flow, createdAt: before?.createdAt ?? now, updatedAt: now });
  };

  /** Why this cannot be kept under this id, as the end of a sentence; null when it can. */
  faultOf = (flow: string, id: string): string | null => heldFault(flow, id);

  rename = async (id: string, name: string): Promise<Saved> => {
    const before = this.find(id);
    if (before === null) return refused('not-found', 'This subflow is no longer here.');
    if (this.items.some((each) => each.id !== id && each.name === name.trim()))
      return refused('invalid-config', `There is a “${name.trim()}” already. Choose another name.`);
    return this.save({ name, flow: before.flow }, id);
  };

  /** Puts back what was there before. */
  restore = (before: SavedSubflow): Promise<Saved> => this.#put(before);

  remove = (id: string): Promise<void> => this.#list.drop(id, () => this.#store.remove(id));

  /** All of them as the text of a file. */
  fileText = (): string => subflowsText(this.items);

  /** Takes in a file; those with the same id are brought up to date. What could not be kept ends it. */
  takeFile = async (text: string): Promise<TakenIn> => {
    const read = readSubflows(text);
    if (read.ok) return this.#takeIn(read.subflows);
    return { error: read.error, added: 0, replaced: 0, undo: () => Promise.resolve() };
  };

  async #takeIn(coming: readonly SubflowInFile[]): Promise<TakenIn> {
    const before: SavedSubflow[] = [];
    const added: string[] = [];
    let error: WeftError | null = null;
    for (const { id, ...draft } of coming) {
      const same = this.find(id);
      const saved = await this.save(draft, id);
      if (!saved.ok) error = saved.error;
      else if (same === null) added.push(id);
      else before.push(same);
      if (error !== null) break;
    }
    const undo = async () => {
      for (const each of before) await this.restore(each);
      for (const id of added) await this.remove(id);
    };
    return { error, added: added.length, replaced: before.length, undo };
  }

  async #put(subflow: SavedSubflow): Promise<Saved> {
    try {
      await this.#store.put(subflow);
    } catch {
      return refused(
        'storage-failed',
        'This browser could not keep the subflow: its storage is full or switched off. Free some space, then save again.',
      );
    }
    this.#list.take(subflow);
    return { ok: true, subflow };
  }
}

function refused(
  code: 'missing-input' | 'storage-failed' | 'invalid-config' | 'not-found',
  message: string,
): Saved {
  return { ok: false, error: weftError(code, message) };
}
