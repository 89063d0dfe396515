import type { Commands } from './commands.svelte.ts';
import type { FlowSession } from './flow-session.svelte.ts';
import type { CommandId } from './shortcuts.ts';

/** px that the arrow keys move the selection. */
const NUDGE = { near: 8, far: 32 } as const;

const NOTHING_SELECTED = 'Select a step first.';
const NOT_RUNNING = 'Nothing is running.';

type Handler = { readonly run: () => void; readonly disabledReason?: () => string | null };

/** Takes on the commands that need nothing of the screen: running, undo, arranging. Returns what gives them back. */
export function registerFlowCommands(
  commands: Commands,
  flow: FlowSession,
  flush: () => Promise<void>,
): () => void {
  const handlers = { ...runHandlers(flow), ...editHandlers(flow), ...arrangeHandlers(flow) };
  const entries = Object.entries({ ...handlers, save: { run: () => void flush() } }) as [
    CommandId,
    Handler,
  ][];
  const stops = entries.map(([id, handler]) => commands.handle(id, handler));
  return () => stops.forEach((stop) => stop());
}

function runHandlers(flow: FlowSession): { readonly [id in CommandId]?: Handler } {
  const { editor } = flow;
  const one = () => (editor.selectedNodes.size === 1 ? [...editor.selectedNodes][0] : undefined);
  const onOne = (run: (nodeId: string) => unknown): Handler => ({
    run() {
      const nodeId = one();
      if (nodeId !== undefined) run(nodeId);
    },
    disabledReason: () => (one() === undefined ? 'Select one step first.' : flow.runDisabledReason),
  });
  const failed = () => flow.run.failures.map((failure) => failure.nodeId);
  return {
    // The same keys start and stop, as in the peers.
    run: {
      run: () => void (flow.run.live ? flow.stop() : flow.runAll()),
      disabledReason: () => (flow.run.live ? flow.controlDisabledReason : flow.runDisabledReason),
    },
    stop: {
      run: () => void flow.stop(),
      disabledReason: () => (flow.run.live ? flow.controlDisabledReason : NOT_RUNNING),
    },
    pause: {
      run: () => void flow.pause(),
      disabledReason: () => (flow.run.phase === 'running' ? flow.controlDisabledReason : NOT_RUNNING),
    },
    resume: {
      run: () => void flow.resume(),
      disabledReason: () =>
        flow.run.phase === 'paused' ? flow.controlDisabledReason : 'The run is not paused.',
    },
    'run-from': onOne(flow.runFrom),
    'run-upto': onOne(flow.runUpTo),
    'run-only': onOne(flow.runOnly),
    'run-without-cache': {
      run: () => void flow.runWithoutCache(),
      disabledReason: () => flow.runDisabledReason,
    },
    'retry-failed': {
      run: () => void retryAll(flow, failed()),
      disabledReason: () => (failed().length === 0 ? 'No step has failed.' : flow.runDisabledReason),
    },
  };
}

/** In a live run each failed step is run again; a finished one is run again as a whole, from its cache. */
async function retryAll(flow: FlowSession, nodeIds: readonly string[]): Promise<void> {
  if (!flow.run.live) return flow.runAll();
  for (const nodeId of nodeIds) await flow.retry(nodeId);
}

function editHandlers(flow: FlowSession): { readonly [id in CommandId]?: Handler } {
  const { editor } = flow;
  const readOnly = () => (editor.readOnly ? 'You can read this flow, but not change it.' : null);
  const needsNodes = () => readOnly() ?? (editor.selectedNodes.size === 0 ? NOTHING_SELECTED : null);
  return {
    undo: { run: editor.undo, disabledReason: () => (editor.canUndo ? null : 'Nothing to undo.') },
    redo: { run: editor.redo, disabledReason: () => (editor.canRedo ? null : 'Nothing to redo.') },
    duplicate: { run: () => void editor.duplicate(), disabledReason: needsNodes },
    delete: {
      run: editor.removeSelection,
      disabledReason: () => (editor.selectedEdges.size > 0 ? readOnly() : needsNodes()),
    },
    'select-all': { run: editor.selectAll },
    deselect: {
      run: editor.clearSelection,
      disabledReason: () =>
        editor.selectedNodes.size + editor.selectedEdges.size === 0 ? 'Nothing is selected.' : null,
    },
    'toggle-disabled': { run: editor.toggleDisabled, disabledReason: needsNodes },
    group: { run: () => void editor.group(), disabledReason: needsNodes },
    ungroup: { run: editor.ungroup, disabledReason: needsNodes },
  };
}

function arrangeHandlers(flow: FlowSession): { readonly [id in CommandId]?: Handler } {
  const { editor } = flow;
  const atLeast = (count: number) => () => {
    if (editor.readOnly) return 'You can read this flow, but not change it.';
    return editor.selectedNodes.size < count ? `Select ${count} steps or more first.` : null;
  };
  const align = (alignment: Parameters<typeof editor.align>[0]): Handler => ({
    run: () => void editor.align(alignment),
    disabledReason: atLeast(2),
  });
  const nudge = (dx: number, dy: number): Handler => ({
    run: () => editor.nudge(dx, dy),
    disabledReason: () => (editor.readOnly || editor.selectedNodes.size === 0 ? NOTHING_SELECTED : null),
  });
  const { near, far } = NUDGE;
  return {
    layout: {
      run: () => void editor.applyLayout(),
      disabledReason: () => (editor.readOnly ? 'Read only.' : null),
    },
    'align-left': align('left'),
    'align-center': align('center'),
    'align-right': align('right'),
    'align-top': align('top'),
    'align-middle': align('middle'),
    'align-bottom': align('bottom'),
    'distribute-horizontal': { run: () => void editor.distribute('horizontal'), disabledReason: atLeast(3) },
    'distribute-vertical': { run: () => void editor.distribute('vertical'), disabledReason: atLeast(3) },
    'nudge-left': nudge(-near, 0),
    'nudge-right': nudge(near, 0),
    'nudge-up': nudge(0, -near),
    'nudge-down': nudge(0, near),
    'nudge-left-far': nudge(-far, 0),
    'nudge-right-far': nudge(far, 0),
    'nudge-up-far': nudge(0, -far),
    'nudge-down-far': nudge(0, far),
  };
}
