import type { AppState } from '../../state/app-state.ts';
import type { FlowSession } from '../../state/flow-session.svelte.ts';
import { isMeantAsRun } from '../../state/replay/meant-as-run.ts';
import type { CanvasHost } from '../canvas/canvas-model.svelte.ts';
import { createCharacterActs } from '../characters/character-commands.ts';
import { loadSubflows } from '../subflows/load-subflows.ts';
import type { SubflowAct } from '../subflows/subflow-act.ts';
import { focusInspector, openInInspector } from '../run/show-node.ts';
import { editorPart } from './editor-parts.ts';
import type { Screen } from './screen.svelte.ts';

/** What the canvas asks of the page: the inspector, the keys, a message, a run's own page. */
export function createEditorHost(app: AppState, flow: FlowSession, screen: Screen): CanvasHost {
  async function inspect(nodeId: string, field?: string): Promise<void> {
    openInInspector(app, flow, nodeId);
    await editorPart('Inspector')().catch(() => undefined);
    await focusInspector(field);
  }
  const complain = (title: string, text: string): void =>
    void app.toasts.show({ status: 'failed', title, text });
  return Object.freeze({
    inspect: (nodeId: string, field?: string) => void inspect(nodeId, field),
    openKeys: () => {
      screen.keysOpen = true;
    },
    complain,
    characters: createCharacterActs(app, flow),
    subflows: (act: SubflowAct) =>
      void loadSubflows()
        .then(({ doSubflow }) => doSubflow(app, flow.editor, act))
        .catch(() => {
          // A list shows what else it has.
          if (typeof act === 'string') complain('Not loaded', 'Check the connection, then try again.');
        }),
    openRun(fileName: string, text: string): boolean {
      if (!isMeantAsRun(fileName, text)) return false;
      void app.openRunFile(text).then((run) => {
        if (run.ok) app.router.go(run.href);
        else complain(`${fileName} was not opened`, run.error.message);
      });
      return true;
    },
  });
}
