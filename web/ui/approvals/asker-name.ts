import { containersOf } from '#shared/run/grow-plan.ts';
import { iterationId, parseIterationId } from '#shared/run/iteration-id.ts';
import { plannedSteps } from '#shared/run/select-inside.ts';
import type { OpenApproval } from '#shared/run/select-approval.ts';
import type { RunState } from '#shared/run/state.ts';

/** Who asks, as people know it: inside a container by the container's name and what is done there. */
export function askerName(
  run: RunState | null,
  { nodeId, label }: Pick<OpenApproval, 'nodeId' | 'label'>,
): string {
  const { template, path } = parseIterationId(nodeId);
  const turn = path.at(-1);
  const container = run?.plan ? containersOf(run.plan.plan, template).at(-1) : undefined;
  if (run?.plan == null || turn === undefined || container === undefined) return label;
  const around = run.plan.indexOf.get(iterationId(container, path.slice(0, -1)));
  const name = run.plan.plan.nodes[around ?? -1]?.label ?? container;
  const step = plannedSteps(run, container)[turn]?.title;
  return step === undefined ? `${name}: ${label}` : `${name}, step ${turn + 1}: ${step}`;
}

/** What a question is called, with whoever asks as `asker`. */
export function questionTitle(
  { label, approval }: Pick<OpenApproval, 'label' | 'approval'>,
  asker: string,
): string {
  return approval.request.title.replace(label, () => asker);
}
