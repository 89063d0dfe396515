import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { AppState } from '../../state/app-state.ts';
import { readFileText } from '../../state/editing/file-text.ts';
import type { FlowSession } from '../../state/flow-session.svelte.ts';
import { isMeantAsRun } from '../../state/replay/meant-as-run.ts';
import { plural } from './format.ts';

/** Puts a file's flow in the place of this one and says what became of it. A run gets a page of its own. */
export async function openFile(app: AppState, flow: FlowSession, file: File): Promise<void> {
  const read = await readFileText(file);
  if (read.kind === 'refused') return refuse(app, file, read.error);
  if (read.kind === 'none') return refuse(app, file, NO_FLOW);
  const { text } = read;
  if (isMeantAsRun(file.name, text)) {
    const run = await app.openRunFile(text);
    if (run.ok) app.router.go(run.href);
    else refuse(app, file, run.error);
    return;
  }
  const result = await flow.editor.importFile(text);
  if (!result.ok) return refuse(app, file, result.error);
  const mended =
    result.repairs.length > 0
      ? `${plural(result.repairs.length, 'thing')} in it had to be mended.`
      : undefined;
  app.toasts.show({
    status: 'done',
    title: `${file.name} took the place of this flow`,
    text: mended,
    action: { label: 'Undo', run: flow.editor.undo },
  });
}

const NO_FLOW = weftError(
  'not-a-flow',
  'There is no flow in this picture. To use it as a picture, drop it on the canvas.',
);

function refuse(app: AppState, file: File, error: WeftError): void {
  app.toasts.show({ status: 'failed', title: `${file.name} could not be opened`, text: error.message });
}
