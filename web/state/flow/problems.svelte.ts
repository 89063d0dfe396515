import type { FlowDocument } from '#shared/graph/document.ts';
import type { NodeProblem } from '../../engine/api.ts';
import type { WeftError } from '#shared/run/errors.ts';

const NONE: readonly WeftError[] = [];

/** What a start was refused for, shown in the node or field concerned until it is mended. */
export class Problems {
  #list = $state.raw<readonly NodeProblem[]>([]);
  #document: FlowDocument | null = null;
  /** Problems that are not found by looking through the flow; null = nobody has looked since. */
  #onlyAtStart: ReadonlySet<string> | null = null;
  readonly #byNode = $derived(groupByNode(this.#list));

  get byNode(): ReadonlyMap<string, readonly WeftError[]> {
    return this.#byNode;
  }
  /** Those of the flow as a whole. */
  get ofFlow(): readonly WeftError[] {
    return this.#list.filter((problem) => problem.nodeId === null).map((problem) => problem.error);
  }
  get isEmpty(): boolean {
    return this.#list.length === 0;
  }

  of = (nodeId: string): readonly WeftError[] => this.#byNode.get(nodeId) ?? NONE;

  ofField = (nodeId: string, field: string): string | null =>
    this.of(nodeId).find((error) => error.field === field)?.message ?? null;

  /** @param document the flow that they were found in */
  set = (list: readonly NodeProblem[], document: FlowDocument): void => {
    this.#list = list;
    this.#document = document;
    this.#onlyAtStart = null;
  };

  /**
   * Keeps what is still wrong: of the problems shown those that are found again, in their new words. What only a start
   * looks for is not found again by whoever looks through the flow, so it stays until the flow changes.
   */
  keepOnly = (found: readonly NodeProblem[], document: FlowDocument): void => {
    const still = new Map(found.map((problem) => [identity(problem), problem]));
    const isSame = document === this.#document;
    if (isSame)
      this.#onlyAtStart ??= new Set(this.#list.map(identity).filter((problem) => !still.has(problem)));
    const kept = this.#list.flatMap((problem) => {
      const isKept = isSame && this.#onlyAtStart?.has(identity(problem));
      return still.get(identity(problem)) ?? (isKept ? problem : []);
    });
    if (kept.length !== this.#list.length) this.#list = kept;
  };
}

function identity({ nodeId, error }: NodeProblem): string {
  return `${nodeId ?? ''}\n${error.code}\n${error.field ?? ''}`;
}

function groupByNode(list: readonly NodeProblem[]): ReadonlyMap<string, readonly WeftError[]> {
  const groups = new Map<string, WeftError[]>();
  for (const { nodeId, error } of list) {
    if (nodeId === null) continue;
    const group = groups.get(nodeId);
    if (group) group.push(error);
    else groups.set(nodeId, [error]);
  }
  return groups;
}
