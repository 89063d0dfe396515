import type { AppState } from '../../state/app-state.ts';
import type { FlowSession } from '../../state/flow-session.svelte.ts';

/** Why this person cannot share runs now; null when they can. */
export function runLinkDisabledReason(flow: FlowSession): string | null {
  const { role } = flow;
  if (role === null) return 'Links need the relay, which cannot be reached now.';
  return role === 'owner' || role === 'editor' ? null : 'Only an editor can share a run.';
}

/** Puts a link to a run on the clipboard; what it takes is fetched at the first time. */
export async function shareRun(app: AppState, flow: FlowSession, runId: string): Promise<void> {
  try {
    const { copyRunLink } = await import('./copy-run-link.ts');
    await copyRunLink(app, flow, runId);
  } catch {
    app.toasts.show({
      status: 'failed',
      title: 'No link was made',
      text: 'Check the connection, then try again.',
    });
  }
}
