import type { FieldChange } from '#shared/graph/diff.ts';
import type { TextPiece } from '#shared/graph/text-diff.ts';
import type { BlobRef } from '#shared/run/output.ts';
import type { NodeSource } from '#shared/run/events.ts';
import type { NodeDisplayStatus } from '#shared/run/select.ts';
import type { RunPhase } from '#shared/run/state.ts';

/** What comparing two runs tells (docs/spec/branches.md, CM1 to CM4). `one` is the run on the left. */

export interface ComparedRun {
  readonly runId: string;
  readonly phase: RunPhase;
  readonly outcome: 'ok' | 'with-failures' | null;
  readonly startedAt: number | null;
  readonly startedBy: string;
  /** From its start to its end, or to its last entry; ms. */
  readonly elapsedMs: number;
  readonly microUsd: number;
  /** Calls whose cost is not known. */
  readonly unknownCost: number;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly steps: number;
  readonly failed: number;
  readonly demo: boolean;
}

/** A step in one of the two runs. */
export interface ComparedStep {
  readonly status: NodeDisplayStatus;
  readonly source: NodeSource | null;
  /** null = it did not begin. */
  readonly ms: number | null;
  /** null = it called nothing. */
  readonly microUsd: number | null;
  readonly unknownCost: boolean;
  readonly hasOutput: boolean;
}

export interface StepComparison {
  readonly nodeId: string;
  readonly label: string;
  readonly type: string;
  /** null = it is no part of that run. */
  readonly one: ComparedStep | null;
  readonly other: ComparedStep | null;
  /** What its settings, model and guidance were, where they differ. */
  readonly fields: readonly FieldChange[];
  /** Whether it came to something else. Always false where only one run has the step. */
  readonly isResultChanged: boolean;
}

export interface RunComparison {
  readonly one: ComparedRun;
  readonly other: ComparedRun;
  /** In the order of the run on the right, then what only the other one has. */
  readonly steps: readonly StepComparison[];
  /** Of the flow as a whole. */
  readonly settings: readonly FieldChange[];
  readonly threadsAdded: number;
  readonly threadsRemoved: number;
}

/** One part of an output in which the two differ. */
export interface ComparedText {
  /** `text`, `json`, `personaName`… as in NodeOutput. */
  readonly key: string;
  readonly pieces: readonly TextPiece[];
  /** True = more than is compared or shown: only the beginning is here. */
  readonly isCut: boolean;
}

export interface OutputComparison {
  /** Only what differs; empty = both put out the same. */
  readonly texts: readonly ComparedText[];
  /** Of each run; null = no picture. */
  readonly pictures: readonly [BlobRef | null, BlobRef | null];
  /** Why a run's step came to nothing. */
  readonly errors: readonly [string | null, string | null];
}
