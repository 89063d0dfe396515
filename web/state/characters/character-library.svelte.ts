import { weftError, type WeftError } from '#shared/run/errors.ts';
import { KeptList } from '../kept-list.svelte.ts';
import { newNodeId } from '../new-id.ts';
import { MAX_DESCRIPTION_LENGTH, MAX_NAME_LENGTH, type Character, type CharacterDraft } from './character.ts';

/** Where the library lies. Every method may reject; what it keeps is then kept by the page alone. */
export interface CharacterStore {
  /** In any order; what an older or newer Weft wrote otherwise is left out. */
  readonly all: () => Promise<readonly Character[]>;
  /** `bytes` null = the character has no picture, undefined = the one that is there stays. */
  readonly put: (character: Character, bytes: Uint8Array | null | undefined) => Promise<void>;
  readonly picture: (id: string) => Promise<Uint8Array | null>;
  readonly remove: (id: string) => Promise<void>;
}

/** More would be a database, not a cast. */
export const MOST_CHARACTERS = 300;

export type Saved =
  { readonly ok: true; readonly character: Character } | { readonly ok: false; readonly error: WeftError };

/** One's own characters, by name. */
export class CharacterLibrary {
  readonly #store: CharacterStore;
  readonly #now: () => number;
  /** Taken out, to be had back until the page is left. */
  readonly #removed = new Map<string, { readonly character: Character; readonly bytes: Uint8Array | null }>();
  readonly #list: KeptList<Character>;

  constructor(store: CharacterStore, now: () => number) {
    this.#store = store;
    this.#now = now;
    this.#list = new KeptList(store.all);
  }

  get items(): readonly Character[] {
    return this.#list.items;
  }
  /** 'failed' = this browser gives no place to keep them. */
  get state(): KeptList<Character>['state'] {
    return this.#list.state;
  }

  /** Reads what is kept; again when another tab may have changed it. */
  load = (): Promise<void> => this.#list.load();

  find = (id: string): Character | null => this.#list.find(id);

  /** The bytes of a character's picture; null when there are none. */
  picture = async (
    id: string,
  ): Promise<{ readonly bytes: Uint8Array; readonly mediaType: string } | null> => {
    const ref = this.find(id)?.picture;
    if (!ref) return null;
    const bytes = await this.#store.picture(id).catch(() => null);
    return bytes && { bytes, mediaType: ref.mediaType };
  };

  /** Keeps a new character, or what has become of one. */
  save = async (draft: CharacterDraft, id: string | null = null): Promise<Saved> => {
    const name = draft.name.trim().slice(0, MAX_NAME_LENGTH);
    if (name === '') return refused('missing-input', 'The character has no name. Give it one.');
    const before = id === null ? null : this.find(id);
    if (before === null && this.items.length >= MOST_CHARACTERS)
      return refused('storage-failed', `There are ${MOST_CHARACTERS} characters already. Delete one first.`);
    const now = this.#now();
    const character: Character = {
      id: before?.id ?? newNodeId(),
      name,
      description: draft.description.trim().slice(0, MAX_DESCRIPTION_LENGTH),
      picture: draft.picture?.ref ?? null,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
    };
    const same = before?.picture?.blob === character.picture?.blob;
    try {
      await this.#store.put(character, same ? undefined : (draft.picture?.bytes ?? null));
    } catch {
      return refused(
        'storage-failed',
        'This browser could not keep the character: its storage is full or switched off. Free some space, then save again.',
      );
    }
    this.#list.take(character);
    return { ok: true, character };
  };

  /** All of them with their portraits, for a file. */
  drafts = (): Promise<readonly CharacterDraft[]> =>
    Promise.all(
      this.items.map(async ({ id, name, description, picture: ref }) => {
        const kept = await this.picture(id);
        return { name, description, picture: ref && kept ? { ref, bytes: kept.bytes } : null };
      }),
    );

  /** Takes in characters of a file; those of the same name are brought up to date. What could not be kept ends it. */
  takeIn = async (drafts: readonly CharacterDraft[]): Promise<WeftError | null> => {
    for (const draft of drafts) {
      const same = this.items.find(({ name }) => name === draft.name.trim());
      const saved = await this.save(draft, same?.id ?? null);
      if (!saved.ok) return saved.error;
    }
    return null;
  };

  /** Takes a character out. `undoRemove` brings it back, with its picture. */
  remove = async (id: string): Promise<void> => {
    const character = this.find(id);
    if (character === null) return;
    const bytes = (await this.picture(id))?.bytes ?? null;
    this.#removed.set(id, { character, bytes });
    await this.#list.drop(id, () => this.#store.remove(id));
  };

  undoRemove = async (id: string): Promise<void> => {
    const removed = this.#removed.get(id);
    if (removed === undefined) return;
    this.#removed.delete(id);
    this.#list.take(removed.character);
    await this.#list.try(() => this.#store.put(removed.character, removed.bytes));
  };
}

function refused(code: 'missing-input' | 'storage-failed', message: string): Saved {
  return { ok: false, error: weftError(code, message) };
}
