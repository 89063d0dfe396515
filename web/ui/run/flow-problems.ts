import type { FlowSession } from '../../state/flow-session.svelte.ts';
import { planName } from './plan-name.ts';
import { problemLines, type ProblemLine } from './problem-list.ts';

const NOT_CLEAR = 'Not clear if its call was billed. Decide whether it is made again.';

/** Everything that is wrong with an open flow and the run that is shown. Reactive where it is read. */
export function flowProblemLines(flow: FlowSession): readonly ProblemLine[] {
  const { run, editor } = flow;
  const waiting = run.stitches.flatMap(({ id, status }) =>
    status === 'unbilled' || status === 'retrying'
      ? [{ nodeId: id, status, message: run.node(id).error?.message ?? NOT_CLEAR }]
      : [],
  );
  return problemLines({
    ofFlow: flow.flowProblems,
    byNode: flow.problems,
    cycle: editor.cycle,
    failures: run.failures,
    waiting,
    nameOf: (nodeId) => (editor.nodeById.has(nodeId) ? editor.nameOf(nodeId) : planName(run, nodeId)),
  });
}
