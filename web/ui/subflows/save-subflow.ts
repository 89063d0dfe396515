import { mount, unmount } from 'svelte';
import { SUBFLOW_TYPE } from '../../node-kit/held-flow.ts';
import type { AppState } from '../../state/app-state.ts';
import type { FlowEditor } from '../../state/flow-editor.ts';
import { savedAs } from '../../state/subflows/held-steps.ts';
import type { SavedSubflow, SubflowDraft } from '../../state/subflows/saved-subflow.ts';
import type { SubflowLibrary } from '../../state/subflows/subflow-library.svelte.ts';
import KeepBothDialog from './KeepBothDialog.svelte';

/**
 * Keeps the selected subflow under its name and says so; asks first where it is there already, in another form. The flow
 * itself stays as it is. @returns why it cannot be, in words for people; null when it is done or has been said.
 */
export async function saveSelectedSubflow(app: AppState, editor: FlowEditor): Promise<string | null> {
  const node = editor.selection;
  const flow = node?.config['flow'];
  if (node?.type !== SUBFLOW_TYPE || typeof flow !== 'string') return 'Select one subflow first.';
  const draft = { name: editor.nameOf(node.id), flow };
  const library = await app.subflows();
  await library.load();
  const like = library.like(draft, savedAs(node));
  if (like === null) return keep(app, library, draft, savedAs(node) ?? undefined);
  if (like.name === draft.name && like.flow === flow)
    return say(app, { title: `“${draft.name}” is one of your subflows already` });
  return ask(app, library, { draft, like });
}

/** Under an id of its own, or its own again where it was deleted. */
async function keep(
  app: AppState,
  library: SubflowLibrary,
  draft: SubflowDraft,
  id?: string,
): Promise<string | null> {
  const saved = await library.save(draft, id);
  if (!saved.ok) return saved.error.message;
  app.preferences.set({ ownSubflows: true });
  return say(app, {
    title: `“${saved.subflow.name}” is one of your subflows now`,
    action: { label: 'Undo', run: () => void library.remove(saved.subflow.id) },
  });
}

async function replace(
  app: AppState,
  library: SubflowLibrary,
  { draft, like }: { readonly draft: SubflowDraft; readonly like: SavedSubflow },
): Promise<string | null> {
  const saved = await library.save(draft, like.id);
  if (!saved.ok) return saved.error.message;
  return say(app, {
    title: `“${like.name}” was replaced among your subflows`,
    action: { label: 'Undo', run: () => void library.restore(like) },
  });
}

function ask(
  app: AppState,
  library: SubflowLibrary,
  { draft, like }: { readonly draft: SubflowDraft; readonly like: SavedSubflow },
): Promise<string | null> {
  const second = library.freeName(draft.name);
  return new Promise((resolve) => {
    const shown = mount(KeepBothDialog, {
      target: document.body,
      props: {
        name: like.name,
        second,
        fault: library.faultOf(draft.flow, like.id),
        onanswer(answer: 'replace' | 'both' | null) {
          void unmount(shown);
          if (answer === null) resolve(null);
          else if (answer === 'replace') resolve(replace(app, library, { draft, like }));
          else resolve(keep(app, library, { ...draft, name: second }));
        },
      },
    });
  });
}

function say(app: AppState, toast: Parameters<AppState['toasts']['show']>[0]): null {
  app.toasts.show({ status: 'done', ...toast });
  return null;
}
