import { LIMITS } from '#shared/protocol/limits.ts';
import type { AppState } from '../../state/app-state.ts';
import type { SubflowLibrary } from '../../state/subflows/subflow-library.svelte.ts';
import { downloadText } from '../run/download-text.ts';
import { plural } from '../run/format.ts';

const FILE_NAME = 'subflows.weft.json';

/** One's own subflows out of this browser and into another. */

export function exportSubflows(library: SubflowLibrary): void {
  downloadText({ name: FILE_NAME, text: library.fileText() }, 'application/json');
}

/** Asks for a file, and takes in what is in it. */
export function importSubflows(app: AppState): void {
  const chooser = document.createElement('input');
  chooser.type = 'file';
  chooser.accept = '.json,application/json';
  chooser.onchange = () => {
    const file = chooser.files?.[0];
    if (file) void takeIn(app, file).catch(() => refuse(app, file, 'Check the connection, then try again.'));
  };
  chooser.click();
}

function refuse(app: AppState, { name }: File, text: string): void {
  app.toasts.show({ status: 'failed', title: `${name} was not opened`, text });
}

async function takeIn(app: AppState, file: File): Promise<void> {
  if (file.size > LIMITS.flowFileBytes)
    return refuse(app, file, 'It is larger than 32 MB, the most such a file may be.');
  const { error, added, replaced, undo } = await (await app.subflows()).takeFile(await file.text());
  if (added > 0) app.preferences.set({ ownSubflows: true });
  if (error !== null) return refuse(app, file, error.message);
  app.toasts.show({
    status: 'done',
    title: `${plural(added + replaced, 'subflow')} came in`,
    text:
      replaced === 0 ? undefined : `${plural(replaced, 'was', 'were')} here already and brought up to date.`,
    action: { label: 'Undo', run: () => void undo() },
  });
}
