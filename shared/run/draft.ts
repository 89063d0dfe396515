import { chunkedAppend, editChunked, type Chunked, type ChunkedEditor } from './chunked.ts';
import type { NodePhase, NodeState, RunState } from './state.ts';

/** Says that no node changed, where else its plan index stands. */
export const NO_NODE = -1;

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
  /** Nodes behind those that there are. */
  appendNodes(added: readonly NodeState[]): void;
  /** The plan index of a node id; undefined when the plan has none. */
  indexOf(nodeId: string): number | undefined;
  node(index: number): NodeState | undefined;
  setNode(index: number, node: NodeState): void;
  /**
   * Puts other times into a node state, in place: only for one that a fact made on this draft, which nobody else has.
   * null leaves a time as it is.
   */
  retimeNode(index: number, startedAt: number | null, endedAt: number | null): void;
  /** The same for a question of the node. */
  retimeApproval(
    index: number,
    approvalId: string,
    times: { readonly requestedAt: number } | { readonly endedAt: number },
  ): void;
  finish(): RunState;
}

interface OpenDraft extends Draft {
  run: RunState;
  counts: RunState['counts'];
}

/** A node state that nobody but the draft has. */
type OwnNode = { -readonly [K in keyof NodeState]: NodeState[K] };

/**
 * Fields instead of getters: V8 gives every object with a getter of its own a shape of its own, and reading one then
 * costs a search.
 */
export function createDraft(original: RunState): Draft {
  let editor: ChunkedEditor<NodeState> | null = null;
  let counts: { [phase in NodePhase]: number } | null = null;
  const nodes = () => (editor ??= editChunked(draft.run.nodes));
  const draft: OpenDraft = {
    run: original,
    counts: original.counts,
    patch(change) {
      draft.run = { ...draft.run, ...change };
    },
    replaceNodes(replacement, replacementCounts) {
      editor = null;
      counts = null;
      draft.counts = replacementCounts;
      draft.run = { ...draft.run, nodes: replacement, counts: replacementCounts };
    },
    appendNodes(added) {
      const nodesNow = chunkedAppend(editor?.finish() ?? draft.run.nodes, added);
      editor = null;
      counts = { ...draft.counts };
      for (const { phase } of added) counts[phase] += 1;
      draft.counts = counts;
      draft.run = { ...draft.run, nodes: nodesNow };
    },
    indexOf: (nodeId) => draft.run.plan?.indexOf.get(nodeId),
    node: (index) => nodes().get(index),
    setNode(index, node) {
      const before = nodes().get(index);
      if (before === undefined || before === node) return;
      if (before.phase !== node.phase) {
        counts ??= { ...draft.run.counts };
        counts[before.phase] -= 1;
        counts[node.phase] += 1;
        draft.counts = counts;
      }
      nodes().set(index, node);
    },
    retimeNode(index, startedAt, endedAt) {
      const node = nodes().get(index) as OwnNode | undefined;
      if (node === undefined) return;
      if (startedAt !== null) node.startedAt = startedAt;
      if (endedAt !== null) node.endedAt = endedAt;
    },
    retimeApproval(index, approvalId, times) {
      const node = nodes().get(index) as OwnNode | undefined;
      if (node === undefined) return;
      node.approvals = node.approvals.map((approval) =>
        approval.approvalId === approvalId ? { ...approval, ...times } : approval,
      );
    },
    finish() {
      const { run } = draft;
      const edited = editor?.finish() ?? run.nodes;
      if (edited === run.nodes && counts === null) return run;
      return { ...run, nodes: edited, counts: draft.counts };
    },
  };
  return draft;
}
