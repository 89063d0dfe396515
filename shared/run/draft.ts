import { editChunked, type Chunked, type ChunkedEditor } from './chunked.ts';
import type { NodePhase, NodeState, RunState } from './state.ts';

/**
 * A run state under edit for one batch of entries. Patches collect; node states keep their identity unless they change;
 * counts follow the phases. Nothing outside the fold uses it.
 */
export interface Draft {
  /** All but nodes and counts, which are read below until finish(). */
  readonly run: RunState;
  readonly counts: RunState['counts'];
  patch(change: Partial<RunState>): void;
  replaceNodes(nodes: Chunked<NodeState>, counts: RunState['counts']): void;
  /** The plan index of a node id; undefined when the plan has none. */
  indexOf(nodeId: string): number | undefined;
  node(index: number): NodeState | undefined;
  setNode(index: number, node: NodeState): void;
  finish(): RunState;
}

export function createDraft(original: RunState): Draft {
  let run = original;
  let editor: ChunkedEditor<NodeState> | null = null;
  let counts: { [phase in NodePhase]: number } | null = null;
  const nodes = () => (editor ??= editChunked(run.nodes));
  return {
    get run() {
      return run;
    },
    get counts() {
      return counts ?? run.counts;
    },
    patch(change) {
      run = { ...run, ...change };
    },
    replaceNodes(replacement, replacementCounts) {
      editor = null;
      counts = null;
      run = { ...run, nodes: replacement, counts: replacementCounts };
    },
    indexOf: (nodeId) => run.plan?.indexOf.get(nodeId),
    node: (index) => nodes().get(index),
    setNode(index, node) {
      const before = nodes().get(index);
      if (before === undefined || before === node) return;
      if (before.phase !== node.phase) {
        counts ??= { ...run.counts };
        counts[before.phase] -= 1;
        counts[node.phase] += 1;
      }
      nodes().set(index, node);
    },
    finish() {
      const edited = editor?.finish() ?? run.nodes;
      if (edited === run.nodes && counts === null) return run;
      return { ...run, nodes: edited, counts: counts ?? run.counts };
    },
  };
}
