import type { AppState } from '../../state/app-state.ts';
import type { RunToKeep } from '../../state/run/run-to-keep.ts';

/** Hands a run to the browser as a file, or says why not. What asks and makes it is fetched with the first. */
export async function keepRun(app: Pick<AppState, 'toasts'>, run: RunToKeep | null): Promise<void> {
  if (run === null) return;
  const failed = () =>
    void app.toasts.show({
      status: 'failed',
      title: 'The run was not saved',
      text: 'The relay did not answer. Try again when it is back.',
    });
  try {
    const { askAndKeepRun } = await import('../export/ask-and-keep-run.ts');
    await askAndKeepRun(run, failed);
  } catch {
    failed();
  }
}
