import type { AppState } from '../../state/app-state.ts';
import type { FlowSession } from '../../state/flow-session.svelte.ts';
import { copyTextLater } from '../kit/copy-text.ts';
import { runLinkKinds } from './link-kinds.ts';
import { copyLink } from './copy-link.ts';

/** Puts a link to a run on the clipboard: the one there is, else a new one. Says what it shows. */
export async function copyRunLink(app: AppState, flow: FlowSession, runId: string): Promise<void> {
  const number = flow.runs.find((run) => run.runId === runId)?.number;
  const name = number === undefined ? 'this run' : `run ${number}`;
  const allows = runLinkKinds(name)[0]?.copied ?? '';
  const asked = flow.sharing().then((sharing) => sharing.links.runUrl(runId));
  // The browser lets a click copy only at once, so it is handed the address as a promise.
  const isCopied = await copyTextLater(asked.then((answer) => (answer.ok ? answer.value : null)));
  const answer = await asked;
  const title = `Link to ${name}`;
  if (!answer.ok)
    app.toasts.show({ status: 'failed', title: `${title} not made`, text: answer.error.message });
  else if (isCopied) app.toasts.show({ status: 'done', title: `${title} copied`, text: allows });
  else
    app.toasts.show({
      status: 'done',
      title: `${title} is ready`,
      text: allows,
      action: { label: 'Copy', run: () => void copyLink(app, { url: answer.value, title, allows }) },
    });
}
