import { mount, unmount } from 'svelte';
import type { RunState } from '#shared/run/state.ts';
import type { LoadPicture } from '../kit/picture-pool.ts';
import Lightbox from './Lightbox.svelte';
import { itemsOfRun, type LightboxItem } from './lightbox-item.ts';

/** The way into the lightbox, from wherever a picture is shown. Imported when somebody opens the first. */

export interface LightboxOptions {
  readonly items: readonly LightboxItem[];
  /** Hash of the picture to begin with. */
  readonly hash: string;
  readonly onuse?: ((item: LightboxItem) => Promise<string>) | undefined;
}

/** Shows pictures over the whole window. The focus goes back to where it was. */
export function openLightbox({ items, hash, onuse }: LightboxOptions): void {
  if (items.length === 0) return;
  const { activeElement } = document;
  const shown = mount(Lightbox, {
    target: document.body,
    props: {
      items,
      start: Math.max(
        0,
        items.findIndex((item) => item.hash === hash),
      ),
      back: activeElement instanceof HTMLElement ? activeElement : null,
      onclosed: () => void unmount(shown),
      onuse,
    },
  });
}

export interface OneOfRun {
  readonly run: RunState | null;
  readonly load: LoadPicture;
  readonly hash: string;
  /** For a picture that the run as it is shown does not hold. */
  readonly alone: { readonly title: string; readonly alt: string };
}

/** Shows a picture among all pictures of a run; by itself when it is none of them. */
export function openRunPicture({ run, load, hash, alone }: OneOfRun): void {
  const items = run === null ? [] : itemsOfRun(run, { load });
  if (items.some((item) => item.hash === hash)) return openLightbox({ items, hash });
  void load(hash).then((picture) => {
    if (picture === null) return;
    const { mediaType, bytes } = picture;
    const item = { hash, load, ...alone, fileStem: alone.title, mediaType, bytes: bytes.length };
    openLightbox({ items: [{ ...item, texts: [], facts: [] }], hash });
  });
}
