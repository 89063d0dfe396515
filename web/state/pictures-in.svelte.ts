import { SvelteMap } from 'svelte/reactivity';
import type { JsonObject } from '#shared/json.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { BlobRef } from '#shared/run/output.ts';
import type { FlowEditor } from './flow-editor.ts';

/** What becomes of a file that somebody puts in as a picture. */
export type TakenPicture =
  | {
      readonly ok: true;
      /** For a field of type `image`: the picture's name and size beside its blob. */
      readonly value: JsonObject;
      /** What of the file was left out, in words; null for nothing. */
      readonly note: string | null;
    }
  | { readonly ok: false; readonly error: WeftError };

/** What a field of type `image` says of its last picture. */
export type PictureState =
  | { readonly kind: 'preparing'; readonly name: string }
  | { readonly kind: 'refused'; readonly name: string; readonly error: WeftError }
  | { readonly kind: 'note'; readonly text: string };

export interface PicturesInPorts {
  /** Makes of a file what a flow keeps. Never rejects. */
  readonly prepare: (file: Blob) => Promise<
    | {
        readonly ok: true;
        readonly bytes: Uint8Array;
        readonly width: number;
        readonly height: number;
        readonly note: string | null;
      }
    | { readonly ok: false; readonly error: WeftError }
  >;
  /** Takes the bytes into the flow. */
  readonly add: (
    bytes: Uint8Array,
  ) => Promise<
    { readonly ok: true; readonly picture: BlobRef } | { readonly ok: false; readonly error: WeftError }
  >;
  readonly editor: Pick<FlowEditor, 'nodeById' | 'readOnly' | 'setConfig'>;
}

const LONGEST_NAME = 200;
const VIEW_ONLY = weftError('not-allowed', 'You can look at this flow, but not change it.');

/** Pictures on their way into the fields of a flow: by file, drop or paste, into the inspector or onto the canvas. */
export class PicturesIn {
  readonly #ports: PicturesInPorts;
  readonly #states = new SvelteMap<string, PictureState>();
  /** The last picture for a field counts, whichever is ready first. */
  readonly #turns = new Map<string, number>();

  constructor(ports: PicturesInPorts) {
    this.#ports = ports;
  }

  /** Null when there is nothing to say. */
  stateOf = (nodeId: string, field: string): PictureState | null =>
    this.#states.get(`${nodeId} ${field}`) ?? null;

  /** Prepares a file and takes it into the flow; the document is not touched. */
  take = async (file: File): Promise<TakenPicture> => {
    if (this.#ports.editor.readOnly) return { ok: false, error: VIEW_ONLY };
    const prepared = await this.#ports.prepare(file);
    if (!prepared.ok) return prepared;
    const added = await this.#ports.add(prepared.bytes);
    if (!added.ok) return added;
    const { width, height, note } = prepared;
    return { ok: true, value: { ...added.picture, name: nameOf(file), width, height }, note };
  };

  /**
   * Puts a file into a field; what became of it is told by `stateOf`. What is in the field stays until the new picture
   * is ready. @returns whether it was put in
   */
  put = async (nodeId: string, field: string, file: File): Promise<boolean> => {
    const key = `${nodeId} ${field}`;
    const turn = (this.#turns.get(key) ?? 0) + 1;
    this.#turns.set(key, turn);
    this.#states.set(key, { kind: 'preparing', name: nameOf(file) });
    const taken = await this.take(file);
    if (this.#turns.get(key) !== turn) return false;
    const { editor } = this.#ports;
    if (!taken.ok) this.#states.set(key, { kind: 'refused', name: nameOf(file), error: taken.error });
    else if (taken.note === null) this.#states.delete(key);
    else this.#states.set(key, { kind: 'note', text: taken.note });
    if (!taken.ok || editor.readOnly || !editor.nodeById.has(nodeId)) return false;
    editor.setConfig(nodeId, field, taken.value);
    return true;
  };

  /** Takes a field's picture away. */
  remove = (nodeId: string, field: string): void => {
    this.#turns.set(`${nodeId} ${field}`, (this.#turns.get(`${nodeId} ${field}`) ?? 0) + 1);
    this.#states.delete(`${nodeId} ${field}`);
    this.#ports.editor.setConfig(nodeId, field, null);
  };
}

/** Clipboards have no names for what they hold. */
function nameOf(file: File): string {
  return file.name.slice(-LONGEST_NAME) || 'Picture';
}
