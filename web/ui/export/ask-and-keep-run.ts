import { mount, unmount } from 'svelte';
import type { RunToKeep } from '../../state/run/run-to-keep.ts';
import { downloadText } from '../run/download-text.ts';
import KeepRunDialog from './KeepRunDialog.svelte';

/** Imported with the first run that somebody keeps. */

/**
 * Hands a run to the browser as a file; asks first whether its pictures go along, when there are any.
 * @param onfailed when the file cannot be made after it was asked
 * @throws when the run cannot be read
 */
export async function askAndKeepRun(run: RunToKeep, onfailed: () => void): Promise<void> {
  const keep = async (options: { readonly pictures: boolean }) =>
    downloadText({ name: run.name, text: await run.text(options) }, 'application/jsonl');
  const weight = await run.weigh();
  if (weight.pictures === 0) return keep({ pictures: false });
  const shown = mount(KeepRunDialog, {
    target: document.body,
    props: {
      weight,
      onkeep: (options: { readonly pictures: boolean }) =>
        keep(options).then(
          () => true,
          () => {
            onfailed();
            return false;
          },
        ),
      onclosed: () => void unmount(shown),
    },
  });
}
