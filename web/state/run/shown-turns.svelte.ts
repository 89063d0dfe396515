import { containersOf } from '#shared/run/grow-plan.ts';
import { iterationId, parseIterationId } from '#shared/run/iteration-id.ts';
import type { RunState } from '#shared/run/state.ts';

/** Which iteration of each container is looked at; the first until somebody picks another. */
export class ShownTurns {
  #turns = $state.raw<ReadonlyMap<string, number>>(new Map());

  /** From 0. @param containerId as the document has it */
  of = (containerId: string): number => this.#turns.get(containerId) ?? 0;

  show = (containerId: string, turn: number): void => {
    this.#turns = new Map(this.#turns).set(containerId, turn);
  };

  /** Looks at the iterations that a node of the run belongs to. @returns the node of the flow that shows it then */
  follow = (run: RunState | null, nodeId: string): string => {
    const { template, path } = parseIterationId(nodeId);
    if (run?.plan == null || path.length === 0 || run.plan.indexOf.get(nodeId) === undefined) return nodeId;
    containersOf(run.plan.plan, template).forEach((container, depth) =>
      this.show(container, path[depth] ?? 0),
    );
    return template;
  };

  /** The node of the run that stands for a node of the flow: of one inside a container, that of the iteration looked at. */
  idOf = (run: RunState | null, nodeId: string): string => {
    const index = run?.plan;
    if (index?.plan.bodies === undefined || index.indexOf.get(nodeId) !== undefined) return nodeId;
    return iterationId(nodeId, containersOf(index.plan, nodeId).map(this.of));
  };
}
