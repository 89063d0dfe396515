import type { WeftError } from '#shared/run/errors.ts';
import type { NodeDisplayStatus } from '../status/node-status.ts';

/** A line of the list of problems. `nodeId` null = the flow as a whole. */
export interface ProblemLine {
  readonly key: string;
  readonly nodeId: string | null;
  readonly name: string;
  readonly message: string;
  readonly status: NodeDisplayStatus;
  readonly when: 'before' | 'run';
}

export interface ProblemSources {
  readonly ofFlow: readonly WeftError[];
  readonly byNode: ReadonlyMap<string, readonly WeftError[]>;
  /** Ids of the nodes of a cycle; [] = none. */
  readonly cycle: readonly string[];
  readonly failures: readonly { readonly nodeId: string; readonly error: WeftError }[];
  /** Nodes of the run that wait for a person's word, or for their next try. */
  readonly waiting: readonly {
    readonly nodeId: string;
    readonly message: string;
    readonly status: 'unbilled' | 'retrying';
  }[];
  readonly nameOf: (nodeId: string) => string;
}

/** What must be mended before a run, then what went wrong in the run that is shown. */
export function problemLines(sources: ProblemSources): readonly ProblemLine[] {
  const { nameOf } = sources;
  const knowsCycle = [...sources.ofFlow, ...[...sources.byNode.values()].flat()].some(
    (error) => error.code === 'cycle',
  );
  const line = (
    nodeId: string | null,
    message: string,
    when: ProblemLine['when'],
    status: NodeDisplayStatus = 'failed',
  ): ProblemLine => ({
    key: `${when} ${nodeId ?? ''} ${message}`,
    nodeId,
    name: nodeId === null ? 'This flow' : nameOf(nodeId),
    message,
    status,
    when,
  });
  return unique([
    ...sources.ofFlow.map((error) => line(error.nodeIds?.[0] ?? null, error.message, 'before')),
    ...(sources.cycle.length > 0 && !knowsCycle
      ? [line(sources.cycle[0] ?? null, cycleMessage(sources.cycle, nameOf), 'before')]
      : []),
    ...[...sources.byNode].flatMap(([nodeId, errors]) =>
      errors.map((error) => line(nodeId, error.message, 'before')),
    ),
    ...sources.waiting.map(({ nodeId, message, status }) => line(nodeId, message, 'run', status)),
    ...sources.failures.map(({ nodeId, error }) => line(nodeId, error.message, 'run')),
  ]);
}

function cycleMessage(cycle: readonly string[], nameOf: (nodeId: string) => string): string {
  const names = [...cycle, ...cycle.slice(0, 1)].map(nameOf);
  return `These steps wait for each other: ${names.join(' → ')}. Remove one of the threads.`;
}

function unique(lines: readonly ProblemLine[]): readonly ProblemLine[] {
  return [...new Map(lines.map((each) => [each.key, each])).values()];
}
