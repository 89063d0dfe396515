import type { AppState } from '../../state/app-state.ts';
import type { FlowSession } from '../../state/flow-session.svelte.ts';
import { downloadBlob } from './download-blob.ts';
import { downloadText } from './download-text.ts';
import { keepRun } from './keep-run.ts';

/** Keeping, opening and making flows, and keeping a run. `chooseFile` opens the browser's dialog. */
export function registerFileCommands(app: AppState, flow: FlowSession, chooseFile: () => void): () => void {
  const { commands } = app;
  const stops = [
    commands.handle('export', {
      run: () => downloadText(flow.editor.exportFile(), 'application/json'),
    }),
    commands.handle('export-picture', { run: () => void exportPicture(app, flow) }),
    commands.handle('import', {
      run: chooseFile,
      disabledReason: () => (flow.editor.readOnly ? 'You can read this flow, but not change it.' : null),
    }),
    commands.handle('export-run', {
      run: () => void keepRun(app, flow.runToKeep()),
      disabledReason: () => (flow.run.runId === null ? 'There is no run yet.' : null),
    }),
    commands.handle('new-flow', {
      run: () => void app.flows.create().then(app.router.go),
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

/** What draws is fetched with the first picture. */
async function exportPicture(app: AppState, flow: FlowSession): Promise<void> {
  try {
    const { exportPicture: draw } = await import('../export/export-picture.ts');
    const { name, bytes } = await draw(flow);
    downloadBlob(name, new Blob([bytes], { type: 'image/png' }));
  } catch {
    app.toasts.show({
      status: 'failed',
      title: 'The picture could not be made',
      text: 'This browser could not draw it. Export the flow as a file instead, or try again.',
    });
  }
}
