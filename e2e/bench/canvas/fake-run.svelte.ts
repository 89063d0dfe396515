import { PENDING_NODE, type NodeState } from '#shared/run/state.ts';
import type { WeftError } from '#shared/run/errors.ts';
import type { CanvasNodeView, CanvasSession } from '../../../web/ui/canvas/canvas-flow.ts';
import type { NodeDisplayStatus } from '../../../web/ui/status/node-status.ts';

/** A node of a run that the bench moves by hand. */
class FakeNodeView implements CanvasNodeView {
  status: NodeDisplayStatus = $state('idle');
  state: NodeState | null = $state.raw(null);
  text = $state('');
  error: WeftError | null = $state.raw(null);
  warnings: readonly string[] = $state.raw([]);
  costMicroUsd: number | null = $state(null);
  costOpen = $state(false);
  tokens = $state.raw({ input: 0, output: 0 });
  durationMs: number | null = $state(null);
  retryInMs: number | null = $state(null);
  progress: number | null = $state(null);
  asked = null;
  output = null;
  streaming = $derived(this.status === 'streaming');
}

export class FakeRun {
  live = true;
  readonly views = new Map<string, FakeNodeView>();

  node = (nodeId: string): FakeNodeView => {
    const known = this.views.get(nodeId);
    if (known) return known;
    const made = new FakeNodeView();
    this.views.set(nodeId, made);
    return made;
  };

  set(nodeId: string, change: Partial<FakeNodeView>): void {
    const view = this.node(nodeId);
    if (change.status !== undefined && change.status !== 'idle')
      view.state = { ...PENDING_NODE, phase: 'running' };
    Object.assign(view, change);
  }
}

export function fakeSession(editor: CanvasSession['editor'], run: FakeRun): CanvasSession {
  const nothing = () => undefined;
  return {
    editor,
    run,
    problemsOf: () => [],
    modelOf: (nodeId) => {
      const type = editor.nodeById.get(nodeId)?.type ?? '';
      const model = editor.definition(type)?.model;
      return model ? { modelLabel: model.model } : null;
    },
    runOnly: nothing,
    runFrom: nothing,
    runUpTo: nothing,
    retry: nothing,
    resolveUnknown: nothing,
  };
}
